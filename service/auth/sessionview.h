#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <QHash>
#include <QMultiHash>

#include "auth/tokenholder.h"

namespace cs {

// One signed-in socket. An immutable value.
struct Session {
    SessionId id;
    Principal principal;
    // Canonical text of the peer's address.
    QString address;
    Timestamp expiresAt;
    QString userAgent;
    Timestamp createdAt;
    // The last call, as of the copy.
    Timestamp lastSeenAt;
    // What it was signed in with.
    TokenHolder holder;
    // Whether it was taken away: true for all copies at once. What only expired, or lost its connection, was not.
    std::shared_ptr<std::atomic<bool>> revoked = std::make_shared<std::atomic<bool>>(false);
};

// The sessions that are alive now, for readers on any thread; SessionTable writes it. What it hands out are copies, so
// a reader never sees half a change. A session past its end is not alive here, even before its timer has run.
class SessionView {
public:
    explicit SessionView(const Clock &clock) : m_clock(clock) {}

    bool sessionAlive(const SessionId &id) const;
    std::optional<Principal> principalOf(const SessionId &id) const;
    std::optional<Session> find(const SessionId &id) const;
    // Of every session whose socket comes from this address (any spelling of it).
    std::vector<Principal> principalsAt(const QString &address) const;
    qsizetype count() const;

private:
    friend class SessionTable;
    void add(const Session &session);
    // Another principal or another end for a session that is there.
    void change(const Session &session);
    void remove(const SessionId &id);

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    QHash<SessionId, Session> m_sessions;
    QMultiHash<QString, SessionId> m_byAddress;
};

}  // namespace cs

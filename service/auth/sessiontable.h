#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include <QHash>

#include "auth/sessionview.h"

namespace cs {

// The sessions by connection and by end, and the view of them, always in step. Service thread; part of Sessions.
class SessionTable {
public:
    explicit SessionTable(const Clock &clock) : m_view(clock) {}

    // Null if there is none; it may have expired.
    const Session *find(ConnectionId connection) const;
    std::optional<ConnectionId> connectionOf(const SessionId &id) const;
    std::vector<std::pair<ConnectionId, Session>> where(const std::function<bool(const Session &)> &test) const;
    // The connection whose session ends first, and when.
    std::optional<std::pair<Timestamp, ConnectionId>> soonest() const;
    std::optional<Timestamp> nextEnd() const;

    // In place of the one that the connection has, which must be gone or have the same id.
    void put(ConnectionId connection, const Session &session);
    // Notes a call, for list() alone: the view does not show it.
    void touch(ConnectionId connection, Timestamp now);
    // What was there.
    std::optional<Session> take(ConnectionId connection);

    // Thread-safe.
    const SessionView &view() const { return m_view; }

private:
    SessionView m_view;
    QHash<ConnectionId, Session> m_sessions;
    QHash<SessionId, ConnectionId> m_connections;
    std::set<std::pair<Timestamp, ConnectionId>> m_expiries;
};

}  // namespace cs

#pragma once

#include <optional>
#include <vector>

#include <QHash>
#include <QObject>

#include "auth/duetimer.h"
#include "auth/sessionend.h"
#include "auth/sessiontable.h"
#include "base/result.h"

namespace cs {

class RightsView;
class TokenGate;

struct SessionOptions {
    // Where the rights of users and keys are looked up; without it, those that a token brings hold until its end.
    const RightsView *rights = nullptr;
    // By login or key; the oldest ends when there are more. Sockets are what bounds the sessions by other tokens.
    int maxPerUser = 50;
};

// Knows which connection is signed in as whom: one session a connection, never visible to another one. Service
// thread only, except view(), holderForToken() and principalNow().
class Sessions : public QObject {
    Q_OBJECT
public:
    // All outlive this object.
    Sessions(TokenGate &gate, const Clock &clock, const SessionOptions &options = {}, QObject *parent = nullptr);

    // Replaces the connection's session if it has one, without `ended` for that one; a failed try leaves it as it is.
    // Unauthenticated with a reason that discloses nothing, or RateLimited after too many failures from `address`.
    Result<Session> signIn(ConnectionId connection, const QString &address, const QByteArray &token,
                           const QString &userAgent = {});
    // The same for who has shown who it is already. One who renews the login that the connection is signed in by keeps
    // its session, with the new end. The connection is open.
    Result<Session> signIn(ConnectionId connection, const ClientInfo &client, const TokenHolder &holder);
    // A peer of the control socket: signed in as an admin from the start, until it closes.
    void addControl(ConnectionId connection, const QString &user);
    // Forgets the connection, without `ended`: there is nobody left to tell.
    void connectionClosed(ConnectionId connection);
    // Notes that a call has come in by this connection.
    void seen(ConnectionId connection);

    // Ends a session before its time, with `ended`. False if no such session is alive.
    bool end(const SessionId &id, SessionEnd reason);
    // Ends, with `ended`, the sessions of this user but one.
    void endUser(const QString &user, SessionEnd reason, const SessionId &kept = {});
    // Ends, with `ended`, what stands on this login or key.
    void endOrigin(const QString &origin, SessionEnd reason);
    // Ends, with `ended`, what has expired by now. Runs by itself when it is due.
    void endExpired();
    // The user's or key's rights are new: sessions follow in place where only cameras came or went, and end otherwise.
    void followRights(const QString &user);
    // Who had to has changed the password: the session is free to work now.
    void passwordWasChanged(const SessionId &id);

    // Anonymous if the connection is not signed in, or not any more.
    Principal principalOf(ConnectionId connection) const;
    std::optional<Session> sessionOf(ConnectionId connection) const;
    // One that is alive.
    std::optional<Session> find(const SessionId &id) const;
    // Those that are alive, newest first; of one user, or of all.
    std::vector<Session> list(const std::optional<QString> &user = {}) const;

    // For HTTP requests that bring a token of their own: the same rules as signIn, no session. Thread-safe.
    Result<TokenHolder> holderForToken(const QString &address, const QByteArray &token) const;
    // As in TokenGate. Thread-safe.
    std::optional<Principal> principalNow(const TokenHolder &holder) const;
    // Thread-safe.
    const SessionView &view() const { return m_table.view(); }

Q_SIGNALS:
    // The session ended while its connection is still there. `reason` is Expired, or what end() was given.
    void ended(cs::ConnectionId connection, const cs::SessionId &session, cs::SessionEnd reason);
    // Another user's session is about to take the place of the connection's: what the one before made ends. A client
    // that brings a newer token of the same user keeps it.
    void replaced(cs::ConnectionId connection);
    // The session is no more, for whatever cause: ended, replaced, or its connection closed. Comes before `ended`.
    void gone(const cs::SessionId &session);
    // The session lives on with other cameras.
    void rightsChanged(cs::ConnectionId connection, const cs::SessionId &session);

private:
    using Found = std::vector<std::pair<ConnectionId, Session>>;
    std::optional<Principal> currentPrincipal(const TokenHolder &holder) const;
    void endAll(const Found &sessions, SessionEnd reason);
    void refresh(ConnectionId connection, Session session, Principal principal);
    void makeRoomFor(const Session &session);
    // Why a session is no more.
    enum class Loss {
        OfConnection,
        OfTime,
        OfRight,
    };
    void drop(ConnectionId connection, Loss loss);

    TokenGate &m_gate;
    const Clock &m_clock;
    const SessionOptions m_options;
    SessionTable m_table;
    QHash<ConnectionId, Principal> m_controls;
    DueTimer m_expiry;
};

}  // namespace cs

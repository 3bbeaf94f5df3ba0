#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include <map>

#include "auth/sessionview.h"
#include "base/result.h"

namespace cs {

class TokenGate;

// Knows which connection is signed in as whom: one session a connection, never visible to another one. Service
// thread only, except view() and principalForToken().
class Sessions : public QObject {
    Q_OBJECT
public:
    // Both outlive this object.
    Sessions(TokenGate &gate, const Clock &clock, QObject *parent = nullptr);

    // Replaces the connection's session if it has one, without `ended` for that one; a failed try leaves it as it is.
    // Unauthenticated with a reason that discloses nothing, or RateLimited after too many failures from `address`.
    // PermissionDenied never comes from here.
    Result<Session> signIn(ConnectionId connection, const QString &address, const QByteArray &token);
    // A peer of the control socket: signed in as an admin from the start, until it closes.
    void addControl(ConnectionId connection, const QString &user);
    // Forgets the connection, without `ended`: there is nobody left to tell.
    void connectionClosed(ConnectionId connection);
    // Ends a session before its time, with `ended`. False if no such session is alive.
    bool end(const SessionId &id, const QString &reason);

    // Anonymous if the connection is not signed in, or not any more.
    Principal principalOf(ConnectionId connection) const;
    std::optional<Session> sessionOf(ConnectionId connection) const;

    // For HTTP requests that bring a token of their own: the same rules as signIn, no session. Thread-safe.
    Result<Principal> principalForToken(const QString &address, const QByteArray &token) const;
    // Thread-safe.
    const SessionView &view() const { return m_view; }

Q_SIGNALS:
    // The session ended while its connection is still there. `reason` is expired or ended.
    void ended(ConnectionId connection, const SessionId &session, const QString &reason);

private:
    void drop(ConnectionId connection);
    void endExpired();
    void armTimer();

    TokenGate &m_gate;
    const Clock &m_clock;
    SessionView m_view;
    QHash<ConnectionId, Session> m_sessions;
    QHash<SessionId, ConnectionId> m_connections;
    QHash<ConnectionId, Principal> m_controls;
    std::multimap<Timestamp, SessionId> m_expiries;
    QTimer m_timer;
};

}  // namespace cs

#pragma once

#include <set>

#include <QHash>
#include <QObject>
#include <QTimer>

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
    Result<Session> signIn(ConnectionId connection, const QString &address, const QByteArray &token);
    // A peer of the control socket: signed in as an admin from the start, until it closes.
    void addControl(ConnectionId connection, const QString &user);
    // Forgets the connection, without `ended`: there is nobody left to tell.
    void connectionClosed(ConnectionId connection);
    // Ends a session before its time, with `ended`. False if no such session is alive.
    bool end(const SessionId &id, const QString &reason);
    // Ends, with `ended`, what has expired by now. Runs by itself when it is due.
    void endExpired();

    // Anonymous if the connection is not signed in, or not any more.
    Principal principalOf(ConnectionId connection) const;
    std::optional<Session> sessionOf(ConnectionId connection) const;

    // For HTTP requests that bring a token of their own: the same rules as signIn, no session. Thread-safe.
    Result<Principal> principalForToken(const QString &address, const QByteArray &token) const;
    // Thread-safe.
    const SessionView &view() const { return m_view; }

Q_SIGNALS:
    // The session ended while its connection is still there. `reason` is "expired", or what end() was given.
    void ended(cs::ConnectionId connection, const cs::SessionId &session, const QString &reason);
    // The session is no more, for whatever cause: ended, replaced, or its connection closed. Comes before `ended`.
    void gone(const cs::SessionId &session);

private:
    void drop(ConnectionId connection);
    void armTimer();

    TokenGate &m_gate;
    const Clock &m_clock;
    SessionView m_view;
    QHash<ConnectionId, Session> m_sessions;
    QHash<ConnectionId, Principal> m_controls;
    // Soonest first.
    std::set<std::pair<Timestamp, ConnectionId>> m_expiries;
    QTimer m_timer;
};

}  // namespace cs

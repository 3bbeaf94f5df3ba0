#include "auth/sessions.h"

#include <sodium.h>

#include "auth/address.h"
#include "auth/tokengate.h"
#include "jose/base64url.h"

namespace cs {

namespace {

// Names a session in public, and tickets die with it: so nobody may guess one or meet an old one again.
SessionId newSessionId()
{
    QByteArray random(16, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    return SessionId(QString::fromLatin1(toBase64Url(random)));
}

}  // namespace

Sessions::Sessions(TokenGate &gate, const Clock &clock, QObject *parent)
    : QObject(parent),
      m_gate(gate),
      m_clock(clock),
      m_view(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Sessions::endExpired);
}

Result<Session> Sessions::signIn(ConnectionId connection, const QString &address, const QByteArray &token)
{
    const auto holder = m_gate.admit(address, token);
    if (!holder)
        return holder.error();
    drop(connection);
    Session session{newSessionId(), holder->principal, canonicalAddress(address), holder->expiresAt};
    session.principal.session = session.id;
    m_sessions.insert(connection, session);
    m_expiries.emplace(session.expiresAt, connection);
    m_view.add(session);
    armTimer();
    return session;
}

void Sessions::addControl(ConnectionId connection, const QString &user)
{
    m_controls.insert(connection, Principal::control(user));
}

void Sessions::connectionClosed(ConnectionId connection)
{
    m_controls.remove(connection);
    drop(connection);
}

bool Sessions::end(const SessionId &id, const QString &reason)
{
    const auto found = std::find_if(m_sessions.cbegin(), m_sessions.cend(),
                                    [&id](const Session &session) { return session.id == id; });
    if (found == m_sessions.cend() || found->expiresAt <= m_clock.now())
        return false;
    const ConnectionId connection = found.key();
    drop(connection);
    Q_EMIT ended(connection, id, reason);
    return true;
}

void Sessions::endExpired()
{
    const Timestamp now = m_clock.now();
    while (!m_expiries.empty() && m_expiries.begin()->first <= now) {
        const ConnectionId connection = m_expiries.begin()->second;
        const SessionId id = m_sessions.value(connection).id;
        drop(connection);
        Q_EMIT ended(connection, id, QStringLiteral("expired"));
    }
    armTimer();
}

Principal Sessions::principalOf(ConnectionId connection) const
{
    if (const auto session = sessionOf(connection))
        return session->principal;
    return m_controls.value(connection);
}

std::optional<Session> Sessions::sessionOf(ConnectionId connection) const
{
    const auto session = m_sessions.constFind(connection);
    if (session == m_sessions.cend() || session->expiresAt <= m_clock.now())
        return std::nullopt;
    return *session;
}

Result<Principal> Sessions::principalForToken(const QString &address, const QByteArray &token) const
{
    const auto holder = m_gate.admit(address, token);
    if (!holder)
        return holder.error();
    return holder->principal;
}

void Sessions::drop(ConnectionId connection)
{
    const auto session = m_sessions.constFind(connection);
    if (session == m_sessions.cend())
        return;
    const SessionId id = session->id;
    m_expiries.erase({session->expiresAt, connection});
    m_sessions.erase(session);
    m_view.remove(id);
    Q_EMIT gone(id);
}

void Sessions::armTimer()
{
    using std::chrono::milliseconds;
    // The wall clock may be set while the timer runs by another clock: look again at least so often.
    constexpr milliseconds longest{30'000};
    if (m_expiries.empty()) {
        m_timer.stop();
        return;
    }
    const auto left = std::chrono::ceil<milliseconds>(m_expiries.begin()->first - m_clock.now());
    m_timer.start(std::clamp(left, milliseconds(0), longest));
}

}  // namespace cs

#include "moc_sessions.cpp"

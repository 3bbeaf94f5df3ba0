#include "auth/sessions.h"

#include <algorithm>

#include "auth/rightsview.h"
#include "auth/sessionrules.h"
#include "auth/tokengate.h"
#include "net/address.h"

namespace cs {

Sessions::Sessions(TokenGate &gate, const Clock &clock, const SessionOptions &options, QObject *parent)
    : QObject(parent),
      m_gate(gate),
      m_clock(clock),
      m_options(options),
      m_table(clock),
      m_expiry(clock)
{
    connect(&m_expiry, &DueTimer::woken, this, &Sessions::endExpired);
}

Result<Session> Sessions::signIn(ConnectionId connection, const QString &address, const QByteArray &token,
                                 const QString &userAgent)
{
    const auto holder = m_gate.admit(address, token);
    if (!holder)
        return holder.error();
    return signIn(connection, {address, userAgent}, *holder);
}

Result<Session> Sessions::signIn(ConnectionId connection, const ClientInfo &client, const TokenHolder &holder)
{
    const Timestamp now = m_clock.now();
    const auto principal = currentPrincipal(holder);
    if (!principal || holder.expiresAt <= now)
        return Error::unauthenticated(QStringLiteral("the user may not sign in any more"));
    Session session{
        newSessionId(), *principal, canonicalAddress(client.address), holder.expiresAt, client.userAgent, now, now,
        holder};
    // Also one that has expired a moment ago and was not ended yet: nobody else will say so.
    const Session *there = m_table.find(connection);
    const bool isOther = there && there->principal.userId != session.principal.userId;
    const auto before = sessionOf(connection);
    if (before && isRenewal(*before, session)) {
        session.id = before->id;
        session.createdAt = before->createdAt;
        session.revoked = before->revoked;
    } else {
        drop(connection, isOther ? Loss::OfRight : Loss::OfConnection);
        if (isOther)
            Q_EMIT replaced(connection);
        makeRoomFor(session);
    }
    session.principal.session = session.id;
    m_table.put(connection, session);
    m_expiry.await(m_table.nextEnd());
    return session;
}

void Sessions::addControl(ConnectionId connection, const QString &user)
{
    m_controls.insert(connection, Principal::control(user));
}

void Sessions::connectionClosed(ConnectionId connection)
{
    m_controls.remove(connection);
    drop(connection, Loss::OfConnection);
}

void Sessions::seen(ConnectionId connection)
{
    m_table.touch(connection, m_clock.now());
}

bool Sessions::end(const SessionId &id, SessionEnd reason)
{
    if (!find(id))
        return false;
    const auto connection = m_table.connectionOf(id);
    drop(*connection, Loss::OfRight);
    Q_EMIT ended(*connection, id, reason);
    return true;
}

void Sessions::endUser(const QString &user, SessionEnd reason, const SessionId &kept)
{
    endAll(m_table.where([&](const Session &session) {
        return session.holder.known && session.principal.userId == user && !(session.id == kept);
    }),
           reason);
}

void Sessions::endOrigin(const QString &origin, SessionEnd reason)
{
    endAll(m_table.where([&](const Session &session) { return session.holder.origin == origin; }), reason);
}

void Sessions::followRights(const QString &user)
{
    const auto sessions = m_table.where(
        [&](const Session &session) { return session.principal.userId.compare(user, Qt::CaseInsensitive) == 0; });
    Found strangers;
    Found shutOut;
    Found otherRole;
    for (const auto &[connection, session] : sessions) {
        const auto principal = currentPrincipal(session.holder);
        if (!session.holder.known)
            strangers.emplace_back(connection, session);
        else if (!principal)
            shutOut.emplace_back(connection, session);
        else if (principal->role != session.principal.role)
            otherRole.emplace_back(connection, session);
        else
            refresh(connection, session, *principal);
    }
    endAll(strangers, SessionEnd::UserKnown);
    endAll(shutOut, SessionEnd::UserDisabled);
    endAll(otherRole, SessionEnd::RoleChanged);
}

void Sessions::passwordWasChanged(const SessionId &id)
{
    const auto connection = m_table.connectionOf(id);
    if (!connection)
        return;
    Session session = *m_table.find(*connection);
    session.holder.principal.mustChangePassword = false;
    session.principal.mustChangePassword = false;
    m_table.put(*connection, session);
}

void Sessions::endExpired()
{
    const Timestamp now = m_clock.now();
    for (auto next = m_table.soonest(); next && next->first <= now; next = m_table.soonest()) {
        const SessionId id = m_table.find(next->second)->id;
        drop(next->second, Loss::OfTime);
        Q_EMIT ended(next->second, id, SessionEnd::Expired);
    }
    m_expiry.await(m_table.nextEnd());
}

Principal Sessions::principalOf(ConnectionId connection) const
{
    if (const auto session = sessionOf(connection))
        return session->principal;
    return m_controls.value(connection);
}

std::optional<Session> Sessions::sessionOf(ConnectionId connection) const
{
    const Session *session = m_table.find(connection);
    if (!session || session->expiresAt <= m_clock.now())
        return std::nullopt;
    return *session;
}

std::optional<Session> Sessions::find(const SessionId &id) const
{
    const auto connection = m_table.connectionOf(id);
    return connection ? sessionOf(*connection) : std::nullopt;
}

std::vector<Session> Sessions::list(const std::optional<QString> &user) const
{
    std::vector<Session> found;
    for (const auto &[connection, session] : m_table.where([&](const Session &candidate) {
             return candidate.expiresAt > m_clock.now() && (!user || candidate.principal.userId == *user);
         }))
        found.push_back(session);
    std::sort(found.begin(), found.end(), [](const Session &a, const Session &b) { return a.createdAt > b.createdAt; });
    return found;
}

Result<TokenHolder> Sessions::holderForToken(const QString &address, const QByteArray &token) const
{
    return m_gate.admit(address, token);
}

std::optional<Principal> Sessions::principalNow(const TokenHolder &holder) const
{
    return m_gate.principalNow(holder);
}

// Who the holder is now; nothing if it may not sign in any more.
std::optional<Principal> Sessions::currentPrincipal(const TokenHolder &holder) const
{
    Principal principal = holder.principal;
    if (!holder.known || !m_options.rights)
        return principal;
    const auto rights = m_options.rights->rightsOf(principal.userId);
    if (!rights || !rights->enabled)
        return std::nullopt;
    applyRights(*rights, principal);
    principal.role = std::min(rights->role, holder.roleLimit);
    return principal;
}

// What hears of an end may close connections and end others: so none is there any more at the first report.
void Sessions::endAll(const Found &sessions, SessionEnd reason)
{
    for (const auto &[connection, session] : sessions)
        drop(connection, Loss::OfRight);
    for (const auto &[connection, session] : sessions)
        Q_EMIT ended(connection, session.id, reason);
}

// Gives a session its rights of now.
void Sessions::refresh(ConnectionId connection, Session session, Principal principal)
{
    principal.session = session.id;
    if (session.principal == principal)
        return;
    session.principal = principal;
    m_table.put(connection, session);
    Q_EMIT rightsChanged(connection, session.id);
}

void Sessions::makeRoomFor(const Session &session)
{
    if (!isBounded(session.holder))
        return;
    std::vector<Session> own = list(session.principal.userId);
    std::erase_if(own, [](const Session &other) { return !isBounded(other.holder); });
    for (; std::ssize(own) >= m_options.maxPerUser; own.pop_back())
        end(own.back().id, SessionEnd::TooManySessions);
}

void Sessions::drop(ConnectionId connection, Loss loss)
{
    const auto session = m_table.take(connection);
    if (!session)
        return;
    if (loss == Loss::OfRight)
        *session->revoked = true;
    Q_EMIT gone(session->id);
}

}  // namespace cs

#include "moc_sessions.cpp"

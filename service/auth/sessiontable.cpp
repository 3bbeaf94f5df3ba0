#include "auth/sessiontable.h"

namespace cs {

const Session *SessionTable::find(ConnectionId connection) const
{
    const auto session = m_sessions.constFind(connection);
    return session == m_sessions.cend() ? nullptr : &*session;
}

std::optional<ConnectionId> SessionTable::connectionOf(const SessionId &id) const
{
    const auto connection = m_connections.constFind(id);
    return connection == m_connections.cend() ? std::nullopt : std::optional(*connection);
}

std::vector<std::pair<ConnectionId, Session>> SessionTable::where(
    const std::function<bool(const Session &)> &test) const
{
    std::vector<std::pair<ConnectionId, Session>> found;
    for (auto session = m_sessions.cbegin(); session != m_sessions.cend(); ++session) {
        if (test(*session))
            found.emplace_back(session.key(), *session);
    }
    return found;
}

std::optional<std::pair<Timestamp, ConnectionId>> SessionTable::soonest() const
{
    return m_expiries.empty() ? std::nullopt : std::optional(*m_expiries.begin());
}

std::optional<Timestamp> SessionTable::nextEnd() const
{
    return m_expiries.empty() ? std::nullopt : std::optional(m_expiries.begin()->first);
}

void SessionTable::put(ConnectionId connection, const Session &session)
{
    const auto before = m_sessions.constFind(connection);
    const bool known = before != m_sessions.cend();
    if (known)
        m_expiries.erase({before->expiresAt, connection});
    m_expiries.emplace(session.expiresAt, connection);
    m_sessions.insert(connection, session);
    m_connections.insert(session.id, connection);
    if (known)
        m_view.change(session);
    else
        m_view.add(session);
}

void SessionTable::touch(ConnectionId connection, Timestamp now)
{
    if (const auto session = m_sessions.find(connection); session != m_sessions.end())
        session->lastSeenAt = now;
}

std::optional<Session> SessionTable::take(ConnectionId connection)
{
    const auto found = m_sessions.constFind(connection);
    if (found == m_sessions.cend())
        return std::nullopt;
    Session session = *found;
    m_expiries.erase({session.expiresAt, connection});
    m_connections.remove(session.id);
    m_sessions.erase(found);
    m_view.remove(session.id);
    return session;
}

}  // namespace cs

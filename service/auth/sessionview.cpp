#include "auth/sessionview.h"

#include "net/address.h"

namespace cs {

bool SessionView::sessionAlive(const SessionId &id) const
{
    return principalOf(id).has_value();
}

std::optional<Principal> SessionView::principalOf(const SessionId &id) const
{
    const auto session = find(id);
    return session ? std::optional(session->principal) : std::nullopt;
}

std::optional<Session> SessionView::find(const SessionId &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto session = m_sessions.constFind(id);
    if (session == m_sessions.cend() || session->expiresAt <= m_clock.now())
        return std::nullopt;
    return *session;
}

std::vector<Principal> SessionView::principalsAt(const QString &address) const
{
    const QString peer = canonicalAddress(address);
    const Timestamp now = m_clock.now();
    std::vector<Principal> found;
    const std::lock_guard lock(m_mutex);
    const auto [first, last] = m_byAddress.equal_range(peer);
    for (auto id = first; id != last; ++id) {
        const auto session = m_sessions.constFind(*id);
        if (session != m_sessions.cend() && session->expiresAt > now)
            found.push_back(session->principal);
    }
    return found;
}

qsizetype SessionView::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_sessions.size();
}

void SessionView::add(const Session &session)
{
    const std::lock_guard lock(m_mutex);
    m_sessions.insert(session.id, session);
    m_byAddress.insert(session.address, session.id);
}

void SessionView::change(const Session &session)
{
    const std::lock_guard lock(m_mutex);
    if (m_sessions.contains(session.id))
        m_sessions.insert(session.id, session);
}

void SessionView::remove(const SessionId &id)
{
    const std::lock_guard lock(m_mutex);
    if (const auto session = m_sessions.constFind(id); session != m_sessions.cend()) {
        m_byAddress.remove(session->address, id);
        m_sessions.erase(session);
    }
}

}  // namespace cs

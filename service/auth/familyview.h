#pragma once

#include <mutex>

#include <QSet>
#include <QString>

namespace cs {

// Which logins can still be renewed, for readers on any thread: an access token dies with the login it came from.
// RefreshTokens writes it. Thread-safe.
class FamilyView {
public:
    bool alive(const QString &family) const
    {
        const std::lock_guard lock(m_mutex);
        return m_alive.contains(family);
    }
    void add(const QString &family)
    {
        const std::lock_guard lock(m_mutex);
        m_alive.insert(family);
    }
    void remove(const QString &family)
    {
        const std::lock_guard lock(m_mutex);
        m_alive.remove(family);
    }

private:
    mutable std::mutex m_mutex;
    QSet<QString> m_alive;
};

}  // namespace cs

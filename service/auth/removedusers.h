#pragma once

#include <mutex>
#include <optional>

#include <QHash>
#include <QString>

#include "base/time.h"

namespace cs {

// Which users were removed, and when, for readers on any thread: a token that somebody else signed for a user before
// that must not come back to life as one for a stranger, or for the next user of that name. Users writes it. Thread-safe.
class RemovedUsers {
public:
    void note(const QString &foldedName, Timestamp at)
    {
        const std::lock_guard lock(m_mutex);
        m_removed.insert(foldedName, at);
    }
    std::optional<Timestamp> removedAt(const QString &foldedName) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_removed.constFind(foldedName);
        return found == m_removed.cend() ? std::nullopt : std::optional(*found);
    }

private:
    mutable std::mutex m_mutex;
    QHash<QString, Timestamp> m_removed;
};

}  // namespace cs

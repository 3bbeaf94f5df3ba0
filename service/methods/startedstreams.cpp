#include "methods/startedstreams.h"

#include <algorithm>

namespace cs {

Timestamp StartedStreams::start(const QString &userId, CameraId camera, Timestamp now)
{
    const Key key{userId, camera};
    if (const auto it = m_started.constFind(key); it != m_started.cend())
        return *it;
    if (m_started.size() >= MaxEntries)
        m_started.erase(std::min_element(m_started.begin(), m_started.end()));
    m_started.insert(key, now);
    return now;
}

std::optional<Timestamp> StartedStreams::stop(const QString &userId, CameraId camera)
{
    const auto it = m_started.find({userId, camera});
    if (it == m_started.end())
        return std::nullopt;
    const Timestamp since = *it;
    m_started.erase(it);
    return since;
}

}  // namespace cs

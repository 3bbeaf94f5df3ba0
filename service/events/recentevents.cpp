#include "events/recentevents.h"

#include <algorithm>

namespace cs {

namespace {

qint64 weightOf(const Event &event)
{
    constexpr qint64 own = 200;  // the structures around the texts
    qint64 bytes = own;
    for (const EventFace &face : event.faces)
        bytes += own + face.params.size();
    return bytes;
}

}  // namespace

void RecentEvents::add(const Event &event)
{
    m_events.push_back(std::make_shared<const Event>(event));
    m_bytes += weightOf(event);
    while (m_events.size() > m_maxEvents || (m_bytes > m_maxBytes && m_events.size() > 1)) {
        m_bytes -= weightOf(*m_events.front());
        m_from = m_events.front()->seq;
        m_events.pop_front();
    }
}

std::vector<std::shared_ptr<const Event>> RecentEvents::after(qint64 seq, size_t limit) const
{
    const auto first = std::upper_bound(m_events.begin(), m_events.end(), seq,
                                        [](qint64 wanted, const auto &event) { return wanted < event->seq; });
    const auto count = std::min<size_t>(limit, static_cast<size_t>(m_events.end() - first));
    return {first, first + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace cs

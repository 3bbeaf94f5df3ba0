#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "events/event.h"

namespace cs {

// The newest events, kept in memory until they are certainly stored and for those who missed only a few. Bounded in
// number and bytes. Service thread.
class RecentEvents {
public:
    explicit RecentEvents(size_t maxEvents = 2000, qint64 maxBytes = 2 * 1024 * 1024)
        : m_maxEvents(maxEvents),
          m_maxBytes(maxBytes)
    {}

    // The number after which events will be added.
    void startAfter(qint64 seq) { m_from = seq; }
    void add(const Event &event);

    // Every event after this number is here.
    qint64 from() const { return m_from; }
    // The first of those after `seq`, at most `limit`.
    std::vector<std::shared_ptr<const Event>> after(qint64 seq, size_t limit) const;

private:
    const size_t m_maxEvents;
    const qint64 m_maxBytes;
    std::deque<std::shared_ptr<const Event>> m_events;
    qint64 m_bytes = 0;
    qint64 m_from = 0;
};

}  // namespace cs

#include "transport/writegauge.h"

#include <algorithm>

namespace cs {

void WriteGauge::setMarks(Marks marks)
{
    const std::lock_guard lock(m_mutex);
    m_marks = marks;
}

void WriteGauge::opened(ConnectionId peer)
{
    const std::lock_guard lock(m_mutex);
    m_entries.try_emplace(static_cast<quint64>(peer));
}

void WriteGauge::closed(ConnectionId peer)
{
    const std::lock_guard lock(m_mutex);
    m_entries.erase(static_cast<quint64>(peer));
}

void WriteGauge::clear()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
}

WriteGauge::Verdict WriteGauge::accept(ConnectionId peer, qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(static_cast<quint64>(peer));
    if (found == m_entries.end() || found->second.beyond)
        return Verdict::Ignored;
    Entry &entry = found->second;
    if (entry.underWay + entry.unsent + bytes > m_marks.limit) {
        entry.beyond = true;
        return Verdict::TooMuch;
    }
    entry.underWay += bytes;
    entry.wasHigh = entry.wasHigh || entry.underWay + entry.unsent > m_marks.high;
    return Verdict::Fine;
}

bool WriteGauge::settle(ConnectionId peer, qint64 bytes, qint64 unsent)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(static_cast<quint64>(peer));
    if (found == m_entries.end())
        return false;
    Entry &entry = found->second;
    entry.underWay = std::max<qint64>(0, entry.underWay - bytes);
    entry.unsent = unsent;
    if (!entry.wasHigh || entry.beyond || entry.underWay + entry.unsent >= m_marks.low)
        return false;
    entry.wasHigh = false;
    return true;
}

qint64 WriteGauge::queued(ConnectionId peer) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(static_cast<quint64>(peer));
    return found == m_entries.end() ? 0 : found->second.underWay + found->second.unsent;
}

std::vector<std::pair<ConnectionId, qint64>> WriteGauge::all() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::pair<ConnectionId, qint64>> queues;
    for (const auto &[peer, entry] : m_entries) {
        if (const qint64 bytes = entry.underWay + entry.unsent; bytes > 0)
            queues.emplace_back(static_cast<ConnectionId>(peer), bytes);
    }
    return queues;
}

}  // namespace cs

#include "auth/failurelimit.h"

#include <algorithm>
#include <vector>

#include "net/address.h"

namespace cs {

std::optional<std::chrono::milliseconds> FailureLimit::shutOutFor(const QString &address) const
{
    const std::lock_guard lock(m_mutex);
    const auto record = m_records.constFind(networkOf(address));
    if (record == m_records.cend() || !record->shutOutUntil)
        return std::nullopt;
    const auto left = *record->shutOutUntil - m_clock.steady();
    if (left <= left.zero())
        return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(left);
}

void FailureLimit::failed(const QString &address)
{
    const std::lock_guard lock(m_mutex);
    const Steady now = m_clock.steady();
    const QString network = networkOf(address);
    if (!m_records.contains(network))
        makeRoom(now);
    Record &record = m_records[network];
    while (!record.failures.isEmpty() && now - record.failures.first() >= Window)
        record.failures.removeFirst();
    record.failures.append(now);
    if (record.failures.size() > MaxFailures) {
        record.failures.clear();
        record.shutOutUntil = now + Penalty;
    }
}

qsizetype FailureLimit::addressCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_records.size();
}

// When the table is full, what no longer counts goes; if that is not enough, a quarter of it at once, so that the work
// does not repeat with each newcomer: those first that are not shut out.
void FailureLimit::makeRoom(Steady now)
{
    if (m_records.size() < MaxAddresses)
        return;
    const auto rank = [now](const Record &record) {
        const Steady shutOut = record.shutOutUntil.value_or(Steady::min());
        const Steady counts = record.failures.isEmpty() ? shutOut : std::max(shutOut, record.failures.last() + Window);
        return std::pair(shutOut > now, counts);
    };
    m_records.removeIf([&](auto entry) { return rank(entry.value()).second <= now; });
    if (m_records.size() < MaxAddresses)
        return;
    std::vector<std::pair<bool, Steady>> ranks;
    for (const Record &record : std::as_const(m_records))
        ranks.push_back(rank(record));
    const auto quarter = ranks.begin() + static_cast<std::ptrdiff_t>(ranks.size() / 4);
    std::nth_element(ranks.begin(), quarter, ranks.end());
    m_records.removeIf([&](auto entry) { return rank(entry.value()) <= *quarter; });
}

}  // namespace cs

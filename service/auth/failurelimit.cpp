#include "auth/failurelimit.h"

#include "auth/address.h"

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
    while (!record.failures.empty() && now - record.failures.front() >= Window)
        record.failures.pop_front();
    record.failures.push_back(now);
    if (record.failures.size() > static_cast<size_t>(MaxFailures)) {
        record.failures.clear();
        record.shutOutUntil = now + Penalty;
    }
}

qsizetype FailureLimit::addressCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_records.size();
}

// When the table is full, what no longer counts goes; if all of it counts, the address that will be forgotten first.
void FailureLimit::makeRoom(Steady now)
{
    if (m_records.size() < MaxAddresses)
        return;
    const auto forgottenAt = [](const Record &record) {
        const Steady shutOut = record.shutOutUntil.value_or(Steady::min());
        return record.failures.empty() ? shutOut : std::max(shutOut, record.failures.back() + Window);
    };
    m_records.removeIf([&](auto entry) { return forgottenAt(entry.value()) <= now; });
    if (m_records.size() < MaxAddresses)
        return;
    auto first = m_records.begin();
    for (auto it = m_records.begin(); it != m_records.end(); ++it) {
        if (forgottenAt(*it) < forgottenAt(*first))
            first = it;
    }
    m_records.erase(first);
}

}  // namespace cs

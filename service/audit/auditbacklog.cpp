#include "audit/auditbacklog.h"

#include <algorithm>
#include <utility>

#include "audit/logging.h"

namespace cs {

bool AuditBacklog::push(AuditEntry entry, Timestamp at)
{
    if (m_records.size() >= Most && !std::exchange(m_isFull, true))
        qCCritical(lcAudit) << "the audit trail cannot be written fast enough; what comes now is only counted";
    if (m_isFull && !hasRoomAgain()) {
        ++m_lost;
        return false;
    }
    noteLost(at);
    m_records.push_back(recordOf(std::move(entry), at));
    return true;
}

void AuditBacklog::pushFirst(AuditEntry entry, Timestamp at)
{
    m_records.push_front(recordOf(std::move(entry), at));
}

// Behind the last that there was room for, before the next.
void AuditBacklog::noteLost(Timestamp at)
{
    m_isFull = false;
    if (const qint64 lost = std::exchange(m_lost, 0); lost > 0) {
        const auto entry = entryOfTheTrail(auditaction::Lost, QStringLiteral("%1 records").arg(lost));
        m_records.push_back(recordOf(entry, at));
    }
}

std::vector<AuditRecord> AuditBacklog::first(size_t most) const
{
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, m_records.size()));
    return {m_records.begin(), m_records.begin() + count};
}

void AuditBacklog::written(size_t count, Timestamp now)
{
    m_records.erase(m_records.begin(), m_records.begin() + static_cast<std::ptrdiff_t>(count));
    if (m_isFull && hasRoomAgain())
        noteLost(now);
}

}  // namespace cs

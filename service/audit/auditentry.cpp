#include "audit/auditentry.h"

namespace cs {

AuditEntry entryOfTheTrail(const char *action, const QString &target, const QString &address)
{
    AuditEntry entry;
    entry.username = QStringLiteral("service");
    entry.address = address;
    entry.action = QString::fromLatin1(action);
    entry.target = target;
    entry.result = QString::fromLatin1(auditresult::Ok);
    return entry;
}

AuditRecord recordOf(AuditEntry entry, Timestamp at)
{
    AuditRecord record;
    record.at = at;
    record.username = std::move(entry.username);
    record.address = std::move(entry.address);
    record.action = std::move(entry.action);
    record.target = std::move(entry.target);
    record.device = entry.device;
    record.result = std::move(entry.result);
    record.requestId = std::move(entry.requestId);
    tidy(record);
    return record;
}

}  // namespace cs

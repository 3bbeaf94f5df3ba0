#pragma once

#include <vector>

#include <QSqlDatabase>

#include "storage/audittable.h"

// The statements of the audit trail. Database thread, within a job.
namespace cs {

// Within a transaction of the caller.
Result<Done> insertAudit(QSqlDatabase &db, const std::vector<AuditRecord> &records,
                         const std::vector<SignedPoint> &checkpoints);
// Looks at no more than `step` records.
Result<AuditPage> readAuditPage(QSqlDatabase &db, const AuditFilter &filter, qint64 limit, qint64 step);
Result<ChainPage> readAuditChain(QSqlDatabase &db, qint64 after, qint64 upTo, qint64 limit);

}  // namespace cs

#pragma once

#include <vector>

#include <QSqlDatabase>

#include "storage/audittable.h"

// The statements of the audit trail. Database thread, within a job.
namespace cs {

// Within a transaction of the caller.
Result<Done> insertAudit(QSqlDatabase &db, const std::vector<AuditRecord> &records,
                         const std::vector<SignedPoint> &checkpoints);
// Of the records behind `start`. Looks at no more than `step` of them.
Result<AuditPage> readAuditPage(QSqlDatabase &db, const AuditFilter &filter, qint64 start, qint64 limit, qint64 step);
Result<ChainPage> readAuditChain(QSqlDatabase &db, qint64 after, qint64 upTo, qint64 limit);

// The newest checkpoint up to which all may go, among the first AuditTable::CutStep records behind `start`.
Result<std::optional<qint64>> findCutPlace(QSqlDatabase &db, const AuditLimits &limits, qint64 start, qint64 end);
// The trail begins behind it from now on; the records up to it are no part of it any more.
Result<Done> writeAnchor(QSqlDatabase &db, const SignedPoint &anchor);
// Within a transaction of the caller: deletes the first of the records up to this one, `limit` at most, with their
// checkpoints. True if none is left.
Result<bool> sweepAudit(QSqlDatabase &db, qint64 upTo, qint64 limit);

}  // namespace cs

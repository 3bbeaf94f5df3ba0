#include "auditchain/chainrows.h"

#include <QSqlQuery>
#include <QVariant>

namespace cs {

AuditRecord auditRecordAt(const QSqlQuery &query)
{
    AuditRecord record;
    record.seq = query.value(0).toLongLong();
    record.at = fromMicroseconds(query.value(1).toLongLong());
    record.username = query.value(2).toString();
    record.address = query.value(3).toString();
    record.action = query.value(4).toString();
    record.target = query.value(5).toString();
    if (!query.isNull(6))
        record.device = recordedCamera(query.value(6).toLongLong());
    record.result = query.value(7).toString();
    record.requestId = query.value(8).toString();
    record.hash = query.value(9).toByteArray();
    return record;
}

SignedPoint auditCheckpointAt(const QSqlQuery &query)
{
    return {query.value(0).toLongLong(), fromMicroseconds(query.value(1).toLongLong()), query.value(2).toByteArray(),
            query.value(3).toByteArray()};
}

}  // namespace cs

#pragma once

#include "auditchain/auditrecord.h"
#include "auditchain/chainpoint.h"

class QSqlQuery;

// How the chain stands in a database: in the tables audit_records and audit_checkpoints, in these columns, in this order.
namespace cs {

inline constexpr char AuditRecordColumns[] =
    "seq, at, username, address, action, target, camera_id, result, request_id, hash";
inline constexpr char AuditCheckpointColumns[] = "seq, at, hash, signature";

// The row that the query stands on. Every row comes out, also one that was edited by hand: the chain tells.
AuditRecord auditRecordAt(const QSqlQuery &query);
SignedPoint auditCheckpointAt(const QSqlQuery &query);

}  // namespace cs

#pragma once

#include <vector>

#include "auditchain/auditrecord.h"
#include "auditchain/chainpoint.h"

namespace cs {

// A piece of the chain, both parts in order. The last page also has the checkpoints beyond its last record: they tell
// what was cut off.
struct ChainPage {
    std::vector<AuditRecord> records;
    std::vector<SignedPoint> checkpoints;
    bool last = false;
};

}  // namespace cs

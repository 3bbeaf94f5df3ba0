#pragma once

namespace cs {

class AuditTable;
class AuditVerification;
class MethodTable;

struct AuditMethodParts {
    AuditTable &table;
    AuditVerification &verification;
};

// The methods of api/audit.h; what is named in `parts` outlives the table.
void bindAuditMethods(MethodTable &table, const AuditMethodParts &parts);

}  // namespace cs

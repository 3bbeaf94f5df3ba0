#include "audit/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcAudit, "cs.audit")

}  // namespace cs

#include "rpc/logging.h"

namespace cs {

// Requests that went well are for debugging only: there are thousands a second.
Q_LOGGING_CATEGORY(lcRpc, "cs.rpc", QtInfoMsg)

}  // namespace cs

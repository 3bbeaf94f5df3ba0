#include "openid/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcOpenId, "cs.openid")

}  // namespace cs

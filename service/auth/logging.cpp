#include "auth/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcAuth, "cs.auth")

}  // namespace cs

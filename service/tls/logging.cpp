#include "tls/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcTls, "cs.tls")

}  // namespace cs

#include "http/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcHttp, "cs.http")

}  // namespace cs

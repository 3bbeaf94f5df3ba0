#include "storage/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcStorage, "cs.storage")

}  // namespace cs

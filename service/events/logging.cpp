#include "events/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcEvents, "cs.events")

}  // namespace cs

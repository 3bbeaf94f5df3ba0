#include "transport/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcTransport, "cs.transport", QtInfoMsg)

}  // namespace cs

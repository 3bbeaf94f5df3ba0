#include "cameras/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcCameras, "cs.cameras")

}  // namespace cs

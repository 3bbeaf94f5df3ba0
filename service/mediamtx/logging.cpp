#include "mediamtx/logging.h"

namespace cs {

Q_LOGGING_CATEGORY(lcMediaMtx, "cs.mediamtx", QtInfoMsg)
Q_LOGGING_CATEGORY(lcMediaMtxOutput, "cs.mediamtx.output", QtInfoMsg)

}  // namespace cs

#pragma once

#include <QLoggingCategory>

namespace cs {

// What we do with MediaMTX, and what it says itself.
Q_DECLARE_LOGGING_CATEGORY(lcMediaMtx)
Q_DECLARE_LOGGING_CATEGORY(lcMediaMtxOutput)

}  // namespace cs

#pragma once

#include <QString>

#include "base/filename.h"
#include "base/ids.h"
#include "base/result.h"

// Arguments of commands, read into the types of the API; what does not fit is a usageError().
namespace cs {

Result<CameraId> cameraArgument(const QString &text);
Result<FileName> fileArgument(const QString &text);
// A whole number from `min` to `max`, the value of the option `name`.
Result<qint64> numberOption(const QString &name, const QString &text, qint64 min, qint64 max);

}  // namespace cs

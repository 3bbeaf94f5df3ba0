#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "base/filename.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/role.h"

// Arguments of commands, read into the types of the API; what does not fit is a usageError().
namespace cs {

Result<CameraId> cameraArgument(const QString &text);
Result<std::vector<CameraId>> cameraArguments(const QStringList &texts);
Result<FileName> fileArgument(const QString &text);
// 1 to `max` characters; `what` names it in the error: "the user's name", "--group".
Result<QString> textArgument(const QString &what, const QString &text, qsizetype max);
// The value of --role, which must be there.
Result<Role> roleOption(const QString &text);
// A whole number from `min` to `max`, the value of the option `name`.
Result<qint64> numberOption(const QString &name, const QString &text, qint64 min, qint64 max);

}  // namespace cs

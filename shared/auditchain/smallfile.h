#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

// A file of one line. Nothing if there is no such file; an error if it is none of a few lines, or cannot be read.
Result<std::optional<QByteArray>> readSmallFile(const QString &path);

}  // namespace cs

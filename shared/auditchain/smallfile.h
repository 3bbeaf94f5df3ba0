#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"

// Files of one line.
namespace cs {

// Nothing if there is no such file; an error if it is none of a few lines, or cannot be read.
Result<std::optional<QByteArray>> readSmallFile(const QString &path);
// Puts the file there whole (mode `mode`), or leaves the old one; on the disk when it returns.
Result<Done> writeSmallFile(const QString &path, QByteArrayView bytes, unsigned mode);

}  // namespace cs

#pragma once

#include <QString>

namespace cs {

// Whether the file system of an existing path has no room left, not even for a small file. False if nobody can say.
// Blocks as long as the disk does. Thread-safe.
bool isDiskFull(const QString &path);

}  // namespace cs

#pragma once

#include <QString>

namespace cs {

// Has the disk keep the names in a folder: those of files that were made, renamed or removed there. False, with errno, if
// that failed. Blocks as long as the disk does. Thread-safe.
bool syncFolder(const QString &folder);

}  // namespace cs

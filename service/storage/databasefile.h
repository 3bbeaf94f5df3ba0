#pragma once

#include <QString>

#include "base/result.h"

namespace cs {

// What is known of a former run with this file. Where there was a database, an empty file is what is left of it, and is
// refused; a missing one is somebody's will, and begins anew.
enum class DatabaseBefore { Unknown, Existed };

// Makes the file at `path` if there is none (mode 0600: SQLite would make it readable for all, and its -wal and -shm files
// take over its mode), and looks at it before SQLite does. Blocks; to be done before SQLite opens it.
Result<Done> prepareDatabaseFile(const QString &path, DatabaseBefore before);

}  // namespace cs

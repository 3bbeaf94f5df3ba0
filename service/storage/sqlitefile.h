#pragma once

#include <QSqlDatabase>
#include <QString>

#include "base/result.h"
#include "storage/databasefile.h"

namespace cs {

// Opens the file at `path` on `db` (a new QSQLITE connection), makes it if there is none (mode 0600), checks that it
// is ours and whole, sets what SQLite forgets between connections, and brings the schema to the newest version.
// Database thread. The error is one sentence that names the file.
Result<Done> openSqliteFile(QSqlDatabase &db, const QString &path, DatabaseBefore before);

}  // namespace cs

#pragma once

#include <vector>

#include <QSqlDatabase>

#include "base/result.h"
#include "storage/migrations.h"

namespace cs {

// Whether the tables, columns and indexes of an SQLite database are exactly those that the migrations make: a file
// that was edited by hand, or by an unfinished version of the same number, is found at the start and not at the first
// statement that fails. The error names the first difference.
Result<Done> checkSchema(QSqlDatabase &db, const std::vector<Migration> &migrations);

}  // namespace cs

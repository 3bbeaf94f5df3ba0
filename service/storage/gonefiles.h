#pragma once

#include <vector>

#include <QSqlDatabase>
#include <QString>

#include "base/filename.h"
#include "base/result.h"

namespace cs {

// Removes this node's rows of files that are gone from `table` (recordings or snapshots), all or none; one that has no
// row is none. Database thread.
Result<Done> forgetFiles(QSqlDatabase &db, const QString &table, const std::vector<FileName> &files);

}  // namespace cs

#pragma once

#include <vector>

#include <QSqlDatabase>
#include <QString>

#include "base/result.h"

namespace cs {

// One numbered file of migrations/<engine>.
struct Migration {
    int version = 0;
    QString title;
    QString script;
};

// Those of an engine, 1 and up without a gap. `folder` is for tests.
Result<std::vector<Migration>> loadMigrations(const QString &folder = QStringLiteral(":/storage/migrations/sqlite"));

// The version of a database's schema; 0 for an empty one.
Result<int> schemaVersion(QSqlDatabase &db);

// Brings the schema to the newest version, in one transaction. Refuses one that is newer than the newest known.
Result<Done> migrate(QSqlDatabase &db, const std::vector<Migration> &migrations);

}  // namespace cs

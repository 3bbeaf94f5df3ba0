#pragma once

#include <vector>

#include <QSqlDatabase>
#include <QVariant>

#include "storage/userstable.h"

// The statements of the users and what goes with them. Database thread, within a job.
namespace cs {

// By name.
Result<std::vector<StoredUser>> readUsers(QSqlDatabase &db);
// Runs a statement that changes one user and returns `{columns}`; NotFound if it returns nothing.
Result<StoredUser> changedUser(QSqlDatabase &db, const char *sql, const QVariantList &values, const QString &name);
Result<StoredUser> insertUser(QSqlDatabase &db, const StoredUser &user);

// Within a transaction of the caller, who rolls back on an error.
Result<StoredUser> updateUser(QSqlDatabase &db, const QString &name, const UserChange &change);
Result<Done> removeUser(QSqlDatabase &db, const QString &name, Timestamp now);
Result<StoredUser> switchTotpOn(QSqlDatabase &db, const QString &name, const QByteArray &sealed, qint64 lastStep,
                                const std::vector<QByteArray> &codes);

}  // namespace cs

#pragma once

#include <QSqlError>

#include "base/error.h"

namespace cs {

// A failure of the database in the terms of the product: DependencyFailed("storage", a sentence that says what to
// do) for a full, locked, unreadable or damaged file; Internal for a statement that is wrong. Never a bound value.
Error toError(const QSqlError &error);
// The same with a sentence of ours.
Error storageError(const QString &detail);
Error notADatabase();

// A row with such a key exists.
bool isDuplicate(const QSqlError &error);
// The file is no database, or its pages are damaged.
bool isDamage(const QSqlError &error);

}  // namespace cs

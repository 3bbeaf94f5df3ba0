#pragma once

#include <QString>
#include <QStringList>

namespace cs {

// The statements of a migration file, without comments and empty ones: drivers take one at a time. Knows '...' and
// "..." with doubled quotes, -- and /* */; not the bodies of triggers and functions.
QStringList splitSql(const QString &script);

}  // namespace cs

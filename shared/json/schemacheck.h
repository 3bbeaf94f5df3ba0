#pragma once

#include <optional>

#include <QJsonObject>

#include "json/value.h"

namespace cs::json {

// Holds a value against a schema made by Codec<T>::schema() (type, properties, required, items, enum, bounds,
// pattern, date-time). Returns what is wrong and where, or nothing. For the checks of replies; thread-safe.
std::optional<QString> violation(const QJsonObject &schema, const Value &value, const QString &path = {});

}  // namespace cs::json

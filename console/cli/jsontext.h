#pragma once

#include <QByteArray>
#include <QString>

#include "json/value.h"

namespace cs {

// `json` (valid JSON text) with line ends and two spaces per level; numbers and strings stay byte for byte.
QByteArray indented(const QByteArray &json);
// The members of an object on one line, "name=value name=value"; texts with spaces are quoted, objects and arrays left
// out. Members named in `without` are left out too. Harmless for a terminal.
QString memberLine(const json::Value &object, const QStringList &without);

}  // namespace cs

#pragma once

#include <QString>

#include "base/result.h"

namespace cs {

// The name that an admin gives a thing (a group, a key): shown to people and compared without case, so it must look
// the same to both. InvalidParams under `param` for a blank one, for spaces around it, and for control characters,
// invisible ones and those that turn the direction of writing. The result is in normal form (NFC).
Result<QString> plainName(const QString &param, const QString &text);

// A line that is shown to people and nothing else: may be empty. InvalidParams under `param` for control characters, line
// separators, and what turns the direction of writing, so that it cannot pass for more than itself.
Result<QString> plainLine(const QString &param, const QString &text);

// The spelling that names are compared by (NFKC, case folded).
QString foldedName(const QString &name);

}  // namespace cs

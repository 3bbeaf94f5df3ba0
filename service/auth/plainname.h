#pragma once

#include <QString>

#include "base/result.h"

namespace cs {

// The name that an admin gives a thing (a group, a key): shown to people and compared without case, so it must look
// the same to both. InvalidParams under `param` for a blank one, for spaces around it, and for invisible characters
// (base/visibletext.h). The result is in normal form (NFC).
Result<QString> plainName(const QString &param, const QString &text);

// A line that is shown to people and nothing else, such as a camera's name: may be empty. InvalidParams under `param` for
// invisible characters, so that it cannot pass for more than itself; joiners stay where they belong, as in emoji.
Result<QString> plainLine(const QString &param, const QString &text);

// The spelling that names are compared by (NFKC, case folded).
QString foldedName(const QString &name);

}  // namespace cs

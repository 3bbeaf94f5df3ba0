#pragma once

#include <optional>

#include <QString>

#include "base/result.h"

namespace cs {

inline constexpr qsizetype MaxUserNameChars = 64;

// The one spelling of a user's name (NFKC, case folded), under which it is stored, compared and shown. Nothing if it
// is none: 1 to 64 letters, digits and . _ @ -, of which the first is a letter or a digit.
std::optional<QString> foldedUserName(const QString &text);
// The same for a name that is given anew, with the rule for people: none of its characters is invisible. `param` is the
// parameter that held the text.
Result<QString> userNameOf(const QString &param, const QString &text);

}  // namespace cs

#pragma once

#include <QString>

#include "base/error.h"

namespace cs {

// What a new password must be, before one is typed.
QString passwordRuleWords();
// Which of the service's rules for new passwords was broken, in the language of the person; empty for an error that is
// about no password.
QString passwordTroubleWords(const Error &error);

}  // namespace cs

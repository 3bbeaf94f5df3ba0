#pragma once

#include <vector>

#include "base/result.h"
#include "cli/commandspec.h"

// The new password of a user, for the commands that may set one.
namespace cs {

// --ask-password and --password-file.
std::vector<OptionSpec> passwordOptions();
// Whether one of them is there.
bool hasPasswordOption(const Invocation &invocation);
bool passwordReadsInput(const Invocation &invocation);
// Fails with a usageError() if both are there.
Result<Done> checkPasswordOptions(const Invocation &invocation);
// Asks for it twice, or reads it. Only if hasPasswordOption().
Result<QString> newPassword(const Invocation &invocation);

}  // namespace cs

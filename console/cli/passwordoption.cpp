#include "cli/passwordoption.h"

#include "cli/faults.h"
#include "cli/secrets.h"

namespace cs {

namespace {

const QString askPasswordOption = QStringLiteral("ask-password");
const QString passwordFileOption = QStringLiteral("password-file");

}  // namespace

std::vector<OptionSpec> passwordOptions()
{
    return {{{askPasswordOption}, {}, QStringLiteral("ask for the new password on the terminal, unseen")},
            {{passwordFileOption},
             QStringLiteral("FILE"),
             QStringLiteral("the new password is the first line of FILE ('-': standard input)")}};
}

bool hasPasswordOption(const Invocation &invocation)
{
    return invocation.has(askPasswordOption) || invocation.has(passwordFileOption);
}

bool passwordReadsInput(const Invocation &invocation)
{
    return invocation.value(passwordFileOption) == QLatin1String("-");
}

Result<Done> checkPasswordOptions(const Invocation &invocation)
{
    if (invocation.has(askPasswordOption) && invocation.has(passwordFileOption))
        return usageError(QStringLiteral("--ask-password and --password-file exclude each other"));
    return Done{};
}

Result<QString> newPassword(const Invocation &invocation)
{
    if (!invocation.has(askPasswordOption))
        return readSecret(invocation.value(passwordFileOption), QStringLiteral("password"));
    auto first = askSecret(QStringLiteral("New password: "));
    if (!first.ok())
        return first;
    const auto again = askSecret(QStringLiteral("The same again: "));
    if (!again.ok())
        return again.error();
    if (*first != *again)
        return usageError(QStringLiteral("the two passwords are not the same"));
    return first;
}

}  // namespace cs

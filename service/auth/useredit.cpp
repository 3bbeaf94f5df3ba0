#include "auth/useredit.h"

#include "auth/passwordrules.h"
#include "auth/plainname.h"

namespace cs {

Result<Done> checkTexts(const QString &name, const QString &displayName, const std::optional<QString> &password)
{
    if (const auto shown = plainLine(QStringLiteral("display_name"), displayName); !shown)
        return shown.error();
    return password ? PasswordRules::check(QStringLiteral("password"), *password, name) : Result<Done>(Done{});
}

UserChange changeOf(const UserEdit &edit, const std::optional<QString> &passwordHash)
{
    UserChange change;
    change.displayName = edit.displayName;
    change.role = edit.role;
    change.enabled = edit.enabled;
    change.restricted = edit.restricted;
    change.removeTotp = edit.resetTotp;
    if (passwordHash) {
        change.passwordHash = passwordHash;
        change.mustChangePassword = true;
    }
    return change;
}

}  // namespace cs

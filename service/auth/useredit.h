#pragma once

#include <optional>

#include <QString>

#include "base/result.h"
#include "storage/userstable.h"

// What can be said of a user, and by which rules.
namespace cs {

struct NewUser {
    QString name;
    Role role = Role::Viewer;
    // Absent: one is made, which the user must change.
    std::optional<QString> password;
    QString displayName;
    bool restricted = false;
    // Also one that was given.
    bool mustChangePassword = false;
};

struct UserEdit {
    std::optional<Role> role;
    std::optional<bool> enabled;
    std::optional<bool> restricted;
    std::optional<QString> displayName;
    // Either of them is one that the user must change, and ends what the user has open.
    std::optional<QString> password;
    bool makePassword = false;
    bool resetTotp = false;
};

// InvalidParams for a display name that is more than one plain line, and for a password against the rules.
Result<Done> checkTexts(const QString &name, const QString &displayName, const std::optional<QString> &password);

// What is to be written; `passwordHash` is that of the new password, if there is one.
UserChange changeOf(const UserEdit &edit, const std::optional<QString> &passwordHash);

}  // namespace cs

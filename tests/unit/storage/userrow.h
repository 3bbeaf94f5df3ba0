#pragma once

#include <QString>

#include "base/role.h"

namespace cs {

enum class Sees { AllCameras, GrantedOnes };

// The statement that makes a user; nobody can sign in as it.
inline QString insertUser(const QString &name, Role role = Role::Viewer, Sees sees = Sees::AllCameras)
{
    return QStringLiteral("insert into users (name, display_name, role, enabled, restricted, must_change_password, "
                          "password_hash, totp_secret, totp_last_step, created_at) "
                          "values ('%1', '', '%2', 1, %3, 0, 'none', x'', 0, 0)")
        .arg(name, toString(role))
        .arg(sees == Sees::GrantedOnes ? 1 : 0);
}

}  // namespace cs

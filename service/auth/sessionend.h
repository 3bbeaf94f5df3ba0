#pragma once

#include <QString>

namespace cs {

// Why a session ended while its connection was still there, or the login or key that it stands on.
enum class SessionEnd {
    Expired,
    LoggedOut,
    ByItsUser,
    ByAnAdmin,
    UserDisabled,
    UserRemoved,
    // A stranger's name, which a user of this service has now.
    UserKnown,
    RoleChanged,
    PasswordChanged,
    TooManySessions,
    TokenReused,
    KeyRevoked,
    KeyRotated,
    // The client was gone, or the login not stored, before it was signed in.
    LoginUnfinished,
};

// What programs go by, such as "user_disabled".
QString endCodeOf(SessionEnd end);
// What people read.
QString endWordsOf(SessionEnd end);

}  // namespace cs

#include "auth/sessionend.h"

#include <utility>

namespace cs {

namespace {

// For programs, and for people.
std::pair<const char *, const char *> namesOf(SessionEnd end)
{
    switch (end) {
    case SessionEnd::Expired: return {"expired", "expired"};
    case SessionEnd::LoggedOut: return {"logged_out", "logged out"};
    case SessionEnd::ByItsUser: return {"ended_by_user", "ended by the user"};
    case SessionEnd::ByAnAdmin: return {"ended_by_admin", "ended by an admin"};
    case SessionEnd::UserDisabled: return {"user_disabled", "user disabled or removed"};
    case SessionEnd::UserRemoved: return {"user_removed", "user removed"};
    case SessionEnd::UserKnown: return {"user_known", "the user became known to the service"};
    case SessionEnd::RoleChanged: return {"role_changed", "role changed"};
    case SessionEnd::PasswordChanged: return {"password_changed", "password changed"};
    case SessionEnd::TooManySessions: return {"too_many_sessions", "too many sessions"};
    case SessionEnd::TokenReused: return {"token_reused", "refresh token used twice"};
    case SessionEnd::KeyRevoked: return {"key_revoked", "api key revoked"};
    case SessionEnd::KeyRotated: return {"key_rotated", "api key rotated"};
    case SessionEnd::LoginUnfinished: return {"ended", "the login was not finished"};
    }
    return {"ended", "ended"};
}

}  // namespace

QString endCodeOf(SessionEnd end)
{
    return QString::fromLatin1(namesOf(end).first);
}

QString endWordsOf(SessionEnd end)
{
    return QString::fromLatin1(namesOf(end).second);
}

}  // namespace cs

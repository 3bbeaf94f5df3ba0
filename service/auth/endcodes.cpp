#include "auth/endcodes.h"

#include <array>

namespace cs {

namespace {

struct EndCode {
    const char *reason;
    const char *code;
};
constexpr std::array endCodeTable{
    EndCode{"expired", "expired"},
    EndCode{"logged out", "logged_out"},
    EndCode{"ended by the user", "ended_by_user"},
    EndCode{"ended by an admin", "ended_by_admin"},
    EndCode{"user disabled", "user_disabled"},
    EndCode{"user disabled or removed", "user_disabled"},
    EndCode{"user removed", "user_removed"},
    EndCode{"the user became known to the service", "user_known"},
    EndCode{"role changed", "role_changed"},
    EndCode{"password changed", "password_changed"},
    EndCode{"too many sessions", "too_many_sessions"},
    EndCode{"too many logins", "too_many_sessions"},
    EndCode{"refresh token used twice", "token_reused"},
    EndCode{"api key revoked", "key_revoked"},
    EndCode{"api key rotated", "key_rotated"},
};
constexpr auto otherEnd = "ended";

}  // namespace

QString endCodeOf(const QString &reason)
{
    for (const auto &[known, code] : endCodeTable) {
        if (reason == QLatin1String(known))
            return QString::fromLatin1(code);
    }
    return QString::fromLatin1(otherEnd);
}

}  // namespace cs

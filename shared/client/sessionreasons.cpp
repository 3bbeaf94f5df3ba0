#include "client/sessionreasons.h"

#include "client/trouble.h"
#include "json/value.h"

namespace cs {

QString endCodeIn(const QByteArray &params)
{
    const auto value = json::parse(params);
    const json::Value *code = value.ok() ? value->member(u"code") : nullptr;
    return code && code->asString() ? *code->asString() : QString();
}

Error endedError(const QString &code, const Error &refusal)
{
    const auto ended = [](Trouble trouble, const QString &message) {
        return withTrouble({ErrorCode::Unauthenticated, message, {}}, trouble);
    };
    if (code == QLatin1String("user_disabled") || code == QLatin1String("user_removed"))
        return ended(Trouble::UserDisabled, QStringLiteral("this user was disabled or removed; ask an administrator"));
    if (code == QLatin1String("ended_by_admin"))
        return ended(Trouble::EndedByAdmin, QStringLiteral("an administrator ended this session; sign in again"));
    if (code == QLatin1String("ended_by_user"))
        return ended(Trouble::EndedByUser, QStringLiteral("this session was ended elsewhere; sign in again"));
    if (code == QLatin1String("password_changed"))
        return ended(Trouble::PasswordChanged, QStringLiteral("the password was changed; sign in with the new one"));
    if (!code.isEmpty() || troubleOf(refusal) == Trouble::SignInOver)
        return ended(Trouble::SignInOver, QStringLiteral("the sign-in does not hold any more; sign in again"));
    return refusal;
}

}  // namespace cs

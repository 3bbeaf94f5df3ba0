#include "client/sessionreasons.h"

#include "client/trouble.h"

namespace cs {

Error endedError(const QString &reason, const Error &refusal)
{
    const auto ended = [](Trouble trouble, const QString &message) {
        return withTrouble({ErrorCode::Unauthenticated, message, {}}, trouble);
    };
    if (reason.contains(QLatin1String("disabled")))
        return ended(Trouble::UserDisabled, QStringLiteral("this user was disabled or removed; ask an administrator"));
    if (reason.contains(QLatin1String("by an admin")))
        return ended(Trouble::EndedByAdmin, QStringLiteral("an administrator ended this session; sign in again"));
    if (reason.contains(QLatin1String("by the user")))
        return ended(Trouble::EndedByUser, QStringLiteral("this session was ended elsewhere; sign in again"));
    if (!reason.isEmpty())
        return ended(Trouble::SignInOver,
                     QStringLiteral("the service ended this session (%1); sign in again").arg(reason));
    if (troubleOf(refusal) == Trouble::SignInOver)
        return ended(Trouble::SignInOver, QStringLiteral("the sign-in does not hold any more; sign in again"));
    return refusal;
}

}  // namespace cs

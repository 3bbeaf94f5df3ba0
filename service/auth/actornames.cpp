#include "auth/actornames.h"

#include <unistd.h>

#include "auth/principal.h"
#include "auth/username.h"
#include "base/systemuser.h"

namespace cs {

Result<Done> notAnActor(const QString &param, const QString &name)
{
    const auto folded = foldedUserName(name);
    for (const QString &actor : {Principal::service().userId, systemUserName(0), systemUserName(::geteuid())}) {
        if (folded && folded == foldedUserName(actor)) {
            return Error::invalidParam(
                param,
                QStringLiteral("must not be '%1', under which the audit trail speaks of others than users")
                    .arg(*folded),
                QStringLiteral("send another name, such as %1-2").arg(*folded));
        }
    }
    return Done{};
}

}  // namespace cs

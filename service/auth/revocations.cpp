#include "auth/revocations.h"

#include "auth/apikeys.h"
#include "auth/grants.h"
#include "auth/refreshtokens.h"
#include "auth/sessions.h"
#include "auth/users.h"

namespace cs {

void Revocations::connectAll() const
{
    const auto follow = [keys = &keys, sessions = &sessions](const QString &username) {
        keys->ownerChanged(username);
        sessions->followRights(username);
    };
    QObject::connect(&users, &Users::rightsChanged, &sessions, follow);
    QObject::connect(&grants, &Grants::rightsChanged, &sessions, follow);
    QObject::connect(&keys, &ApiKeys::rightsChanged, &sessions, &Sessions::followRights);
    QObject::connect(&keys, &ApiKeys::ended, &sessions,
                     [sessions = &sessions](const QString &keyId, SessionEnd reason) {
                         sessions->endOrigin(keyOrigin(keyId), reason);
                     });
    QObject::connect(&users, &Users::removed, &sessions,
                     [grants = &grants, keys = &keys, sessions = &sessions](const QString &username) {
                         grants->userRemoved(username);
                         keys->ownerRemoved(username);
                         sessions->endUser(username, SessionEnd::UserRemoved);
                     });
    QObject::connect(&users, &Users::passwordChanged, &sessions,
                     [sessions = &sessions](const QString &username, const KeptLogin &kept) {
                         sessions->endUser(username, SessionEnd::PasswordChanged, kept.session);
                         sessions->passwordWasChanged(kept.session);
                     });
    // Queued: a login may end within a call of the very client whose session ends, which gets its answer first.
    QObject::connect(
        &refreshTokens, &RefreshTokens::revoked, &sessions,
        [sessions = &sessions](const QString &family, SessionEnd reason) {
            sessions->endOrigin(loginOrigin(family), reason);
        },
        Qt::QueuedConnection);
}

}  // namespace cs

#include "client/signin.h"

#include <QCoreApplication>

#include "api/session.h"

namespace cs {

Async<SignedIn> TokenSignIn::signIn(const std::shared_ptr<Caller> &connection)
{
    // The application outlives whatever makes the token.
    QObject *context = QCoreApplication::instance();
    return andThen(context, m_tokens.token(), [context, connection](const QString &token) {
        return andThen(context, connection->call<api::Authenticate>({token}),
                       [](const api::Authenticate::Reply &reply) -> Result<SignedIn> {
                           return SignedIn{reply.role, reply.permissions, reply.expiresAt, reply.sessionId, false};
                       });
    });
}

}  // namespace cs

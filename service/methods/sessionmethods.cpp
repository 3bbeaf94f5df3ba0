#include "methods/sessionmethods.h"

#include "api/session.h"
#include "auth/sessions.h"
#include "auth/tokenauthority.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

Result<api::Authenticate::Reply> authenticate(Sessions &sessions, const Call &call,
                                              const api::Authenticate::Params &params)
{
    const auto session = sessions.signIn(call.peer.id, call.peer.address, params.authToken.toString().toUtf8());
    if (!session)
        return session.error();
    const QStringList permissions = permissionsOf(session->principal.role);
    api::Authenticate::Reply reply;
    reply.role = session->principal.role;
    reply.permissions = {permissions.begin(), permissions.end()};
    reply.expiresAt = session->expiresAt;
    reply.sessionId = session->id;
    return reply;
}

Result<api::IssueToken::Reply> issueToken(const TokenAuthority &tokens, const Call &call,
                                          const api::IssueToken::Params &params)
{
    // An admin of the network may not make tokens that outlive the session: only who sits on the host may.
    if (call.principal.kind != Principal::Kind::Control) {
        return Error::unsupported(QStringLiteral("issue_token"),
                                  QStringLiteral("it works on the host's control socket only"),
                                  QStringLiteral("run `cameractl token issue` on the host"));
    }
    const auto issued = tokens.issue(params.userId, params.role, std::chrono::seconds(qint64(params.expiresIn)));
    if (!issued)
        return issued.error();
    return api::IssueToken::Reply{QString::fromLatin1(issued->text), issued->expiresAt};
}

}  // namespace

void bindSessionMethods(MethodTable &table, Sessions &sessions, const TokenAuthority &tokens)
{
    table.bind<api::Ping>(
        [](const Call &, const api::Ping::Params &) -> Result<QString> { return QStringLiteral("pong"); });
    table.bind<api::Authenticate>([&](const Call &call, const api::Authenticate::Params &params) {
        return authenticate(sessions, call, params);
    });
    table.bind<api::IssueToken>(
        [&](const Call &call, const api::IssueToken::Params &params) { return issueToken(tokens, call, params); });
}

}  // namespace cs

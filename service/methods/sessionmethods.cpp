#include "methods/sessionmethods.h"

#include "api/session.h"
#include "auth/sessions.h"
#include "auth/tokenauthority.h"
#include "auth/username.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

Result<api::Authenticate::Reply> signIn(Sessions &sessions, const Call &call, const QByteArray &token)
{
    const auto session = sessions.signIn(call.peer.id, call.peer.address, token, call.peer.userAgent);
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

Async<api::Authenticate::Reply> authenticate(const SessionMethodParts &parts, const Call &call,
                                             const api::Authenticate::Params &params)
{
    using Reply = api::Authenticate::Reply;
    const QByteArray token = params.authToken.toString().toUtf8();
    auto promise = std::make_shared<Promise<Reply>>();
    auto answer = promise->future();
    // Without what it waited for the token is judged all the same.
    whenDone(&parts.sessions, parts.prepare(token), [parts, call, token, promise](const Result<Done> &) {
        promise->finish(parts.isOpen(call.peer.id) ? signIn(parts.sessions, call, token)
                                                   : Result<Reply>(Error::cancelled()));
    });
    return answer;
}

Async<api::IssueToken::Reply> issueToken(const SessionMethodParts &parts, const Call &call,
                                         const api::IssueToken::Params &params)
{
    using Reply = api::IssueToken::Reply;
    // An admin of the network may not make tokens that outlive the session: only who sits on the host may.
    if (call.principal.kind != Principal::Kind::Control) {
        return failed<Reply>(Error::unsupported(QStringLiteral("issue_token"),
                                                QStringLiteral("it works on the host's control socket only"),
                                                QStringLiteral("run `cameractl token issue` on the host")));
    }
    // Also for who is not known here: no account could ever have another name.
    const auto user = userNameOf(QStringLiteral("user_id"), params.userId);
    if (!user)
        return failed<Reply>(user.error());
    const auto issued = parts.tokens.issue(*user, params.role, std::chrono::seconds(qint64(params.expiresIn)));
    if (!issued)
        return failed<Reply>(issued.error());
    // Nothing of it is stored, so nothing but the trail would ever tell of it.
    return andThen(&parts.sessions, parts.announce(call, *user), [token = *issued](Done) -> Result<Reply> {
        return Reply{QString::fromLatin1(token.text), token.expiresAt};
    });
}

}  // namespace

void bindSessionMethods(MethodTable &table, const SessionMethodParts &parts)
{
    table.bind<api::Ping>(
        [](const Call &, const api::Ping::Params &) -> Result<QString> { return QStringLiteral("pong"); });
    table.bind<api::Authenticate>([parts](const Call &call, const api::Authenticate::Params &params) {
        return authenticate(parts, call, params);
    });
    table.bind<api::IssueToken>(
        [parts](const Call &call, const api::IssueToken::Params &params) { return issueToken(parts, call, params); });
}

}  // namespace cs

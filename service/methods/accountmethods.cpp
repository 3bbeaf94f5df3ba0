#include "methods/accountmethods.h"

#include "api/accounts.h"
#include "auth/accesspolicy.h"
#include "auth/loginservice.h"
#include "auth/sessions.h"
#include "auth/username.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

using LoginReply = api::Login::Reply;

ClientInfo clientOf(const Call &call)
{
    return {call.peer.address, call.peer.userAgent};
}

LoginReply loginReply(const LoginResult &login, const Session &session)
{
    const QStringList permissions = permissionsOf(session.principal.role);
    LoginReply reply;
    reply.role = session.principal.role;
    reply.permissions = {permissions.begin(), permissions.end()};
    reply.expiresAt = session.expiresAt;
    reply.sessionId = session.id;
    reply.accessToken = QString::fromLatin1(login.accessToken);
    reply.refreshToken = QString::fromLatin1(login.refreshToken);
    reply.expiresIn = login.accessLifetime.count();
    reply.mustChangePassword = login.mustChangePassword;
    return reply;
}

// A login that nobody can hear of must not live on.
Result<LoginReply> signedIn(const AccountParts &parts, const Call &call, const LoginResult &login)
{
    const QString family = familyOfOrigin(login.holder.origin);
    if (!parts.isOpen(call.peer.id)) {
        parts.refreshTokens.revoke(family, SessionEnd::LoginUnfinished);
        return Error::cancelled();
    }
    const auto session = parts.sessions.signIn(call.peer.id, clientOf(call), login.holder);
    if (session)
        return loginReply(login, *session);
    parts.refreshTokens.revoke(family, SessionEnd::LoginUnfinished);
    return session.error();
}

Async<LoginReply> signIn(const AccountParts &parts, const Call &call, const Async<LoginResult> &login)
{
    return andThen(&parts.sessions, login,
                   [parts, call](const LoginResult &result) { return signedIn(parts, call, result); });
}

// The notification of the end follows the answer, on the next turn of the loop.
Result<api::Logout::Reply> logout(const AccountParts &parts, const Call &call)
{
    if (const auto session = parts.sessions.sessionOf(call.peer.id)) {
        parts.sessions.end(session->id, SessionEnd::LoggedOut);
        parts.refreshTokens.revoke(familyOfOrigin(session->holder.origin), SessionEnd::LoggedOut);
    }
    return api::Logout::Reply{};
}

Async<api::ChangePassword::Reply> changePassword(const AccountParts &parts, const Call &call,
                                                 const api::ChangePassword::Params &params)
{
    const auto session = parts.sessions.sessionOf(call.peer.id);
    if (!session) {
        return failed<api::ChangePassword::Reply>(
            Error::unsupported(QStringLiteral("change_password"), QStringLiteral("nobody has logged in on this socket"),
                               QStringLiteral("call login, or update_user for another user's password")));
    }
    const KeptLogin kept{familyOfOrigin(session->holder.origin), session->id};
    const auto changed = parts.logins.changePassword(session->principal.userId, params.oldPassword, params.newPassword,
                                                     kept, clientOf(call));
    return andThen(&parts.sessions, changed,
                   [](const Done &) -> Result<api::ChangePassword::Reply> { return api::ChangePassword::Reply{}; });
}

api::SessionRow sessionRow(const Session &session, const Call &call)
{
    return {session.id,         session.principal.userId, session.principal.role,
            session.address,    session.userAgent,        session.createdAt,
            session.lastSeenAt, session.expiresAt,        session.id == call.session};
}

Result<api::ListSessions::Reply> listSessions(const AccountParts &parts, const Call &call,
                                              const api::ListSessions::Params &params)
{
    const bool isAdmin = call.principal.role == Role::Admin;
    std::optional<QString> whose;
    if (params.username)
        whose = foldedUserName(*params.username).value_or(params.username->toString());
    else if (!isAdmin)
        whose = call.principal.userId;
    if (!isAdmin && *whose != call.principal.userId)
        return Error::permissionDenied(toString(Role::Admin), toString(call.principal.role));
    api::ListSessions::Reply reply;
    for (const Session &session : parts.sessions.list(whose))
        reply.sessions.push_back(sessionRow(session, call));
    return reply;
}

// Ends the login that the session stands on, too: the client would be back at once.
Result<api::EndSession::Reply> endSession(const AccountParts &parts, const Call &call,
                                          const api::EndSession::Params &params)
{
    const auto session = parts.sessions.find(params.sessionId);
    const bool own = session && session->principal.userId == call.principal.userId;
    if (!session || (!own && call.principal.role != Role::Admin))
        return Error::notFound(QStringLiteral("session"), params.sessionId.toString());
    const AccessPolicy policy;
    if (const auto allowed = policy.allowForAllCameras(call.principal, Role::Admin); !own && !allowed)
        return allowed.error();
    const SessionEnd reason = own ? SessionEnd::ByItsUser : SessionEnd::ByAnAdmin;
    parts.sessions.end(session->id, reason);
    parts.refreshTokens.revoke(familyOfOrigin(session->holder.origin), reason);
    return api::EndSession::Reply{};
}

}  // namespace

void bindAccountMethods(MethodTable &table, const AccountParts &parts)
{
    table.bind<api::Login>([parts](const Call &call, const api::Login::Params &params) {
        std::optional<QString> code;
        if (params.totpCode)
            code = params.totpCode->toString();
        return signIn(parts, call, parts.logins.login({params.username, params.password, code, clientOf(call)}));
    });
    table.bind<api::RefreshToken>([parts](const Call &call, const api::RefreshToken::Params &params) {
        return signIn(parts, call, parts.logins.renew(params.refreshToken.toString().toUtf8()));
    });
    table.bind<api::Logout>([parts](const Call &call, const api::Logout::Params &) { return logout(parts, call); });
    table.bind<api::ChangePassword>([parts](const Call &call, const api::ChangePassword::Params &params) {
        return changePassword(parts, call, params);
    });
    table.bind<api::ListSessions>([parts](const Call &call, const api::ListSessions::Params &params) {
        return listSessions(parts, call, params);
    });
    table.bind<api::EndSession>(
        [parts](const Call &call, const api::EndSession::Params &params) { return endSession(parts, call, params); });
    bindUserMethods(table, parts);
    bindTotpMethods(table, parts);
}

}  // namespace cs

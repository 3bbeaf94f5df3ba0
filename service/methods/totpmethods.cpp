#include "api/accounts.h"
#include "auth/loginservice.h"
#include "auth/sessions.h"
#include "methods/accountmethods.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

// The caller, who shows again that it is the user and not somebody at an unlocked screen.
Async<Done> confirmed(const AccountParts &parts, const Call &call, const QString &password)
{
    if (call.principal.kind != Principal::Kind::Session) {
        return failed(
            Error::unsupported(QStringLiteral("totp"), QStringLiteral("nobody has logged in on this socket"),
                               QStringLiteral("call login, or update_user with reset_totp for a lost device")));
    }
    return parts.logins.confirmPassword(call.principal.userId, QStringLiteral("password"), password,
                                        {call.peer.address, call.peer.userAgent});
}

Async<api::BeginTotp::Reply> beginTotp(const AccountParts &parts, const Call &call,
                                       const api::BeginTotp::Params &params)
{
    return andThen(&parts.sessions, confirmed(parts, call, params.password),
                   [parts, user = call.principal.userId](const Done &) -> Result<api::BeginTotp::Reply> {
                       const auto setup = parts.secondFactor.begin(user);
                       if (!setup)
                           return setup.error();
                       return api::BeginTotp::Reply{setup->secret, setup->uri};
                   });
}

Async<api::ConfirmTotp::Reply> confirmTotp(const AccountParts &parts, const Call &call,
                                           const api::ConfirmTotp::Params &params)
{
    return andThen(&parts.sessions, parts.secondFactor.confirm(call.principal.userId, params.totpCode),
                   [](const std::vector<QString> &codes) -> Result<api::ConfirmTotp::Reply> {
                       return api::ConfirmTotp::Reply{codes};
                   });
}

Async<api::DisableTotp::Reply> disableTotp(const AccountParts &parts, const Call &call,
                                           const api::DisableTotp::Params &params)
{
    const auto disabled = andThen(
        &parts.sessions, confirmed(parts, call, params.password),
        [parts, user = call.principal.userId](const Done &) { return parts.secondFactor.disable(user); });
    return andThen(&parts.sessions, disabled,
                   [](const Done &) -> Result<api::DisableTotp::Reply> { return api::DisableTotp::Reply{}; });
}

}  // namespace

void bindTotpMethods(MethodTable &table, const AccountParts &parts)
{
    table.bind<api::BeginTotp>(
        [parts](const Call &call, const api::BeginTotp::Params &params) { return beginTotp(parts, call, params); });
    table.bind<api::ConfirmTotp>(
        [parts](const Call &call, const api::ConfirmTotp::Params &params) { return confirmTotp(parts, call, params); });
    table.bind<api::DisableTotp>(
        [parts](const Call &call, const api::DisableTotp::Params &params) { return disableTotp(parts, call, params); });
}

}  // namespace cs

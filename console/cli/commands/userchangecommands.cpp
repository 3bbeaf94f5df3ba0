#include "api/accounts.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/commandtable.h"
#include "cli/onecallcommand.h"
#include "cli/passwordoption.h"

namespace cs {

namespace {

const QString roleName = QStringLiteral("role");
const QString displayNameOption = QStringLiteral("display-name");
const QString restrictedOption = QStringLiteral("restricted");

// A call whose params may carry a new password.
template<api::Method M>
class PasswordCallCommand final : public OneCallCommand<M> {
public:
    using OneCallCommand<M>::OneCallCommand;

    bool readsInput() const override { return passwordReadsInput(this->invocation()); }
    Result<Done> prepare() override
    {
        if (auto checked = checkPasswordOptions(this->invocation()); !checked.ok())
            return checked;
        return OneCallCommand<M>::prepare();
    }
    Result<Done> collect() override
    {
        if (!hasPasswordOption(this->invocation()))
            return Done{};
        const auto password = newPassword(this->invocation());
        if (!password.ok())
            return password.error();
        this->m_params.password = api::Password(*password);
        return Done{};
    }
};

template<api::Method M>
auto makePasswordCall(typename OneCallCommand<M>::Read read, typename OneCallCommand<M>::Print print)
{
    return [read, print](Output &output, Invocation invocation) -> std::unique_ptr<Command> {
        return std::make_unique<PasswordCallCommand<M>>(output, std::move(invocation), read, print);
    };
}

// A password that the service made goes to standard output, alone.
bool printUser(Output &output, const QString &done, const api::UserRow &user)
{
    if (!user.initialPassword)
        return output.line(done.arg(harmless(user.username)));
    output.note(done.arg(harmless(user.username))
                + QStringLiteral(". The password is shown this once, and must be changed at the first login:"));
    return output.line(harmless(*user.initialPassword));
}

bool printAdded(Output &output, const api::UserRow &user)
{
    return printUser(output, QStringLiteral("added %1"), user);
}

bool printChanged(Output &output, const api::UserRow &user)
{
    return printUser(output, QStringLiteral("changed %1"), user);
}

Result<std::optional<api::Text<0, 128>>> displayName(const Invocation &invocation)
{
    std::optional<api::Text<0, 128>> name;
    if (!invocation.has(displayNameOption))
        return name;
    if (invocation.value(displayNameOption).size() > api::Text<0, 128>::max)
        return usageError(QStringLiteral("--display-name takes at most 128 characters"));
    name = invocation.value(displayNameOption);
    return name;
}

Result<api::CreateUser::Params> readAdd(const Invocation &invocation)
{
    api::CreateUser::Params params;
    const auto user = textArgument(QStringLiteral("the user's name"), invocation.arguments.first(), api::UserName::max);
    const auto role = roleOption(invocation.value(roleName));
    auto display = displayName(invocation);
    if (!user.ok() || !role.ok())
        return user.ok() ? role.error() : user.error();
    if (!display.ok())
        return display.error();
    params.username = *user;
    params.role = *role;
    params.displayName = std::move(*display);
    params.restricted = invocation.has(restrictedOption);
    return params;
}

// Whether --YES or --NO is there; nothing if neither is.
Result<std::optional<bool>> eitherOption(const Invocation &invocation, const QString &yes, const QString &no)
{
    if (invocation.has(yes) && invocation.has(no))
        return usageError(QStringLiteral("--%1 and --%2 exclude each other").arg(yes, no));
    std::optional<bool> choice;
    if (invocation.has(yes) || invocation.has(no))
        choice = invocation.has(yes);
    return choice;
}

Result<api::UpdateUser::Params> readSet(const Invocation &invocation)
{
    api::UpdateUser::Params params;
    const auto user = textArgument(QStringLiteral("the user's name"), invocation.arguments.first(), api::UserName::max);
    const auto enabled = eitherOption(invocation, QStringLiteral("enable"), QStringLiteral("disable"));
    const auto restricted = eitherOption(invocation, restrictedOption, QStringLiteral("all-cameras"));
    auto display = displayName(invocation);
    if (!user.ok())
        return user.error();
    if (!enabled.ok() || !restricted.ok())
        return enabled.ok() ? restricted.error() : enabled.error();
    if (!display.ok())
        return display.error();
    if (invocation.has(roleName)) {
        const auto role = roleOption(invocation.value(roleName));
        if (!role.ok())
            return role.error();
        params.role = *role;
    }
    params.username = *user;
    params.enabled = *enabled;
    params.restricted = *restricted;
    params.displayName = std::move(*display);
    params.resetTotp = invocation.has(QStringLiteral("reset-totp"));
    if (!params.role && !params.enabled && !params.restricted && !params.displayName && !params.resetTotp)
        return usageError(QStringLiteral("nothing to change; 'cameractl user set --help' lists what can be"));
    return params;
}

Result<api::UpdateUser::Params> readPassword(const Invocation &invocation)
{
    api::UpdateUser::Params params;
    const auto user = textArgument(QStringLiteral("the user's name"), invocation.arguments.first(), api::UserName::max);
    if (!user.ok())
        return user.error();
    params.username = *user;
    params.makePassword = !hasPasswordOption(invocation);
    return params;
}

Result<api::DeleteUser::Params> readRemove(const Invocation &invocation)
{
    const auto user = textArgument(QStringLiteral("the user's name"), invocation.arguments.first(), api::UserName::max);
    if (!user.ok())
        return user.error();
    return api::DeleteUser::Params{*user};
}

CommandSpec userSpec(const char *verb, const char *options, const char *summary)
{
    CommandSpec spec;
    spec.name = QStringLiteral("user %1").arg(QLatin1String(verb));
    spec.synopsis = QStringLiteral("NAME %1").arg(QLatin1String(options)).trimmed();
    spec.summary = QString::fromLatin1(summary);
    spec.minArguments = 1;
    spec.maxArguments = 1;
    return spec;
}

OptionSpec displayNameSpec()
{
    return {{displayNameOption}, QStringLiteral("NAME"), QStringLiteral("what people call the user")};
}

}  // namespace

CommandSpec userAddSpec()
{
    CommandSpec spec = userSpec(
        "add", "--role ROLE [--restricted] [--display-name NAME] [--ask-password|--password-file FILE]",
        "Make a user; without a password one is made, printed alone, and must be changed.");
    spec.options = passwordOptions();
    spec.options.insert(
        spec.options.begin(),
        {{{roleName}, QStringLiteral("ROLE"), QStringLiteral("viewer, operator or admin (needed)")},
         {{restrictedOption}, {}, QStringLiteral("sees only the cameras granted ('cameractl grant add')")},
         displayNameSpec()});
    spec.make = makePasswordCall<api::CreateUser>(readAdd, printAdded);
    return spec;
}

CommandSpec userSetSpec()
{
    CommandSpec spec = userSpec(
        "set", "[--role ROLE] [--enable|--disable] [--restricted|--all-cameras] [--display-name NAME] [--reset-totp]",
        "Change a user; what is already open follows within 2 s.");
    spec.details = QStringLiteral("What is not named stays as it is.");
    spec.options = {
        {{roleName}, QStringLiteral("ROLE"), QStringLiteral("viewer, operator or admin")},
        {{QStringLiteral("enable")}, {}, QStringLiteral("may sign in")},
        {{QStringLiteral("disable")}, {}, QStringLiteral("may not; ends all that the user has open")},
        {{restrictedOption}, {}, QStringLiteral("sees only the cameras granted")},
        {{QStringLiteral("all-cameras")}, {}, QStringLiteral("sees every camera")},
        displayNameSpec(),
        {{QStringLiteral("reset-totp")}, {}, QStringLiteral("take the second factor away, for a lost device")}};
    spec.make = makeOneCall<api::UpdateUser>(readSet, printChanged);
    return spec;
}

CommandSpec userPasswordSpec()
{
    CommandSpec spec = userSpec("password", "[--ask-password|--password-file FILE]",
                                "Give a user a new password, for example a forgotten one of an admin.");
    spec.details = QStringLiteral(
        "Without an option the service makes one and it is printed, alone. Either way the user must change it at the\n"
        "next login, and all that the user has open ends.");
    spec.options = passwordOptions();
    spec.make = makePasswordCall<api::UpdateUser>(readPassword, printChanged);
    return spec;
}

CommandSpec userRemoveSpec()
{
    CommandSpec spec = userSpec("rm", "", "Remove a user with all sessions, keys and grants, without asking.");
    spec.make = makeOneCall<api::DeleteUser>(readRemove, [](Output &output, const api::DeleteUser::Reply &) {
        return output.line(QStringLiteral("removed"));
    });
    return spec;
}

}  // namespace cs

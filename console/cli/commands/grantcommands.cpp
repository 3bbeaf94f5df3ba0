#include "api/rights.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/commandtable.h"
#include "cli/onecallcommand.h"

namespace cs {

namespace {

const QString groupOption = QStringLiteral("group");
const QString accessOption = QStringLiteral("access");

Result<api::ListGrants::Params> readGrantList(const Invocation &invocation)
{
    api::ListGrants::Params params;
    if (invocation.arguments.isEmpty())
        return params;
    const auto user = textArgument(QStringLiteral("the user's name"), invocation.arguments.first(), api::UserName::max);
    if (!user.ok())
        return user.error();
    params.username = api::UserName(*user);
    return params;
}

QString grantTarget(const api::GrantRow &grant)
{
    return grant.device ? grant.device->toString() : QStringLiteral("group %1").arg(grant.group.value_or(QString()));
}

bool printGrants(Output &output, const api::ListGrants::Reply &reply)
{
    if (reply.grants.empty()) {
        output.note(QStringLiteral("There are no grants; 'cameractl grant add' makes one."));
        return true;
    }
    Table table({{QStringLiteral("USER")}, {QStringLiteral("ON")}, {QStringLiteral("ACCESS")}});
    for (const api::GrantRow &grant : reply.grants)
        table.addRow({grant.username, grantTarget(grant), json::enumName(grant.access)});
    return output.table(table);
}

bool printGrant(Output &output, const api::GrantRow &grant)
{
    return output.line(QStringLiteral("%1 may %2 %3")
                           .arg(harmless(grant.username), json::enumName(grant.access), harmless(grantTarget(grant))));
}

Result<api::GrantAccess> readAccess(const Invocation &invocation)
{
    const QString word = invocation.has(accessOption) ? invocation.value(accessOption) : QStringLiteral("view");
    for (const auto &[access, name] : json::EnumNames<api::GrantAccess>::names) {
        if (word == QLatin1String(name))
            return access;
    }
    return usageError(QStringLiteral("--access takes view or operate, not '%1'").arg(word));
}

// Params with username, device or group, and access.
template<class Params>
Result<Params> readGrant(const Invocation &invocation)
{
    Params params;
    const auto user = textArgument(QStringLiteral("the user's name"), invocation.arguments.first(), api::UserName::max);
    const auto access = readAccess(invocation);
    if (!user.ok() || !access.ok())
        return user.ok() ? access.error() : user.error();
    params.username = *user;
    params.access = *access;
    if ((invocation.arguments.size() > 1) == invocation.has(groupOption))
        return usageError(QStringLiteral("name either a CAMERA after the user, or --group NAME"));
    if (invocation.has(groupOption)) {
        const auto group = textArgument(QStringLiteral("--group"), invocation.value(groupOption), 128);
        if (!group.ok())
            return group.error();
        params.group = api::Text<1, 128>(*group);
        return params;
    }
    const auto camera = cameraArgument(invocation.arguments.at(1));
    if (!camera.ok())
        return camera.error();
    params.device = *camera;
    return params;
}

CommandSpec grantSpec(const char *verb, const char *summary, const char *accessDoc)
{
    CommandSpec spec;
    spec.name = QStringLiteral("grant %1").arg(QLatin1String(verb));
    spec.synopsis = QStringLiteral("USER CAMERA|--group NAME [--access view|operate]");
    spec.summary = QString::fromLatin1(summary);
    spec.options = {{{groupOption}, QStringLiteral("NAME"), QStringLiteral("a group of cameras instead of a camera")},
                    {{accessOption}, QStringLiteral("ACCESS"), QString::fromLatin1(accessDoc)}};
    spec.minArguments = 1;
    spec.maxArguments = 2;
    return spec;
}

}  // namespace

CommandSpec grantListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("grant list");
    spec.synopsis = QStringLiteral("[USER]");
    spec.summary = QStringLiteral("List which cameras and groups were granted to whom.");
    spec.details = QStringLiteral("Users who are not restricted see every camera, whatever is granted.\n"
                                  "--json prints the answer of list_grants.");
    spec.maxArguments = 1;
    spec.make = makeOneCall<api::ListGrants>(readGrantList, printGrants);
    return spec;
}

CommandSpec grantAddSpec()
{
    CommandSpec spec = grantSpec("add", "Let a restricted user see or operate a camera or a group.",
                                 "view, or operate, which includes it (default view)");
    spec.make = makeOneCall<api::GrantAccessTo>(readGrant<api::GrantAccessTo::Params>, printGrant);
    return spec;
}

CommandSpec grantRemoveSpec()
{
    CommandSpec spec = grantSpec("rm", "Take a grant back; what is open through it ends within 2 s.",
                                 "operate: the right to view stays; view: both go (default)");
    spec.make = makeOneCall<api::RevokeAccess>(
        readGrant<api::RevokeAccess::Params>,
        [](Output &output, const api::RevokeAccess::Reply &) { return output.line(QStringLiteral("revoked")); });
    return spec;
}

}  // namespace cs

#include "api/rights.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/commandtable.h"
#include "cli/onecallcommand.h"

namespace cs {

namespace {

QString groupCameras(const api::GroupRow &group)
{
    QStringList names;
    for (const CameraId device : group.devices)
        names << device.toString();
    return names.join(QStringLiteral(", "));
}

Result<api::ListGroups::Params> readGroupList(const Invocation &)
{
    return api::ListGroups::Params{};
}

bool printGroups(Output &output, const api::ListGroups::Reply &reply)
{
    if (reply.groups.empty()) {
        output.note(QStringLiteral("There are no groups; 'cameractl group add' makes one."));
        return true;
    }
    Table table({{QStringLiteral("GROUP")}, {QStringLiteral("CAMERAS")}});
    for (const api::GroupRow &group : reply.groups)
        table.addRow({group.name, groupCameras(group)});
    return output.table(table);
}

bool printGroup(Output &output, const api::GroupRow &group)
{
    return output.line(QStringLiteral("%1: %2").arg(harmless(group.name), groupCameras(group)));
}

// Params with a name and devices.
template<class Params>
Result<Params> readGroup(const Invocation &invocation)
{
    const auto name = textArgument(QStringLiteral("the group's name"), invocation.arguments.first(), 128);
    auto cameras = cameraArguments(invocation.arguments.mid(1));
    if (!name.ok() || !cameras.ok())
        return name.ok() ? cameras.error() : name.error();
    return Params{*name, std::move(*cameras)};
}

Result<api::DeleteGroup::Params> readGroupRemove(const Invocation &invocation)
{
    const auto name = textArgument(QStringLiteral("the group's name"), invocation.arguments.first(), 128);
    if (!name.ok())
        return name.error();
    return api::DeleteGroup::Params{*name};
}

CommandSpec groupSpec(const char *verb, const char *synopsis, const char *summary)
{
    CommandSpec spec;
    spec.name = QStringLiteral("group %1").arg(QLatin1String(verb));
    spec.synopsis = QString::fromLatin1(synopsis);
    spec.summary = QString::fromLatin1(summary);
    spec.minArguments = 1;
    spec.maxArguments = -1;
    return spec;
}

}  // namespace

CommandSpec groupListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("group list");
    spec.summary = QStringLiteral("List the groups of cameras.");
    spec.details = QStringLiteral("--json prints the answer of list_groups.");
    spec.make = makeOneCall<api::ListGroups>(readGroupList, printGroups);
    return spec;
}

CommandSpec groupAddSpec()
{
    CommandSpec spec = groupSpec("add", "NAME [CAMERA...]", "Make a group of cameras, to grant them together.");
    spec.make = makeOneCall<api::CreateGroup>(readGroup<api::CreateGroup::Params>, printGroup);
    return spec;
}

CommandSpec groupSetSpec()
{
    CommandSpec spec = groupSpec("set", "NAME [CAMERA...]", "Replace the cameras of a group; rights follow at once.");
    spec.details = QStringLiteral("Without a CAMERA the group is empty afterwards.");
    spec.make = makeOneCall<api::UpdateGroup>(readGroup<api::UpdateGroup::Params>, printGroup);
    return spec;
}

CommandSpec groupRemoveSpec()
{
    CommandSpec spec = groupSpec("rm", "NAME", "Remove a group and the grants on it, without asking.");
    spec.maxArguments = 1;
    spec.make = makeOneCall<api::DeleteGroup>(readGroupRemove, [](Output &output, const api::DeleteGroup::Reply &) {
        return output.line(QStringLiteral("removed"));
    });
    return spec;
}

}  // namespace cs

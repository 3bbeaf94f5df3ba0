#include "api/rights.h"
#include "cli/argument.h"
#include "cli/commandtable.h"
#include "cli/onecallcommand.h"
#include "cli/units.h"

namespace cs {

namespace {

Result<api::ListViewers::Params> readViewerList(const Invocation &invocation)
{
    api::ListViewers::Params params;
    if (invocation.arguments.isEmpty())
        return params;
    const auto camera = cameraArgument(invocation.arguments.first());
    if (!camera.ok())
        return camera.error();
    params.device = *camera;
    return params;
}

bool printViewers(Output &output, const api::ListViewers::Reply &reply)
{
    if (reply.viewers.empty()) {
        output.note(QStringLiteral("Nobody is watching."));
        return true;
    }
    Table table({{QStringLiteral("CAMERA")},
                 {QStringLiteral("USER")},
                 {QStringLiteral("PROTOCOL")},
                 {QStringLiteral("ADDRESS")},
                 {QStringLiteral("SINCE")}});
    for (const api::ViewerRow &viewer : reply.viewers) {
        table.addRow({viewer.device.toString(), viewer.username, json::enumName(viewer.protocol), viewer.address,
                      localTime(viewer.since)});
    }
    return output.table(table);
}

}  // namespace

CommandSpec viewerListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("viewer list");
    spec.synopsis = QStringLiteral("[CAMERA]");
    spec.summary = QStringLiteral("List who is watching which camera, from where and since when.");
    spec.details = QStringLiteral("--json prints the answer of list_viewers.");
    spec.maxArguments = 1;
    spec.make = makeOneCall<api::ListViewers>(readViewerList, printViewers);
    return spec;
}

}  // namespace cs

#include "methods/servermethods.h"

#include <QSysInfo>

#include "api/server.h"
#include "mediamtx/mediaserver.h"
#include "methods/cameraviews.h"
#include "recordings/medialibrary.h"
#include "rpc/methodtable.h"
#include "telemetry/healthmonitor.h"

namespace cs {

namespace {

api::GetServerInfo::Reply serverInfo(const ServerMethodParts &parts)
{
    api::GetServerInfo::Reply reply;
    reply.name = QStringLiteral("MediaMTX Camera Service");
    reply.version = parts.version;
    reply.buildDate = parts.buildDate;
    reply.runtime = QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion()));
    reply.architecture = QSysInfo::currentCpuArchitecture();
    reply.capabilities = {QStringLiteral("streams"), QStringLiteral("snapshots"), QStringLiteral("recordings"),
                          QStringLiteral("external_streams"), QStringLiteral("events")};
    reply.supportedFormats = {QStringLiteral("fmp4")};
    reply.maxCameras = parts.registry.limit();
    reply.mediamtxVersion = parts.server.version();
    return reply;
}

api::GetSystemStatus::Reply systemStatus(const ServerMethodParts &parts, const Call &call)
{
    api::GetSystemStatus::Reply reply;
    qsizetype total = 0;
    for (const Camera &camera : parts.views.visible(call.principal)) {
        ++total;
        if (camera.isConnected())
            reply.availableCameras.push_back(camera.id);
    }
    const auto connected = static_cast<qsizetype>(reply.availableCameras.size());
    if (!parts.health.ready()) {
        reply.status = connected > 0 ? api::Readiness::Partial : api::Readiness::Starting;
        reply.message = QStringLiteral("not all parts of the service run yet");
    } else {
        reply.status = connected == total ? api::Readiness::Ready : api::Readiness::Partial;
        reply.message = QStringLiteral("%1 of %2 cameras are connected").arg(connected).arg(total);
    }
    return reply;
}

Async<api::GetStorageInfo::Reply> storageInfo(MediaLibrary &library)
{
    return andThen(
        &library, library.sizes(), [&library](const MediaSizes &sizes) -> Result<api::GetStorageInfo::Reply> {
            const auto space = library.space(MediaKind::Recording).figures();
            if (!space)
                return space.error();
            api::GetStorageInfo::Reply reply;
            reply.totalSpace = space->total;
            reply.usedSpace = space->used;
            reply.availableSpace = space->available;
            reply.recordingsSize = sizes.recordings;
            reply.snapshotsSize = sizes.snapshots;
            reply.usagePercentage = space->total > 0
                                        ? 100.0 * static_cast<double>(space->used) / static_cast<double>(space->total)
                                        : 0.0;
            reply.lowSpaceWarning = space->low();
            return reply;
        });
}

}  // namespace

void bindServerMethods(MethodTable &table, const ServerMethodParts &parts)
{
    table.bind<api::GetServerInfo>(
        [parts](const Call &, const api::GetServerInfo::Params &) -> Result<api::GetServerInfo::Reply> {
            return serverInfo(parts);
        });
    table.bind<api::GetStatus>([parts](const Call &, const api::GetStatus::Params &) -> Result<api::SystemHealth> {
        return parts.health.health();
    });
    table.bind<api::GetSystemStatus>(
        [parts](const Call &call, const api::GetSystemStatus::Params &) -> Result<api::GetSystemStatus::Reply> {
            return systemStatus(parts, call);
        });
    table.bind<api::GetStorageInfo>(
        [parts](const Call &, const api::GetStorageInfo::Params &) { return storageInfo(parts.library); });
}

}  // namespace cs

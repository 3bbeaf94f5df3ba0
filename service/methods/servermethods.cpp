#include "methods/servermethods.h"

#include <QSysInfo>

#include "api/server.h"
#include "mediamtx/mediaserver.h"
#include "methods/cameraviews.h"
#include "methods/metricscollector.h"
#include "recordings/medialibrary.h"
#include "rpc/methodtable.h"
#include "telemetry/healthmonitor.h"
#include "telemetry/readiness.h"

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
    reply.tlsFingerprint = parts.tlsFingerprint();
    reply.httpPort = parts.httpPort;
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
    const CameraCount count{total, static_cast<qsizetype>(reply.availableCameras.size())};
    const ReadinessReport report = readinessOf(parts.health.health().components, parts.health.wasReady(), count,
                                               parts.health.message(HealthMonitor::Component::Storage));
    reply.status = report.status;
    reply.message = report.message;
    return reply;
}

api::SystemMetrics systemMetrics(const ServiceMetrics &metrics)
{
    api::SystemMetrics reply;
    reply.cpuUsage = metrics.system.cpuPercent;
    reply.memoryUsage = metrics.system.memoryPercent;
    if (metrics.disk && metrics.disk->total > 0)
        reply.diskUsage = 100.0 * static_cast<double>(metrics.disk->used) / static_cast<double>(metrics.disk->total);
    reply.threads = metrics.process.threads;
    reply.processCpuSeconds = metrics.process.cpuSeconds;
    reply.residentBytes = metrics.process.residentBytes;
    reply.openFiles = metrics.process.openFiles;
    reply.uptime = metrics.health.uptime;
    return reply;
}

// Counts only the cameras that the caller may see.
api::GetMetrics::Reply metricsReply(const ServerMethodParts &parts, const Call &call)
{
    const ServiceMetrics metrics = parts.metrics.collect();
    api::GetMetrics::Reply reply;
    reply.timestamp = metrics.at;
    reply.systemMetrics = systemMetrics(metrics);
    const RecordingCounts &recordings = metrics.recordings;
    reply.recordingMetrics = {recordings.open, recordings.started, recordings.completed, recordings.failed};
    for (const CameraFigures &camera : metrics.cameras) {
        if (!parts.views.maySee(call.principal, camera.id))
            continue;
        const bool connected = camera.status == api::CameraStatus::Connected;
        reply.cameraMetrics.cameras[camera.id.toString()] = {camera.status,    camera.readers, camera.bytesReceived,
                                                             camera.bytesSent, camera.bitrate, camera.fps};
        reply.cameraMetrics.connectedCameras += connected ? 1 : 0;
        reply.streamMetrics.activeStreams += connected ? 1 : 0;
        ++reply.streamMetrics.totalStreams;
        reply.streamMetrics.totalViewers += camera.readers;
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
    table.bind<api::GetMetrics>(
        [parts](const Call &call, const api::GetMetrics::Params &) -> Result<api::GetMetrics::Reply> {
            return metricsReply(parts, call);
        });
}

}  // namespace cs

#include "methods/mediamethods.h"

#include "methods/cameraviews.h"
#include "methods/downloadlinks.h"
#include "methods/mediaviews.h"
#include "recordings/recorder.h"
#include "recordings/snapshots.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

QString resourceName(MediaKind kind)
{
    return kind == MediaKind::Recording ? QStringLiteral("recording") : QStringLiteral("snapshot");
}

Async<api::TakeSnapshot::Reply> takeSnapshot(const MediaMethodParts &parts, const Call &call,
                                             const api::TakeSnapshot::Params &params)
{
    if (const auto camera = parts.views.findToOperate(call.principal, params.device); !camera)
        return failed<api::TakeSnapshot::Reply>(camera.error());
    const DownloadLinks &links = parts.links;
    return andThen(&parts.snapshots, parts.snapshots.take(params.device, params.filename),
                   [&links, call](const Snapshot &snapshot) -> Result<api::TakeSnapshot::Reply> {
                       api::TakeSnapshot::Reply reply;
                       reply.device = snapshot.camera;
                       reply.filename = snapshot.file;
                       reply.timestamp = snapshot.takenAt;
                       reply.fileSize = snapshot.sizeBytes;
                       reply.filePath = snapshot.file.toString();
                       reply.resolution = resolutionText(snapshot.size);
                       reply.downloadUrl = links.url(call, MediaKind::Snapshot, snapshot.file);
                       return reply;
                   });
}

Async<api::StartRecording::Reply> startRecording(const MediaMethodParts &parts, const Call &call,
                                                 const api::StartRecording::Params &params)
{
    if (const auto camera = parts.views.findToOperate(call.principal, params.device); !camera)
        return failed<api::StartRecording::Reply>(camera.error());
    if (params.format != api::RecordingFormat::Fmp4) {
        return failed<api::StartRecording::Reply>(
            Error::unsupported(QStringLiteral("recording format %1").arg(json::enumName(params.format)),
                               QStringLiteral("the media server writes fragmented MP4 only"), QStringLiteral("fmp4")));
    }
    std::optional<std::chrono::seconds> duration;
    if (params.duration)
        duration = std::chrono::seconds(qint64(*params.duration));
    return andThen(
        &parts.recorder, parts.recorder.start(params.device, duration, call.principal.userId),
        [](const Recording &recording) -> Result<api::StartRecording::Reply> { return startReply(recording); });
}

Async<api::StopRecording::Reply> stopRecording(const MediaMethodParts &parts, const Call &call,
                                               const api::StopRecording::Params &params)
{
    if (const auto camera = parts.views.findToOperate(call.principal, params.device); !camera)
        return failed<api::StopRecording::Reply>(camera.error());
    return andThen(
        &parts.recorder, parts.recorder.stop(params.device),
        [](const Recording &recording) -> Result<api::StopRecording::Reply> { return stopReply(recording); });
}

Async<api::MediaPage> page(const MediaMethodParts &parts, const Call &call, MediaKind kind, const api::Page &params)
{
    const DownloadLinks &links = parts.links;
    return andThen(&parts.library,
                   parts.library.page(kind, params.limit, params.offset, call.principal.visibleCameras()),
                   [&links, call, kind, params](const MediaListing &listing) -> Result<api::MediaPage> {
                       api::MediaPage reply{{}, listing.total, params.limit, params.offset};
                       for (const MediaItem &item : listing.items)
                           reply.files.push_back(fileRow(item, links.url(call, kind, item.file)));
                       return reply;
                   });
}

// A file of a camera that the caller may not see answers like one that is not there.
Async<MediaItem> visibleItem(const MediaMethodParts &parts, const Call &call, MediaKind kind, const FileName &name)
{
    const AccessPolicy &policy = parts.policy;
    return andThen(&parts.library, parts.library.info(kind, name),
                   [&policy, call, kind](const MediaItem &item) -> Result<MediaItem> {
                       if (!policy.mayView(call.principal, item.camera))
                           return Error::notFound(resourceName(kind), item.file.toString());
                       return item;
                   });
}

Async<api::GetRecordingInfo::Reply> recordingInfo(const MediaMethodParts &parts, const Call &call, const FileName &name)
{
    const DownloadLinks &links = parts.links;
    return andThen(&parts.library, visibleItem(parts, call, MediaKind::Recording, name),
                   [&links, call](const MediaItem &item) -> Result<api::GetRecordingInfo::Reply> {
                       api::GetRecordingInfo::Reply reply;
                       reply.filename = item.file;
                       reply.fileSize = item.sizeBytes;
                       reply.duration = item.duration ? secondsOf(*item.duration) : 0.0;
                       reply.createdTime = item.createdAt;
                       reply.downloadUrl = links.url(call, MediaKind::Recording, item.file);
                       reply.device = item.camera;
                       reply.state = item.open ? QStringLiteral("recording") : QStringLiteral("ended");
                       if (!item.open)
                           reply.endCause = item.endCause;
                       return reply;
                   });
}

Async<api::GetSnapshotInfo::Reply> snapshotInfo(const MediaMethodParts &parts, const Call &call, const FileName &name)
{
    const DownloadLinks &links = parts.links;
    return andThen(&parts.library, visibleItem(parts, call, MediaKind::Snapshot, name),
                   [&links, call](const MediaItem &item) -> Result<api::GetSnapshotInfo::Reply> {
                       return api::GetSnapshotInfo::Reply{item.file, item.sizeBytes, item.createdAt,
                                                          links.url(call, MediaKind::Snapshot, item.file), item.camera};
                   });
}

Async<api::Deleted> remove(const MediaMethodParts &parts, const Call &call, MediaKind kind, const FileName &name)
{
    MediaLibrary &library = parts.library;
    const AccessPolicy &policy = parts.policy;
    const auto removed = andThen(
        &library, visibleItem(parts, call, kind, name), [&library, &policy, call, kind](const MediaItem &item) {
            if (!policy.mayOperate(call.principal, item.camera))
                return failed<MediaItem>(Error::permissionDenied(toString(Role::Operator),
                                                                 toString(policy.roleAt(call.principal, item.camera))));
            return library.remove(kind, item.file);
        });
    return andThen(&library, removed, [kind](const MediaItem &item) -> Result<api::Deleted> {
        return api::Deleted{item.file, true, true, QStringLiteral("the %1 is deleted").arg(resourceName(kind))};
    });
}

}  // namespace

void bindMediaMethods(MethodTable &table, MediaMethodParts parts)
{
    table.bind<api::TakeSnapshot>(
        [parts](const Call &call, const auto &params) { return takeSnapshot(parts, call, params); });
    table.bind<api::StartRecording>(
        [parts](const Call &call, const auto &params) { return startRecording(parts, call, params); });
    table.bind<api::StopRecording>(
        [parts](const Call &call, const auto &params) { return stopRecording(parts, call, params); });
    table.bind<api::ListRecordings>(
        [parts](const Call &call, const api::Page &params) { return page(parts, call, MediaKind::Recording, params); });
    table.bind<api::ListSnapshots>(
        [parts](const Call &call, const api::Page &params) { return page(parts, call, MediaKind::Snapshot, params); });
    table.bind<api::GetRecordingInfo>(
        [parts](const Call &call, const api::OneFile &params) { return recordingInfo(parts, call, params.filename); });
    table.bind<api::GetSnapshotInfo>(
        [parts](const Call &call, const api::OneFile &params) { return snapshotInfo(parts, call, params.filename); });
    table.bind<api::DeleteRecording>([parts](const Call &call, const api::OneFile &params) {
        return remove(parts, call, MediaKind::Recording, params.filename);
    });
    table.bind<api::DeleteSnapshot>([parts](const Call &call, const api::OneFile &params) {
        return remove(parts, call, MediaKind::Snapshot, params.filename);
    });
}

}  // namespace cs

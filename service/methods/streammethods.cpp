#include "methods/streammethods.h"

#include "auth/tickets.h"
#include "mediamtx/mediaserver.h"
#include "methods/cameraviews.h"
#include "methods/startedstreams.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

struct SignedLinks {
    api::CameraStreams streams;
    QString webPage;
    Timestamp expiresAt;
};

SignedLinks signedLinks(const StreamMethodParts &parts, const Call &call, CameraId camera)
{
    const QByteArray token = parts.tickets.mint(TicketKind::Stream, camera.toString(), call.principal,
                                                parts.tokenLifetime);
    const QString &host = call.peer.host;
    return {{parts.links.rtsp(camera, host, token), parts.links.hls(camera, host, token),
             parts.links.whep(camera, host, token)},
            parts.links.webPage(camera, host, token),
            parts.clock.now() + parts.tokenLifetime};
}

api::GetStreamUrl::Reply streamUrl(const StreamMethodParts &parts, const Call &call, const Camera &camera)
{
    const SignedLinks links = signedLinks(parts, call, camera.id);
    api::GetStreamUrl::Reply reply;
    reply.device = camera.id;
    reply.streamName = camera.path();
    reply.streamUrl = links.streams.rtsp;
    reply.streams = links.streams;
    reply.webPage = links.webPage;
    reply.expiresAt = links.expiresAt;
    reply.available = camera.isConnected();
    reply.activeConsumers = camera.readers;
    if (camera.isConnected())
        reply.streamStatus = api::StreamReadiness::Ready;
    else
        reply.streamStatus = camera.link == Camera::Link::Error ? api::StreamReadiness::Error
                                                                : api::StreamReadiness::NotReady;
    return reply;
}

api::StreamState stateOf(const Camera &camera)
{
    if (camera.isConnected())
        return api::StreamState::Active;
    if (camera.link == Camera::Link::Error)
        return api::StreamState::Error;
    return camera.publisher.running ? api::StreamState::Starting : api::StreamState::Inactive;
}

api::GetStreamStatus::Reply streamStatus(const StreamMethodParts &parts, const Camera &camera)
{
    const Timestamp now = parts.clock.now();
    api::GetStreamStatus::Reply reply;
    reply.device = camera.id;
    reply.streamName = camera.path();
    reply.status = stateOf(camera);
    reply.ready = camera.isConnected();
    reply.ffmpegProcess = {camera.publisher.running, camera.publisher.pid,
                           camera.publisher.running ? secondsSince(camera.publisher.startedAt, now) : 0.0};
    reply.mediamtxPath = {camera.onServer, camera.isConnected(), camera.readers};
    reply.metrics = {camera.bytesSent, static_cast<qint64>(secondsSince(camera.connectedSince, now) * camera.fps),
                     camera.bitrate, static_cast<double>(camera.fps)};
    reply.startTime = camera.connectedSince;
    return reply;
}

Result<api::StartStreaming::Reply> startStreaming(const StreamMethodParts &parts, const Call &call,
                                                  const Camera &camera)
{
    if (!camera.isConnected())
        return Error::dependencyFailed(QStringLiteral("camera"), camera.reason);
    api::StartStreaming::Reply reply;
    reply.device = camera.id;
    reply.streamName = camera.path();
    reply.streamUrl = signedLinks(parts, call, camera.id).streams.rtsp;
    reply.startTime = parts.started.start(call.principal.userId, camera.id, parts.clock.now());
    reply.autoCloseAfter = QStringLiteral("%1s").arg(parts.tokenLifetime.count());
    reply.ffmpegCommand = camera.publisher.command;
    return reply;
}

Result<api::StopStreaming::Reply> stopStreaming(const StreamMethodParts &parts, const Call &call, const Camera &camera)
{
    const auto since = parts.started.stop(call.principal.userId, camera.id);
    if (!since) {
        return Error::invalidState(
            QStringLiteral("the stream of %1 was not started by this user").arg(camera.id.toString()),
            QStringLiteral("not_started"), {QStringLiteral("started")});
    }
    api::StopStreaming::Reply reply;
    reply.device = camera.id;
    reply.streamName = camera.path();
    reply.startTime = *since;
    reply.endTime = parts.clock.now();
    reply.duration = std::chrono::duration<double>(reply.endTime - reply.startTime).count();
    reply.streamContinues = camera.isConnected();
    reply.message = reply.streamContinues ? QStringLiteral("stopped for this user; the camera itself stays live")
                                          : QStringLiteral("stopped");
    return reply;
}

Result<api::GetStreams::Reply> streams(const StreamMethodParts &parts, const Call &call)
{
    if (parts.server.state() != MediaServer::State::Running)
        return Error::dependencyFailed(QStringLiteral("MediaMTX"),
                                       QStringLiteral("it is not running; it is being started again"));
    api::GetStreams::Reply rows;
    for (const Camera &camera : parts.views.visible(call.principal))
        rows.push_back(parts.views.streamRow(camera));
    return rows;
}

// Binds a method about one camera: `find` says who may, `answer` makes the reply.
template<api::Method M, class Find, class Answer>
void bindForCamera(MethodTable &table, const CameraViews &views, Find find, Answer answer)
{
    table.bind<M>([&views, find, answer](const Call &call, const api::OneCamera &params) -> Result<typename M::Reply> {
        const auto camera = (views.*find)(call.principal, params.device);
        if (!camera)
            return camera.error();
        return answer(call, *camera);
    });
}

}  // namespace

void bindStreamMethods(MethodTable &table, StreamMethodParts parts)
{
    const CameraViews &views = parts.views;
    table.bind<api::GetStreams>(
        [parts](const Call &call, const api::GetStreams::Params &) { return streams(parts, call); });
    bindForCamera<api::GetStreamUrl>(table, views, &CameraViews::find, [parts](const Call &call, const Camera &camera) {
        return streamUrl(parts, call, camera);
    });
    bindForCamera<api::GetStreamStatus>(table, views, &CameraViews::find, [parts](const Call &, const Camera &camera) {
        return streamStatus(parts, camera);
    });
    bindForCamera<api::StartStreaming>(
        table, views, &CameraViews::findToOperate,
        [parts](const Call &call, const Camera &camera) { return startStreaming(parts, call, camera); });
    bindForCamera<api::StopStreaming>(
        table, views, &CameraViews::findToOperate,
        [parts](const Call &call, const Camera &camera) { return stopStreaming(parts, call, camera); });
}

}  // namespace cs

#include "methods/cameramethods.h"

#include "methods/cameraviews.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

std::vector<QString> toVector(const QStringList &list)
{
    return {list.begin(), list.end()};
}

std::vector<QString> knownResolutions(const Camera &camera)
{
    if (camera.size.isEmpty())
        return {};
    return {resolutionText(camera.size)};
}

api::GetCameraList::Reply cameraList(const CameraViews &views, const Call &call)
{
    api::GetCameraList::Reply reply;
    for (const Camera &camera : views.visible(call.principal)) {
        reply.cameras.push_back(views.row(camera, call.peer.host));
        reply.connected += camera.isConnected() ? 1 : 0;
    }
    reply.total = static_cast<qint64>(reply.cameras.size());
    return reply;
}

api::GetCameraStatus::Reply cameraStatus(const CameraViews &views, const Call &call, const Camera &camera,
                                         Timestamp now)
{
    api::GetCameraStatus::Reply reply;
    static_cast<api::CameraRow &>(reply) = views.row(camera, call.peer.host);
    reply.metrics = {camera.bytesSent, camera.readers, secondsSince(camera.connectedSince, now)};
    reply.capabilities = {toVector(camera.codecs), knownResolutions(camera)};
    return reply;
}

api::GetCameraCapabilities::Reply capabilities(const Camera &camera)
{
    api::GetCameraCapabilities::Reply reply;
    reply.device = camera.id;
    reply.formats = toVector(camera.codecs);
    reply.resolutions = knownResolutions(camera);
    if (camera.fps > 0)
        reply.fpsOptions.push_back(camera.fps);
    if (camera.isConnected())
        reply.validationStatus = camera.codecs.isEmpty() ? api::Validation::None : api::Validation::Confirmed;
    else
        reply.validationStatus = api::Validation::Disconnected;
    return reply;
}

api::ExternalStream externalStream(const Camera &camera)
{
    api::ExternalStream stream;
    stream.url = camera.displayUrl;
    stream.type = json::enumName(api::ExternalType::GenericRtsp);
    stream.name = camera.name;
    stream.status = camera.link == Camera::Link::Error ? QStringLiteral("ERROR") : QStringLiteral("DISCOVERED");
    stream.discoveredAt = camera.addedAt;
    stream.lastSeen = camera.lastSeen.value_or(camera.addedAt);
    stream.capabilities = {{"resolution", resolutionText(camera.size)}, {"fps", camera.fps}};
    stream.device = camera.id;
    return stream;
}

api::GetExternalStreams::Reply externalStreams(const CameraViews &views, const Call &call, Timestamp now)
{
    api::GetExternalStreams::Reply reply;
    for (const Camera &camera : views.visible(call.principal)) {
        if (!camera.displayUrl.isEmpty())
            reply.externalStreams.push_back(externalStream(camera));
    }
    reply.genericStreams = reply.externalStreams;
    reply.totalCount = static_cast<qint64>(reply.externalStreams.size());
    reply.timestamp = now;
    return reply;
}

void bindExternalStreams(MethodTable &table, CameraRegistry &registry, const CameraViews &views, const Clock &clock)
{
    table.bind<api::AddExternalStream>([&](const Call &, const api::AddExternalStream::Params &params) {
        const auto added = registry.addRtsp(params.streamUrl, params.streamName);
        return andThen(&registry, added, [&clock](const Camera &camera) -> Result<api::AddExternalStream::Reply> {
            return api::AddExternalStream::Reply{camera.displayUrl,       camera.name, api::ExternalType::GenericRtsp,
                                                 QStringLiteral("ADDED"), clock.now(), camera.id};
        });
    });
    table.bind<api::RemoveExternalStream>(
        [&](const Call &call,
            const api::RemoveExternalStream::Params &params) -> Async<api::RemoveExternalStream::Reply> {
            const auto camera = registry.cameraByUrl(params.streamUrl);
            if (camera) {
                const auto allowed = views.findToOperate(call.principal, camera->id);
                // Who may not see the camera gets the answer of an address that is none.
                if (!allowed && allowed.error().code == ErrorCode::NotFound)
                    return failed<api::RemoveExternalStream::Reply>(
                        Error::notFound(QStringLiteral("stream"), camera->displayUrl));
                if (!allowed)
                    return failed<api::RemoveExternalStream::Reply>(allowed.error());
            }
            const auto removed = registry.removeByUrl(params.streamUrl);
            return andThen(&registry, removed, [&clock](const Camera &was) -> Result<api::RemoveExternalStream::Reply> {
                return api::RemoveExternalStream::Reply{was.displayUrl, QStringLiteral("REMOVED"), clock.now()};
            });
        });
    table.bind<api::GetExternalStreams>(
        [&](const Call &call, const api::GetExternalStreams::Params &) -> Result<api::GetExternalStreams::Reply> {
            return externalStreams(views, call, clock.now());
        });
}

}  // namespace

void bindCameraMethods(MethodTable &table, CameraRegistry &registry, const CameraViews &views, const Clock &clock)
{
    table.bind<api::GetCameraList>(
        [&](const Call &call, const api::GetCameraList::Params &) -> Result<api::GetCameraList::Reply> {
            return cameraList(views, call);
        });
    table.bind<api::GetCameraStatus>(
        [&](const Call &call, const api::OneCamera &params) -> Result<api::GetCameraStatus::Reply> {
            const auto camera = views.find(call.principal, params.device);
            if (!camera)
                return camera.error();
            return cameraStatus(views, call, *camera, clock.now());
        });
    table.bind<api::GetCameraCapabilities>(
        [&](const Call &call, const api::OneCamera &params) -> Result<api::GetCameraCapabilities::Reply> {
            const auto camera = views.find(call.principal, params.device);
            if (!camera)
                return camera.error();
            return capabilities(*camera);
        });
    bindExternalStreams(table, registry, views, clock);
}

}  // namespace cs

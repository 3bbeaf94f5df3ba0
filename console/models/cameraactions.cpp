#include "models/cameraactions.h"

namespace cs {

CameraActions::CameraActions(Session &session, QObject *parent) : QObject(parent), m_calls(session) {}

CameraActions::~CameraActions() = default;

template<api::Method M, class Fn>
void CameraActions::run(CameraId device, Action action, const typename M::Params &params, Fn done)
{
    if (isBusy(device, action))
        return;
    setBusy(device, action, true);
    m_calls.ask<M>(params, [this, device, action, done](const Result<typename M::Reply> &reply) {
        setBusy(device, action, false);
        if (reply.ok())
            done(*reply);
        else
            Q_EMIT failed(device, action, reply.error());
    });
}

void CameraActions::takeSnapshot(CameraId device)
{
    run<api::TakeSnapshot>(
        device, Action::Snapshot, {device, {}},
        [this, device](const api::TakeSnapshot::Reply &reply) { Q_EMIT snapshotTaken(device, reply); });
}

void CameraActions::startRecording(CameraId device, std::optional<std::chrono::seconds> duration)
{
    api::StartRecording::Params params;
    params.device = device;
    if (duration)
        params.duration = duration->count();
    run<api::StartRecording>(
        device, Action::StartRecording, params,
        [this, device](const api::StartRecording::Reply &reply) { Q_EMIT recordingStarted(device, reply); });
}

void CameraActions::stopRecording(CameraId device)
{
    run<api::StopRecording>(
        device, Action::StopRecording, {device},
        [this, device](const api::StopRecording::Reply &reply) { Q_EMIT recordingStopped(device, reply); });
}

Async<QUrl> CameraActions::liveUrl(CameraId device)
{
    auto promise = std::make_shared<Promise<QUrl>>();
    auto answer = promise->future();
    m_calls.ask<api::GetStreamUrl>({device}, [promise](const Result<api::GetStreamUrl::Reply> &reply) {
        if (!reply.ok()) {
            promise->finish(reply.error());
            return;
        }
        const QUrl url(reply->streamUrl, QUrl::StrictMode);
        if (url.scheme().startsWith(QLatin1String("rtsp")) && !url.host().isEmpty())
            promise->finish(url);
        else
            promise->finish(Error::internal(QStringLiteral("the service gave no address for this camera")));
    });
    return answer;
}

Async<api::GetStreamUrl::Reply> CameraActions::streamAddresses(CameraId device)
{
    return m_calls.call<api::GetStreamUrl>({device});
}

void CameraActions::setBusy(CameraId device, Action action, bool busy)
{
    if (busy)
        m_busy.insert({device, action});
    else
        m_busy.erase({device, action});
    Q_EMIT busyChanged(device);
}

}  // namespace cs

#include "moc_cameraactions.cpp"

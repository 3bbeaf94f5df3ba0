#pragma once

#include <chrono>
#include <optional>
#include <set>

#include <QObject>
#include <QUrl>

#include "api/media.h"
#include "api/streams.h"
#include "client/callscope.h"
#include "client/session.h"

namespace cs {

// What an operator does with cameras: snapshots and recordings. One of a kind at a time for each camera; a second is
// ignored while the first is under way. Each ends in exactly one signal, unless this object dies first. Lives on the
// session's thread; the session outlives it.
class CameraActions final : public QObject {
    Q_OBJECT
public:
    enum class Action { Snapshot, StartRecording, StopRecording };
    Q_ENUM(Action)

    explicit CameraActions(Session &session, QObject *parent = nullptr);
    ~CameraActions() override;

    void takeSnapshot(CameraId device);
    // Without a duration it goes on until it is stopped.
    void startRecording(CameraId device, std::optional<std::chrono::seconds> duration = {});
    void stopRecording(CameraId device);
    bool isBusy(CameraId device, Action action) const { return m_busy.contains({device, action}); }
    // RTSP address with a short-lived token: to be asked for at each opening of a player.
    Async<QUrl> liveUrl(CameraId device);
    // All addresses, with tokens.
    Async<api::GetStreamUrl::Reply> streamAddresses(CameraId device);

Q_SIGNALS:
    void snapshotTaken(cs::CameraId device, const cs::api::TakeSnapshot::Reply &snapshot);
    void recordingStarted(cs::CameraId device, const cs::api::StartRecording::Reply &recording);
    void recordingStopped(cs::CameraId device, const cs::api::StopRecording::Reply &recording);
    void failed(cs::CameraId device, cs::CameraActions::Action action, const cs::Error &error);
    void busyChanged(cs::CameraId device);

private:
    template<api::Method M, class Fn>
    void run(CameraId device, Action action, const typename M::Params &params, Fn done);
    void setBusy(CameraId device, Action action, bool busy);

    CallScope m_calls;
    std::set<std::pair<CameraId, Action>> m_busy;
};

}  // namespace cs

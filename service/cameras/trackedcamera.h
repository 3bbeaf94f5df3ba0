#pragma once

#include <memory>

#include <QObject>

#include "cameras/camera.h"
#include "cameras/cameraoptions.h"
#include "cameras/camerasource.h"
#include "cameras/linkwatch.h"
#include "cameras/streamprobe.h"
#include "storage/rows.h"

namespace cs {

// One camera as it is followed: owns its source, judges its link at every poll, measures its frame rate. Service
// thread.
class TrackedCamera : public QObject {
    Q_OBJECT

public:
    TrackedCamera(const StoredCamera &stored, std::unique_ptr<CameraSource> source, MediaServer &server,
                  const Clock &clock, const CameraOptions &options);

    const Camera &camera() const { return m_camera; }
    const StoredCamera &stored() const { return m_stored; }

    // Gives the media server the path and starts the source. InvalidParams if the server can never use it;
    // everything else comes right by itself later.
    Async<Done> start();
    Async<Done> stop();
    // After each poll and each change of the media server. `away` says why it cannot be asked; empty if it can.
    void refresh(const QString &away);

Q_SIGNALS:
    void changed(const cs::Camera &before, const cs::Camera &now);

private:
    using Time = std::chrono::steady_clock::time_point;

    Result<Done> onPathSet(const Result<Done> &result);
    void onSourceChanged();
    void judge();
    void takeState(const PathState *state);
    void cure(const PathState *state, Time now);
    void probe(Time now);
    void onProbed(const Result<StreamFacts> &facts);
    void announce(const Camera &before);

    MediaServer &m_server;
    const Clock &m_clock;
    const CameraOptions m_options;
    const StoredCamera m_stored;
    const std::unique_ptr<CameraSource> m_source;
    const bool m_isPulled;
    LinkWatch m_watch;
    StreamProbe m_probe;
    Camera m_camera;
    QString m_failure;  // the source's last, since the picture last moved
    Time m_nextProbe{};
    std::chrono::milliseconds m_probePause;
    Time m_curedAt{};
    bool m_started = false;
    bool m_isRefused = false;
};

}  // namespace cs

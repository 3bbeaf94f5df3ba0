#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "cameras/camera.h"
#include "mediamtx/mediaserver.h"

namespace cs {

class TrackedCamera;

// Follows all cameras: owns them and tells each of them what the media server says, or why it says nothing. Service
// thread.
class CameraWatch : public QObject {
    Q_OBJECT

public:
    // Without a poll for five times `tick` nothing is connected any more.
    CameraWatch(MediaServer &server, std::chrono::milliseconds tick);
    ~CameraWatch() override;

    // Takes the place of a camera with the same id, if there is one.
    const Camera &follow(std::unique_ptr<TrackedCamera> tracked);
    // Ends a camera that is followed, or one that never was. Until its publisher has ended it is kept, out of sight.
    std::optional<Camera> retire(CameraId id);
    void retire(std::unique_ptr<TrackedCamera> tracked);
    // Ends all. Done once the publishers are gone, those of retired cameras included.
    Async<Done> stop();

    int count() const { return int(m_cameras.size()); }
    std::vector<Camera> cameras() const;
    std::optional<Camera> camera(CameraId id) const;
    std::optional<Camera> byDisplayUrl(const QString &url) const;
    const TrackedCamera *find(CameraId id) const;

Q_SIGNALS:
    void changed(const cs::Camera &before, const cs::Camera &now);

private:
    void tellStopped();
    void onServerState();
    void onPolled();
    void onTick();
    QString serverAway() const;
    void refreshAll();

    MediaServer &m_server;
    std::map<CameraId, std::unique_ptr<TrackedCamera>> m_cameras;
    std::vector<std::unique_ptr<TrackedCamera>> m_ending;
    // Of stop(): who waits, and for how many of the cameras that were followed.
    std::vector<Promise<Done>> m_waiters;
    size_t m_stopping = 0;
    QTimer m_tick;
    bool m_serverWasRunning = false;
    int m_failures = 0;  // since it ran
    int m_ticksWithoutPoll = 0;
};

}  // namespace cs

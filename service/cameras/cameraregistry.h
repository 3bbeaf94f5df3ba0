#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "base/future.h"
#include "cameras/camera.h"
#include "cameras/cameraoptions.h"
#include "cameras/testpicture.h"

namespace cs {

class CameraWatch;
class CamerasTable;
class CredentialBox;
class InternalTokens;
class MediaServer;
class RtspAddress;
class SourceFactory;
class TrackedCamera;
struct StoredCamera;

// Knows which cameras exist and whether their picture moves; gives the media server their paths. Service thread only.
class CameraRegistry : public QObject {
    Q_OBJECT

public:
    // All references outlive the registry.
    CameraRegistry(MediaServer &server, InternalTokens &tokens, CamerasTable &table, const CredentialBox &box,
                   const Clock &clock, CameraOptions options = {});
    ~CameraRegistry() override;

    // Takes up the stored cameras; once, before anything else. Emits cameraAdded for each.
    Async<Done> load();
    // For the end of the service: nothing is followed any more. Done once the publishers are gone.
    Async<Done> stop();

    // In the order of their ids.
    std::vector<Camera> cameras() const;
    std::optional<Camera> camera(CameraId id) const;
    // The camera of an address, as it was added or as it is displayed.
    std::optional<Camera> cameraByUrl(const QString &url) const;
    int limit() const;

    // InvalidParams (stream_url, stream_name) for what cannot be a camera; InvalidState if the address is one already
    // or there are as many cameras as allowed. The answer comes before cameraAdded.
    Async<Camera> addRtsp(const QString &url, const QString &name);
    // NotFound if no camera has this address. Answers with what the camera was; its id is never given again.
    Async<Camera> removeByUrl(const QString &url);
    Async<Camera> remove(CameraId id);
    // Sees to it that `id` is a test camera. InvalidState if the id is, or was, something else.
    Async<Done> ensureTestCamera(CameraId id, const QString &name, const TestPicture &picture);

Q_SIGNALS:
    void cameraAdded(const cs::Camera &camera);
    void cameraRemoved(cs::CameraId id);
    // Link, reason, name, size, frame rate or codecs became another; counters alone are no change.
    void cameraChanged(const cs::Camera &before, const cs::Camera &now);

private:
    using Answer = std::shared_ptr<Promise<Camera>>;

    std::optional<Error> addProblem(const RtspAddress &address, const QString &name) const;
    void onStored(const Result<StoredCamera> &stored, const Answer &answer);
    void onStarted(CameraId id, const Result<Done> &started, const Answer &answer);
    void onTombstoned(CameraId id, const Answer &answer);
    void onEnsured(const StoredCamera &stored);
    std::unique_ptr<TrackedCamera> makeTracked(const StoredCamera &stored);

    MediaServer &m_server;
    InternalTokens &m_tokens;
    CamerasTable &m_table;
    const Clock &m_clock;
    const CameraOptions m_options;
    const std::unique_ptr<SourceFactory> m_sources;
    const std::unique_ptr<CameraWatch> m_watch;
    std::map<CameraId, std::unique_ptr<TrackedCamera>> m_starting;  // stored, but the media server has no path yet
    int m_adding = 0;
};

}  // namespace cs

#pragma once

#include <QHash>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/future.h"
#include "recordings/recording.h"

namespace cs {

class InternalTokens;
class MediaLibrary;
class MediaServer;
class RecordingRun;

// Starts and stops hand-made recordings, one per camera at a time, and ends those that fail. Service thread only.
class Recorder : public QObject {
    Q_OBJECT
public:
    Recorder(MediaServer &server, InternalTokens &tokens, CameraLookup cameras, MediaLibrary &library,
             const Clock &clock, QObject *parent = nullptr);
    ~Recorder() override;

    // Answers once bytes are on disk (10 s at most). With `duration` it stops by itself. Errors: NotFound camera;
    // InvalidState (starting, recording, stopping, storage_full); DependencyFailed (MediaMTX, camera, storage).
    Async<Recording> start(CameraId camera, std::optional<std::chrono::seconds> duration, const QString &by);
    // Answers with what was measured in the closed file. While the recording still starts the stop waits for it; while
    // it already ends, for whatever reason, every stop gets that end. Errors: NotFound camera; InvalidState idle.
    Async<Recording> stop(CameraId camera);
    // The recording of a camera that has bytes on disk and is not ended yet.
    std::optional<Recording> openOne(CameraId camera) const;
    std::vector<Recording> openOnes() const;

    // At the start of the service, once: ends what a crash left open, adopts files without a row.
    Async<Done> recover();
    // Ends all within 3 s and refuses new ones from then on.
    Async<Done> shutdown();

Q_SIGNALS:
    void started(const cs::Recording &recording);
    // About every 5 s per recording; duration and size are measured so far.
    void progressed(const cs::Recording &recording);
    // For every recording that had started, whatever ended it; comes after the answer to `stop`.
    void ended(const cs::Recording &recording);

private:
    void onRunEnded(cs::CameraId camera);

    MediaServer &m_server;
    InternalTokens &m_tokens;
    CameraLookup m_cameras;
    MediaLibrary &m_library;
    const Clock &m_clock;
    bool m_closing = false;
    std::unordered_map<CameraId, std::unique_ptr<RecordingRun>> m_runs;
};

}  // namespace cs

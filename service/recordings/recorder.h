#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "base/workers.h"
#include "mediamtx/mediaserver.h"
#include "recordings/recordingfolder.h"
#include "recordings/runtools.h"
#include "recordings/salvage.h"

namespace cs {

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
    // Those that have bytes on disk and are not ended yet.
    std::vector<Recording> openOnes() const;

    // At the start of the service, once: ends what a crash left open, adopts files without a row.
    Async<Done> recover();
    // Ends all and refuses new ones from then on. Done after 3 s at the latest; what is not closed by then is ended at
    // the next start.
    Async<Done> shutdown();

Q_SIGNALS:
    void started(const cs::Recording &recording);
    // About every 5 s per recording; duration and size are measured so far.
    void progressed(const cs::Recording &recording);
    // For every recording that had started, whatever ended it; comes after the answer to `stop`.
    void ended(const cs::Recording &recording);

private:
    RecordingRun *addRun(CameraId camera, std::optional<std::chrono::seconds> duration, const QString &by);
    void onOver(cs::CameraId camera, bool hadBegun);
    void onServerState(cs::MediaServer::State state);
    void onStrays(const Strays &strays);
    void eachRun(const std::function<void(RecordingRun &)> &speak);
    void tick();
    bool isStorageFull() const;

    MediaServer &m_server;
    const CameraLookup m_cameras;
    MediaLibrary &m_library;
    const Clock &m_clock;
    Workers m_workers{2};
    RecordingFolder m_folder;
    const RunTools m_tools;
    Salvage m_salvage;
    QTimer m_timer;  // runs while there are runs, whether MediaMTX lives or not
    std::unordered_map<CameraId, std::unique_ptr<RecordingRun>> m_runs;
    // A run that failed may leave files that MediaMTX wrote when it was told to stop.
    std::optional<std::chrono::steady_clock::time_point> m_tidyAt;
    bool m_isClosing = false;
    std::optional<Promise<Done>> m_closed;
};

}  // namespace cs

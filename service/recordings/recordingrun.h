#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "recordings/recordingclose.h"
#include "recordings/recordingstart.h"
#include "recordings/runhealth.h"

namespace cs {

// One recording from the order to the measured file. Service thread; lives until over().
class RecordingRun : public QObject {
    Q_OBJECT
public:
    // Without a duration a recording ends after a day: MediaMTX would begin a second file then.
    static constexpr std::chrono::hours MaxLength{24};
    static constexpr std::chrono::seconds ProgressEvery{5};

    RecordingRun(const RunTools &tools, CameraId camera, std::optional<std::chrono::seconds> requested,
                 const QString &by);
    ~RecordingRun() override;

    // Once. Answers when bytes are on disk.
    Async<Recording> begin();
    // Ends it as soon as it has begun, and answers with the measured recording. If it ends already, with that end.
    Async<Recording> stop();
    // Something else ends it: a start that still waits fails with `startError`.
    void end(EndCause cause, const Error &startError);

    // At least every 500 ms.
    void tick(bool storageFull);
    void onStrays(const Strays &strays);

    const Recording &recording() const { return m_close ? m_close->recording() : m_recording; }
    // Bytes are on disk and the end is not measured yet.
    bool isOpen() const;
    // starting, recording or stopping.
    QString stateName() const;

Q_SIGNALS:
    void began();
    void progressed();
    // The last word: every call is answered, the object may go. `hadBegun` is false for a failed start.
    void over(bool hadBegun);

private:
    // Undoing: a failed start.
    enum class Phase { Starting, Recording, Ending, Undoing, Over };
    using Moment = std::chrono::steady_clock::time_point;

    void onBegun();
    void onFailed(const Error &error);
    void armTimer();
    void onStopTimer();
    void watchHealth(bool storageFull);
    bool cameraThere();
    void startEnding(EndCause cause);
    void onLooked(const Result<Fmp4Facts> &facts);
    void finish(const Result<Recording> &result);
    Moment now() const;

    const RunTools m_tools;
    Phase m_phase = Phase::Starting;
    Recording m_recording;
    qint64 m_row = 0;
    std::unique_ptr<RecordingStart> m_start;
    std::unique_ptr<FollowedFile> m_file;
    std::optional<KnownFiles> m_known;
    Strays m_extra;  // files begun after ours
    std::optional<RunHealth> m_health;
    bool m_pathSeen = false;
    QTimer m_stopTimer;
    Moment m_stopAt;
    Moment m_progressAt;
    std::unique_ptr<RecordingClose> m_close;  // once it ends
    std::optional<EndCause> m_endWanted;      // came while it still started
    Promise<Recording> m_startPromise;
    std::vector<Promise<Recording>> m_waiters;
};

}  // namespace cs

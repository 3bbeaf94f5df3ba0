#pragma once

#include <memory>

#include <QObject>

#include "base/error.h"
#include "recordings/diskspace.h"
#include "recordings/followedfile.h"
#include "recordings/recordingfolder.h"
#include "recordings/runtools.h"

namespace cs {

// The way of a recording from the order to bytes on disk and a row, or back to nothing. Service thread.
class RecordingStart : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds Limit{10};

    // `order` says camera, duration and who.
    RecordingStart(const RunTools &tools, Recording order);

    // Once.
    void begin();
    // False: its bytes are on disk already, begun() follows.
    bool giveUp(const Error &error);
    // At least every 500 ms.
    void tick(bool storageFull);
    void onStrays(const Strays &strays);

    // After begun().
    const Recording &recording() const { return m_recording; }
    qint64 row() const { return m_row; }
    std::unique_ptr<FollowedFile> takeFile() { return std::move(m_file); }
    // Files of this camera from before, and the recording's own.
    const KnownFiles &known() const { return m_known; }

Q_SIGNALS:
    void begun();
    // undone() follows when the media server has let go and no file is left.
    void failed(const cs::Error &error);
    void undone();

private:
    enum class Phase { Waiting, Entering, Begun, Failed };

    void onSpace(const Result<SpaceFigures> &figures);
    void lookAtFolder();
    void addPath();
    void follow(const StrayFile &stray);
    void onLooked(const Result<Fmp4Facts> &facts);
    void enter();
    void fail(const Error &error);
    void dropFiles(const Result<Strays> &strays);

    const RunTools m_tools;
    Phase m_phase = Phase::Waiting;
    Recording m_recording;
    qint64 m_row = 0;
    KnownFiles m_known;
    bool m_knowsSpace = false;
    bool m_knowsOlder = false;  // the files from before are in m_known
    std::unique_ptr<FollowedFile> m_file;
    std::chrono::steady_clock::time_point m_deadline;
};

}  // namespace cs

#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "base/result.h"
#include "recordings/followedfile.h"
#include "recordings/runtools.h"

namespace cs {

// The way of a recording from its end to the measured file and the ended row: MediaMTX lets go of the path, closes the
// file, and the file is measured for the last time. Service thread.
class RecordingClose : public QObject {
    Q_OBJECT
public:
    // A MediaMTX that is frozen goes on, and on writing, or is ended by us after ten seconds of silence; who stops such a
    // recording waits, since only then the file is what it will be.
    static constexpr std::chrono::seconds Limit{15};

    // `recording` says why it ends.
    RecordingClose(const RunTools &tools, Recording recording, qint64 row, std::unique_ptr<FollowedFile> file);

    // Once.
    void begin();
    // At least every 500 ms.
    void tick();
    // MediaMTX has ended, for example.
    void look();
    // As far as it is measured.
    const Recording &recording() const { return m_recording; }

Q_SIGNALS:
    // The last word, for every stop.
    void over(const cs::Result<cs::Recording> &result);

private:
    enum class Phase { Closing, Measuring };
    using Moment = std::chrono::steady_clock::time_point;

    void letGo();
    void onLooked(const Result<Fmp4Facts> &facts);
    bool nothingMoreComes(const Fmp4Facts &facts);
    void measure();
    void onMeasured(const Fmp4Outcome &outcome);
    void endRow(const std::optional<Error> &problem);
    void forgetRow(const Error &error);
    bool serverIsThere() const;
    Moment now() const;

    const RunTools m_tools;
    Phase m_phase = Phase::Closing;
    Recording m_recording;
    const qint64 m_row;
    const std::unique_ptr<FollowedFile> m_file;
    // Whether MediaMTX has let go, the file's size, and since when it has been that.
    bool m_pathGone = false;
    bool m_isLettingGo = false;
    bool m_isClosed = false;  // MediaMTX has ended the file
    qint64 m_settledSize = -1;
    Moment m_settledAt;
    Moment m_closeBy;
};

}  // namespace cs

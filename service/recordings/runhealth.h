#pragma once

#include <chrono>
#include <optional>

#include <QtGlobal>

#include "recordings/recording.h"

namespace cs {

// Decides from what is seen of a running recording whether it has to end. A value; knows no files and no server.
class RunHealth {
public:
    using Moment = std::chrono::steady_clock::time_point;

    // No byte for so long: the picture has stopped, whatever the server says of the path.
    static constexpr std::chrono::seconds MaxSilence{6};
    // A death of MediaMTX takes the camera's publisher with it, and news of either may come first; MediaMTX gets the
    // blame if it is to blame, so a lost camera is believed only after this time.
    static constexpr std::chrono::milliseconds LossMustLast{1000};

    struct View {
        Moment now;
        qint64 sizeBytes = 0;  // of the file
        bool fileExists = true;
        bool cameraThere = true;  // connected, and the recording's path available
        bool storageFull = false;
        // MediaMTX began a second file: empty after a write error, with bytes after the source was away.
        bool secondFile = false;
        bool secondFileEmpty = false;
    };

    explicit RunHealth(Moment now, qint64 sizeBytes) : m_sizeBytes(sizeBytes), m_grewAt(now) {}

    std::optional<EndCause> judge(const View &view);

private:
    qint64 m_sizeBytes;
    Moment m_grewAt;
    std::optional<Moment> m_lostSince;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include <QString>

#include "base/filename.h"
#include "base/ids.h"
#include "base/time.h"

namespace cs {

struct Camera;

// How recordings and snapshots ask about a camera; the registry stands behind it.
using CameraLookup = std::function<std::optional<Camera>(CameraId)>;

// Why a recording ended; `toString` gives the names that clients and rows carry.
enum class EndCause { Requested, Duration, CameraLost, MediaMtxLost, StorageFull, ServiceRestart, Shutdown };
QString toString(EndCause cause);
// Whether the end was neither asked for nor orderly.
bool isFailure(EndCause cause);

// One hand-made recording, open or ended.
struct Recording {
    CameraId camera;
    FileName file;                          // the file's real name, from the start to the delete
    QString sessionId;                      // names this recording; no secret
    Timestamp startedAt;                    // of the first picture
    std::optional<Timestamp> endedAt;       // startedAt + duration; nothing while it is open
    std::chrono::microseconds duration{0};  // measured in the file
    qint64 sizeBytes = 0;
    QString format = QStringLiteral("fmp4");
    QString cause;                                  // empty while it is open
    bool failed = false;                            // ended by a failure
    std::optional<std::chrono::seconds> requested;  // of a timed recording
    QString startedBy;
};

}  // namespace cs

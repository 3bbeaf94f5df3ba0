#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QSet>
#include <QString>

#include "base/filename.h"
#include "base/ids.h"
#include "base/time.h"

// What the tables hold, as values. Times are UTC.
namespace cs {

// A camera that was added once. Its id is never given again, also after its removal.
struct StoredCamera {
    CameraId id;
    QString kind;
    QString name;
    // Where its picture comes from, encrypted by whoever stores it; empty once the camera is removed.
    QByteArray sealedSource;
    // The value of its identity; unique among the cameras that exist, empty once the camera is removed.
    QString fingerprint;
    Timestamp createdAt;
    std::optional<Timestamp> deletedAt;
};

// One file made by start_recording, from its first byte to its deletion.
struct StoredRecording {
    qint64 id = 0;
    // The node that holds the file; left empty on insert it becomes this database's own.
    QString nodeId;
    CameraId camera;
    FileName file;
    QString format;
    QString sessionId;
    Timestamp startedAt;
    std::optional<Timestamp> endedAt;
    // Still being written, or was when the service died.
    bool open = true;
    qint64 sizeBytes = 0;
    qint64 durationUs = 0;
    // Why it ended; empty while it is open.
    QString endCause;
    // After how many seconds it was to stop by itself.
    std::optional<qint64> requestedSeconds;
    // The user who started it.
    QString startedBy;
};

// What is known of a recording once it has ended.
struct RecordingEnd {
    Timestamp endedAt;
    qint64 sizeBytes = 0;
    qint64 durationUs = 0;
    QString cause;
};

struct StoredSnapshot {
    qint64 id = 0;
    // As in StoredRecording.
    QString nodeId;
    CameraId camera;
    FileName file;
    Timestamp takenAt;
    qint64 sizeBytes = 0;
    int width = 0;
    int height = 0;
};

// One stored event. `payload` is JSON text.
struct StoredEvent {
    qint64 seq = 0;
    QString type;
    std::optional<CameraId> camera;
    QByteArray payload;
    Timestamp time;
    QString epoch;
};

// A piece of a list, newest first, and how long the whole list is.
template<class Row>
struct RowPage {
    std::vector<Row> rows;
    qint64 total = 0;
};

// The cameras whose rows are wanted; nothing means all.
using CameraFilter = std::optional<QSet<CameraId>>;

// No page is longer: a job may hold the database thread for 50 ms at most.
inline constexpr qint64 MaxPageRows = 1000;

}  // namespace cs

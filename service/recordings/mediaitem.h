#pragma once

#include <chrono>
#include <optional>

#include <QSize>

#include "base/filename.h"
#include "base/ids.h"
#include "base/time.h"
#include "recordings/mediaindex.h"

namespace cs {

struct StoredRecording;
struct StoredSnapshot;

// One listed recording or snapshot.
struct MediaItem {
    MediaKind kind = MediaKind::Recording;
    FileName file;
    CameraId camera;
    qint64 sizeBytes = 0;
    Timestamp createdAt;                                // of the first picture
    Timestamp modifiedAt;                               // of the last byte
    std::optional<std::chrono::microseconds> duration;  // of an ended recording
    bool open = false;
    QString endCause;
    QSize size;  // of a snapshot
};

// As the row has it; of an open recording nothing is known of its size.
MediaItem toMediaItem(const StoredRecording &row);
MediaItem toMediaItem(const StoredSnapshot &row);
// For a file that still grows: its size and time of this moment. Asks the disk, so on a worker.
void measure(MediaItem &item, const QString &path);

}  // namespace cs

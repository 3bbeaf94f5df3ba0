#pragma once

#include <QObject>
#include <QSet>
#include <QSize>

#include <chrono>
#include <optional>
#include <vector>

#include "base/future.h"
#include "recordings/diskspace.h"
#include "recordings/mediaindex.h"
#include "recordings/recording.h"
#include "recordings/snapshot.h"

namespace cs {

class RecordingsTable;
class SnapshotsTable;
struct StoredRecording;

// One listed recording or snapshot.
struct MediaItem {
    MediaKind kind = MediaKind::Recording;
    FileName file;
    CameraId camera;
    qint64 sizeBytes = 0;
    Timestamp createdAt;   // of the first picture
    Timestamp modifiedAt;  // of the last byte
    std::optional<std::chrono::microseconds> duration;  // of an ended recording
    bool open = false;
    QString endCause;
    QSize size;  // of a snapshot
};

struct MediaListing {
    std::vector<MediaItem> items;  // newest first
    qint64 total = 0;              // of all pages
};

struct MediaSizes {
    qint64 recordings = 0;  // bytes
    qint64 snapshots = 0;
};

struct MediaLibraryOptions {
    QString recordingsFolder;  // absolute, without '%' (MediaMTX reads that as a pattern); made if missing
    QString snapshotsFolder;
    SpaceRule space;
    DiskSpace::Probe probe = &DiskSpace::ask;
};

// The recordings and snapshots that exist: keeps file, row and index together, so that none of them is seen without the
// others. Service thread only; the index it feeds is for all threads.
class MediaLibrary : public QObject {
    Q_OBJECT
public:
    MediaLibrary(RecordingsTable &recordings, SnapshotsTable &snapshots, MediaIndex &index, MediaLibraryOptions options,
                 QObject *parent = nullptr);

    // Once, at the start: makes the folders and fills the index from the tables.
    Async<Done> load();

    // Newest first; `cameras`: only theirs (nothing means all). limit 1 to 1000.
    Async<MediaListing> page(MediaKind kind, qint64 limit, qint64 offset, const std::optional<QSet<CameraId>> &cameras = {});
    // NotFound recording or snapshot.
    Async<MediaItem> info(MediaKind kind, const FileName &name);
    // Answers with what it was. NotFound; InvalidState recording for one that is open; DependencyFailed storage.
    Async<MediaItem> remove(MediaKind kind, const FileName &name);
    // Bytes of all that have ended.
    Async<MediaSizes> sizes();

    // Where a file of that name is, whether it exists or not.
    QString pathOf(MediaKind kind, const FileName &name) const;
    // Where MediaMTX writes hand-made recordings: RECORDINGS/manual.
    QString recordingFolder() const;
    const MediaIndex &index() const { return m_index; }
    DiskSpace space(MediaKind kind) const;

    // For the recorder and the snapshots alone: enter what they made.
    Async<qint64> opened(const Recording &recording);
    Async<Done> closed(qint64 row, const Recording &recording);
    Async<Done> adopt(const Recording &recording);
    Async<Done> forget(qint64 row, const FileName &file);
    Async<Done> added(const Snapshot &snapshot);
    Async<std::vector<StoredRecording>> leftOpen();

private:
    RecordingsTable &m_recordings;
    SnapshotsTable &m_snapshots;
    MediaIndex &m_index;
    MediaLibraryOptions m_options;
};

}  // namespace cs

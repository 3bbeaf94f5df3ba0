#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QSet>
#include <QStringList>

#include "base/future.h"
#include "recordings/foldercheck.h"
#include "recordings/mediaindex.h"
#include "recordings/mediaitem.h"

namespace cs {

class RecordingsTable;
class SnapshotsTable;
class UnstoredEnds;
class Workers;
struct StoredRecording;
struct StoredSnapshot;

struct MediaListing {
    std::vector<MediaItem> items;  // newest first
    qint64 total = 0;              // of all pages
};

struct MediaSizes {
    qint64 recordings = 0;  // bytes
    qint64 snapshots = 0;
};

// Where recordings and snapshots are written down; owned by others, outlives who reads it.
struct MediaRows {
    RecordingsTable &recordings;
    SnapshotsTable &snapshots;
    // Ends that the table does not have yet.
    const UnstoredEnds &ends;
    MediaIndex &index;
};

// Says what recordings and snapshots there are, and follows what is removed by hand: see FolderCheck. Service thread.
class MediaLists : public QObject {
    Q_OBJECT
public:
    // The folders of the files themselves.
    MediaLists(const MediaRows &rows, Workers &workers, const QString &recordings, const QString &snapshots);

    // As the functions of MediaLibrary.
    Async<MediaListing> page(MediaKind kind, qint64 limit, qint64 offset, const std::optional<QSet<CameraId>> &cameras);
    Async<MediaItem> info(MediaKind kind, const FileName &name);
    Async<MediaSizes> sizes();
    // Forgets what is gone; the first time, once the index is filled, also shows which disk holds the files.
    Async<Done> check();

    MediaItem itemOf(const StoredRecording &row) const;
    MediaItem itemOf(const StoredSnapshot &row) const;
    // As long as the answer lives a file may be gone and its row there: whoever deletes it sees to both.
    std::shared_ptr<void> hold(MediaKind kind, const FileName &name);

private:
    std::unique_ptr<FolderCheck> makeCheck(MediaKind kind, const QString &folder);
    FolderCheck &checkOf(MediaKind kind) { return kind == MediaKind::Recording ? *m_recordingCheck : *m_snapshotCheck; }
    QStringList &heldOf(MediaKind kind) { return kind == MediaKind::Recording ? m_heldRecordings : m_heldSnapshots; }
    std::vector<FileName> takePiece(MediaKind kind, std::vector<MediaIndex::Known> &gone);
    Async<Done> forget(MediaKind kind, std::vector<MediaIndex::Known> gone);
    Async<MediaListing> measured(MediaListing listing);
    template<class Table>
    Async<MediaListing> pageOf(Table &table, qint64 limit, qint64 offset, const std::optional<QSet<CameraId>> &cameras);

    const MediaRows m_rows;
    Workers &m_workers;
    const QString m_recordings;
    const std::unique_ptr<FolderCheck> m_recordingCheck;
    const std::unique_ptr<FolderCheck> m_snapshotCheck;
    QStringList m_heldRecordings;
    QStringList m_heldSnapshots;
};

}  // namespace cs

#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QSet>

#include "base/future.h"
#include "base/workers.h"
#include "recordings/diskspace.h"
#include "recordings/mediaindex.h"
#include "recordings/medialists.h"
#include "recordings/recording.h"
#include "recordings/snapshot.h"
#include "recordings/spacewatch.h"

namespace cs {

class LostRows;
class RecordingsTable;
class SnapshotsTable;
class UnstoredEnds;
struct StoredRecording;
struct StoredSnapshot;

struct MediaFolders {
    QString recordings;  // absolute, without '%' (MediaMTX reads that as a pattern); made if missing
    QString snapshots;
    SpaceRule rule;
    DiskSpace::Probe probe = &DiskSpace::ask;
};

// The recordings and snapshots that exist: keeps file, row and index together, so that none of them is seen without the
// others. Service thread only; the index it feeds is for all threads.
class MediaLibrary : public QObject {
    Q_OBJECT
public:
    MediaLibrary(RecordingsTable &recordings, SnapshotsTable &snapshots, MediaIndex &index, MediaFolders folders,
                 QObject *parent = nullptr);
    ~MediaLibrary() override;

    // Once, before anything else: makes the folders, fills the index from the tables, and takes up the snapshots and the
    // cameras of files that the tables do not know.
    Async<Done> load();

    // What was removed by hand is not in the answers of these three, nor what lies on a disk that is not there.
    // Newest first; `cameras`: only theirs (nothing means all). limit 1 to 1000.
    Async<MediaListing> page(MediaKind kind, qint64 limit, qint64 offset,
                             const std::optional<QSet<CameraId>> &cameras = {})
    {
        return m_lists->page(kind, limit, offset, cameras);
    }
    // NotFound recording or snapshot.
    Async<MediaItem> info(MediaKind kind, const FileName &name) { return m_lists->info(kind, name); }
    // Bytes of all that have ended.
    Async<MediaSizes> sizes() { return m_lists->sizes(); }
    // Answers with what it was. NotFound; InvalidState recording for one that is open; DependencyFailed storage. A file
    // that is gone already is no error.
    Async<MediaItem> remove(MediaKind kind, const FileName &name);

    // Where a file of that name is, whether it exists or not.
    QString pathOf(MediaKind kind, const FileName &name) const;
    const QString &recordingsFolder() const { return m_folders.recordings; }
    const QString &snapshotsFolder() const { return m_folders.snapshots; }
    // Where MediaMTX puts hand-made recordings.
    const QString &manualFolder() const { return m_manualFolder; }
    // What is known of the free space, a few seconds old at most; asks no disk.
    DiskSpace space(MediaKind kind) const { return watchOf(kind).known(); }
    // Soon space() knows what is free now.
    void lookAtSpace(MediaKind kind) { watchOf(kind).refresh(); }
    // What a worker has just seen.
    void learnSpace(MediaKind kind, const Result<SpaceFigures> &figures) { watchOf(kind).learn(figures); }
    SpaceState spaceState(MediaKind kind) const { return watchOf(kind).state(); }
    // The disk itself, to be asked on a worker.
    DiskSpace disk(MediaKind kind) const;
    const MediaIndex &index() const { return m_index; }

    // The rest is for those who make the media. A recording that began: its row's number.
    Async<qint64> opened(const Recording &recording);
    // It holds at once, also when the database cannot take it yet. NotFound if the row is gone.
    Async<Done> closed(qint64 row, const Recording &recording);
    // A file from before that has no row.
    Async<Done> adopt(const Recording &recording);
    // A recording that came to nothing; its file, if there is one, is removed.
    Async<Done> forget(qint64 row, const FileName &file);
    // The file of a recording that never had a row.
    Async<Done> discard(const FileName &file);
    Async<std::vector<StoredRecording>> leftOpen();
    // One more attempt for ends that the database could not take; answers when it is made.
    Async<Done> storeEnds();
    Async<Done> added(const Snapshot &snapshot);

private:
    void enter(const StoredRecording &row);
    void enter(const StoredSnapshot &row);
    SpaceWatch &watchOf(MediaKind kind) { return kind == MediaKind::Recording ? m_recordingSpace : m_snapshotSpace; }
    const SpaceWatch &watchOf(MediaKind kind) const
    {
        return kind == MediaKind::Recording ? m_recordingSpace : m_snapshotSpace;
    }
    template<class Table>
    Async<Done> fillIndex(Table &table, qint64 offset);
    template<class Table>
    Async<MediaItem> removeFrom(Table &table, MediaKind kind, const FileName &name);

    RecordingsTable &m_recordings;
    SnapshotsTable &m_snapshots;
    MediaIndex &m_index;
    const MediaFolders m_folders;
    const QString m_manualFolder;
    SpaceWatch m_recordingSpace;
    SpaceWatch m_snapshotSpace;
    Workers m_workers{2};
    const std::unique_ptr<UnstoredEnds> m_ends;
    const std::unique_ptr<MediaLists> m_lists;
    const std::unique_ptr<LostRows> m_lostRows;
};

}  // namespace cs

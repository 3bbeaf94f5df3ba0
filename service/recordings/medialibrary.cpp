#include "recordings/medialibrary.h"

#include "recordings/alive.h"
#include "recordings/log.h"
#include "recordings/lostrows.h"
#include "recordings/mediafolders.h"
#include "recordings/unstoredends.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"

namespace cs {

Q_LOGGING_CATEGORY(lcRecordings, "cs.recordings")

MediaLibrary::MediaLibrary(RecordingsTable &recordings, SnapshotsTable &snapshots, MediaIndex &index,
                           MediaFolders folders, QObject *parent)
    : QObject(parent),
      m_recordings(recordings),
      m_snapshots(snapshots),
      m_index(index),
      m_folders(std::move(folders)),
      m_manualFolder(m_folders.recordings + QStringLiteral("/manual")),
      m_recordingSpace(disk(MediaKind::Recording)),
      m_snapshotSpace(disk(MediaKind::Snapshot)),
      m_ends(std::make_unique<UnstoredEnds>(m_recordings)),
      m_lists(std::make_unique<MediaLists>(MediaRows{m_recordings, m_snapshots, *m_ends, m_index}, m_workers,
                                           m_manualFolder, m_folders.snapshots)),
      m_lostRows(std::make_unique<LostRows>(m_recordings, m_snapshots, m_index, m_workers, m_manualFolder,
                                            m_folders.snapshots))
{}

MediaLibrary::~MediaLibrary() = default;

QString MediaLibrary::pathOf(MediaKind kind, const FileName &name) const
{
    return (kind == MediaKind::Recording ? manualFolder() : m_folders.snapshots) + u'/' + name.toString();
}

DiskSpace MediaLibrary::disk(MediaKind kind) const
{
    if (kind == MediaKind::Recording)
        return DiskSpace(m_folders.recordings, m_folders.rule, m_folders.probe, {m_manualFolder});
    return DiskSpace(m_folders.snapshots, m_folders.rule, m_folders.probe);
}

// --- what exists ---

void MediaLibrary::enter(const StoredRecording &row)
{
    m_index.put(MediaKind::Recording, row.file, manualFolder(), row.camera, row.open);
}

void MediaLibrary::enter(const StoredSnapshot &row)
{
    m_index.put(MediaKind::Snapshot, row.file, m_folders.snapshots, row.camera, false);
}

template<class Table>
Async<Done> MediaLibrary::fillIndex(Table &table, qint64 offset)
{
    return andThenAlive(this, table.page(MaxPageRows, offset), [this, &table, offset](const auto &page) {
        for (const auto &row : page.rows)
            enter(row);
        const qint64 next = offset + qint64(page.rows.size());
        return page.rows.empty() || next >= page.total ? ready<Done>(Done{}) : fillIndex(table, next);
    });
}

Async<Done> MediaLibrary::load()
{
    const auto folders = m_workers.run<Done>(
        [manual = manualFolder(), snapshots = m_folders.snapshots]() -> Result<Done> {
            removeUnfinished(snapshots);
            for (const QString &folder : {manual, snapshots}) {
                if (auto made = makeMediaFolder(folder); !made.ok())
                    return made;
            }
            return Done{};
        });
    const auto space = andThenAlive(this, folders, [this](Done) {
        m_snapshotSpace.refresh();
        return m_recordingSpace.look();
    });
    const auto recordings = andThenAlive(this, space, [this](Done) { return fillIndex(m_recordings, 0); });
    const auto snapshots = andThenAlive(this, recordings, [this](Done) { return fillIndex(m_snapshots, 0); });
    const auto checked = andThenAlive(this, snapshots, [this](Done) { return m_lists->check(); });
    return andThenAlive(this, checked, [this](Done) { return m_lostRows->takeUp(); });
}

template<class Table>
Async<MediaItem> MediaLibrary::removeFrom(Table &table, MediaKind kind, const FileName &name)
{
    return andThenAlive(this, table.byName(name), [this, &table, kind, name](const auto &row) {
        const MediaItem item = m_lists->itemOf(row);
        const auto hold = m_lists->hold(kind, name);
        // First the file: a row without a file can be deleted again, a file without a row is found by nobody.
        const auto removed = m_workers.run<Done>([path = pathOf(kind, name)] { return removeMediaFile(path); });
        const auto forgotten = andThenAlive(this, removed, [this, &table, kind, name, id = row.id](Done) {
            m_index.remove(kind, name);
            return table.remove(id);
        });
        return andThenAlive(this, forgotten, [this, item, hold](Done) -> Result<MediaItem> {
            // Whoever makes room wants to see it.
            lookAtSpace(item.kind);
            return item;
        });
    });
}

Async<MediaItem> MediaLibrary::remove(MediaKind kind, const FileName &name)
{
    if (kind == MediaKind::Snapshot)
        return removeFrom(m_snapshots, kind, name);
    const auto entry = m_index.find(kind, name);
    if (entry && entry->open)
        return failed<MediaItem>(
            Error::invalidState(QStringLiteral("%1 is being recorded; stop the recording first").arg(name.toString()),
                                QStringLiteral("recording"), {QStringLiteral("ended")}));
    return removeFrom(m_recordings, kind, name);
}

// --- what is made ---

Async<qint64> MediaLibrary::opened(const Recording &recording)
{
    StoredRecording row;
    row.camera = recording.camera;
    row.file = recording.file;
    row.format = recording.format;
    row.sessionId = recording.sessionId;
    row.startedAt = recording.startedAt;
    row.sizeBytes = recording.sizeBytes;
    row.startedBy = recording.startedBy;
    if (recording.requested)
        row.requestedSeconds = recording.requested->count();
    return andThenAlive(this, m_recordings.insert(row), [this](const StoredRecording &stored) -> Result<qint64> {
        enter(stored);
        return stored.id;
    });
}

Async<Done> MediaLibrary::closed(qint64 row, const Recording &recording)
{
    m_index.put(MediaKind::Recording, recording.file, manualFolder(), recording.camera, false);
    RecordingEnd end;
    end.endedAt = recording.endedAt.value_or(recording.startedAt);
    end.sizeBytes = recording.sizeBytes;
    end.durationUs = recording.duration.count();
    end.cause = recording.cause;
    return m_ends->finish(row, end);
}

Async<Done> MediaLibrary::adopt(const Recording &recording)
{
    return andThenAlive(this, opened(recording), [this, recording](qint64 row) { return closed(row, recording); });
}

Async<Done> MediaLibrary::forget(qint64 row, const FileName &file)
{
    return andThenAlive(this, discard(file), [this, row, file](Done) {
        m_index.remove(MediaKind::Recording, file);
        return m_ends->remove(row);
    });
}

Async<Done> MediaLibrary::discard(const FileName &file)
{
    return m_workers.run<Done>([path = pathOf(MediaKind::Recording, file)] { return removeMediaFile(path); });
}

Async<std::vector<StoredRecording>> MediaLibrary::leftOpen()
{
    return m_recordings.openOnes();
}

Async<Done> MediaLibrary::storeEnds()
{
    return m_ends->storeNow();
}

Async<Done> MediaLibrary::added(const Snapshot &snapshot)
{
    StoredSnapshot row;
    row.camera = snapshot.camera;
    row.file = snapshot.file;
    row.takenAt = snapshot.takenAt;
    row.sizeBytes = snapshot.sizeBytes;
    row.width = snapshot.size.width();
    row.height = snapshot.size.height();
    return andThenAlive(this, m_snapshots.insert(row), [this](const StoredSnapshot &stored) -> Result<Done> {
        enter(stored);
        return Done{};
    });
}

}  // namespace cs

#include "moc_medialibrary.cpp"

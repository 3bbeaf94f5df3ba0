#include "recordings/medialists.h"

#include <algorithm>

#include "base/workers.h"
#include "recordings/alive.h"
#include "recordings/log.h"
#include "recordings/unstoredends.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"

namespace cs {

MediaLists::MediaLists(const MediaRows &rows, Workers &workers, const QString &recordings, const QString &snapshots)
    : m_rows(rows),
      m_workers(workers),
      m_recordings(recordings),
      m_recordingCheck(makeCheck(MediaKind::Recording, recordings)),
      m_snapshotCheck(makeCheck(MediaKind::Snapshot, snapshots))
{}

MediaItem MediaLists::itemOf(const StoredRecording &row) const
{
    return toMediaItem(m_rows.ends.withEnd(row));
}

MediaItem MediaLists::itemOf(const StoredSnapshot &row) const
{
    return toMediaItem(row);
}

// What still grows is looked at on a worker: a disk that hangs keeps such a list waiting, and nobody else.
Async<MediaListing> MediaLists::measured(MediaListing listing)
{
    const auto isOpen = [](const MediaItem &item) { return item.open; };
    if (std::none_of(listing.items.begin(), listing.items.end(), isOpen))
        return ready<MediaListing>(std::move(listing));
    const auto look = [listing = std::move(listing), folder = m_recordings]() mutable -> Result<MediaListing> {
        for (MediaItem &item : listing.items) {
            if (item.open)
                measure(item, folder + u'/' + item.file.toString());
        }
        return std::move(listing);
    };
    return m_workers.run<MediaListing>(look);
}

template<class Table>
Async<MediaListing> MediaLists::pageOf(Table &table, qint64 limit, qint64 offset,
                                       const std::optional<QSet<CameraId>> &cameras)
{
    return andThenAlive(this, table.page(limit, offset, cameras), [this](const auto &page) {
        MediaListing out;
        out.total = page.total;
        for (const auto &row : page.rows)
            out.items.push_back(itemOf(row));
        return measured(std::move(out));
    });
}

Async<MediaListing> MediaLists::page(MediaKind kind, qint64 limit, qint64 offset,
                                     const std::optional<QSet<CameraId>> &cameras)
{
    return andThenAlive(this, checkOf(kind).check(), [this, kind, limit, offset, cameras](Done) {
        if (checkOf(kind).isAway())
            return ready<MediaListing>(MediaListing{});
        return kind == MediaKind::Recording ? pageOf(m_rows.recordings, limit, offset, cameras)
                                            : pageOf(m_rows.snapshots, limit, offset, cameras);
    });
}

Async<MediaItem> MediaLists::info(MediaKind kind, const FileName &name)
{
    const auto found = andThenAlive(this, checkOf(kind).check(), [this, kind, name](Done) {
        const auto measureOne = [this](const auto &row) { return measured({{itemOf(row)}, 1}); };
        if (kind == MediaKind::Recording)
            return andThenAlive(this, m_rows.recordings.byName(name), measureOne);
        return andThenAlive(this, m_rows.snapshots.byName(name), measureOne);
    });
    return andThenAlive(this, found, [this, kind](const MediaListing &one) -> Result<MediaItem> {
        const MediaItem &item = one.items.front();
        if (!checkOf(kind).isAway())
            return item;
        const bool isRecording = kind == MediaKind::Recording;
        return Error::notFound(isRecording ? QStringLiteral("recording") : QStringLiteral("snapshot"),
                               item.file.toString());
    });
}

Async<MediaSizes> MediaLists::sizes()
{
    const auto first = andThenAlive(this, check(), [this](Done) { return m_rows.recordings.totalBytes(); });
    return andThenAlive(this, first, [this](qint64 recordings) {
        const auto second = m_rows.snapshots.totalBytes();
        return andThenAlive(this, second, [this, recordings](qint64 snapshots) -> Result<MediaSizes> {
            return MediaSizes{m_recordingCheck->isAway() ? 0 : recordings, m_snapshotCheck->isAway() ? 0 : snapshots};
        });
    });
}

// --- what is gone ---

std::unique_ptr<FolderCheck> MediaLists::makeCheck(MediaKind kind, const QString &folder)
{
    return std::make_unique<FolderCheck>(
        kind, m_rows.index, m_workers,
        [folder](const std::optional<FolderStamp> &known) { return listFolder(folder, known); },
        [this, kind, folder](const std::vector<MediaIndex::Known> &missing) {
            const auto gone = m_workers.run<std::vector<MediaIndex::Known>>(
                [folder, missing]() -> Result<std::vector<MediaIndex::Known>> { return surelyGone(folder, missing); });
            return andThenAlive(
                this, gone, [this, kind](const std::vector<MediaIndex::Known> &sure) { return forget(kind, sure); });
        });
}

Async<Done> MediaLists::check()
{
    const auto recordings = m_recordingCheck->check();
    const auto snapshots = m_snapshotCheck->check();
    return andThenAlive(this, recordings, [snapshots](Done) { return snapshots; });
}

std::shared_ptr<void> MediaLists::hold(MediaKind kind, const FileName &name)
{
    heldOf(kind) << name.toString();
    return {nullptr, [guard = QPointer<MediaLists>(this), kind, name](void *) {
                if (guard)
                    guard->heldOf(kind).removeOne(name.toString());
            }};
}

// The last of them, but for those whose file came back under the same name or is being deleted.
std::vector<FileName> MediaLists::takePiece(MediaKind kind, std::vector<MediaIndex::Known> &gone)
{
    constexpr size_t pieceRows = 200;
    std::vector<FileName> piece;
    for (; !gone.empty() && piece.size() < pieceRows; gone.pop_back()) {
        const MediaIndex::Known &one = gone.back();
        const auto file = FileName::parse(one.name);
        if (file && m_rows.index.holds(kind, one) && !heldOf(kind).contains(one.name))
            piece.push_back(*file);
    }
    return piece;
}

// Piece by piece: a job must not hold the database for long.
Async<Done> MediaLists::forget(MediaKind kind, std::vector<MediaIndex::Known> gone)
{
    const std::vector<FileName> files = takePiece(kind, gone);
    if (files.empty())
        return ready<Done>(Done{});
    const auto forgotten = kind == MediaKind::Recording ? m_rows.recordings.forget(files)
                                                        : m_rows.snapshots.forget(files);
    return andThenAlive(this, forgotten, [this, kind, files, gone = std::move(gone)](Done) mutable {
        qCInfo(lcRecordings, "%d files are gone from their folder and are forgotten, %s is one of them",
               int(files.size()), qUtf8Printable(files.front().toString()));
        for (const FileName &file : files)
            m_rows.index.remove(kind, file);
        return forget(kind, std::move(gone));
    });
}

}  // namespace cs

#include "moc_medialists.cpp"

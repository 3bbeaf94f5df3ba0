#include "recordings/lostrows.h"

#include <algorithm>

#include <QDirIterator>
#include <QFileInfo>

#include "base/workers.h"
#include "recordings/alive.h"
#include "recordings/filehandle.h"
#include "recordings/jpegheader.h"
#include "recordings/log.h"
#include "recordings/mediaindex.h"
#include "recordings/medianames.h"
#include "recordings/recordingfolder.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"

namespace cs {
namespace {

struct Finds {
    QSet<CameraId> cameras;
    std::vector<StoredSnapshot> snapshots;
};

// The size of the picture in a file, if it is one; reads only where that stands.
QSize pictureSize(const FileHandle &file)
{
    constexpr qint64 headBytes = 64 << 10;
    const qint64 size = file.size();
    QByteArray jpeg = file.readAt(0, headBytes);
    if (size > headBytes)
        jpeg += file.readAt(size - 2, 2);
    return jpegSize(jpeg).value_or(QSize());
}

// Only under the name that we give: under another one nobody can tell whose picture it is.
std::optional<StoredSnapshot> snapshotAt(const QFileInfo &info)
{
    const auto file = FileName::parse(info.fileName());
    const auto name = parseSnapshotName(info.fileName());
    if (!file || !name)
        return std::nullopt;
    const auto opened = FileHandle::open(info.filePath(), FileHandle::Access::Read);
    const QSize size = opened.ok() ? pictureSize(*opened) : QSize();
    if (size.isEmpty())
        return std::nullopt;
    StoredSnapshot out;
    out.camera = name->camera;
    out.file = *file;
    out.takenAt = name->startedAt;
    out.sizeBytes = opened->size();
    out.width = size.width();
    out.height = size.height();
    return out;
}

// On a worker.
Result<Finds> findFiles(const QString &manual, const QString &snapshots, const MediaIndex &index)
{
    Finds out;
    const auto recordings = listStrays(manual, index);
    for (const StrayFile &stray : recordings.ok() ? *recordings : Strays{}) {
        if (stray.name.camera.number() <= LostRows::MaxCamera)
            out.cameras.insert(stray.name.camera);
    }
    QDirIterator entries(snapshots, {QStringLiteral("camera*.jpg")}, QDir::Files | QDir::NoSymLinks);
    while (entries.hasNext()) {
        entries.next();
        const auto name = FileName::parse(entries.fileName());
        if (!name || index.contains(MediaKind::Snapshot, *name))
            continue;
        auto snapshot = snapshotAt(entries.fileInfo());
        if (!snapshot || snapshot->camera.number() > LostRows::MaxCamera)
            continue;
        out.cameras.insert(snapshot->camera);
        out.snapshots.push_back(std::move(*snapshot));
    }
    return out;
}

}  // namespace

LostRows::LostRows(RecordingsTable &recordings, SnapshotsTable &snapshots, MediaIndex &index, Workers &workers,
                   QString manualFolder, QString snapshotsFolder)
    : m_recordings(recordings),
      m_snapshots(snapshots),
      m_index(index),
      m_workers(workers),
      m_manualFolder(std::move(manualFolder)),
      m_snapshotsFolder(std::move(snapshotsFolder))
{}

Async<Done> LostRows::takeUp()
{
    const auto look = [manual = m_manualFolder, snapshots = m_snapshotsFolder, &index = m_index] {
        return findFiles(manual, snapshots, index);
    };
    const auto stored = andThenAlive(this, m_workers.run<Finds>(look), [this](const Finds &finds) {
        if (finds.cameras.isEmpty())
            return ready<Done>(Done{});
        return andThenAlive(
            this, m_recordings.rememberCameras(finds.cameras), [this, snapshots = finds.snapshots](qint64 unknown) {
                if (unknown > 0)
                    qCWarning(lcRecordings, "there are files of %d cameras that the database forgot", int(unknown));
                return store(snapshots);
            });
    });
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenAlive(this, stored, [promise](const Result<Done> &result) {
        if (!result.ok())
            qCWarning(lcRecordings, "files without rows are not taken up: %s", qUtf8Printable(result.error().message));
        promise->finish(Done{});
    });
    return answer;
}

// Piece by piece, from the end: a job must not hold the database for long.
Async<Done> LostRows::store(std::vector<StoredSnapshot> snapshots)
{
    constexpr size_t pieceRows = 200;
    if (snapshots.empty())
        return ready<Done>(Done{});
    const auto from = snapshots.end() - qptrdiff(std::min(pieceRows, snapshots.size()));
    const std::vector<StoredSnapshot> piece(from, snapshots.end());
    snapshots.erase(from, snapshots.end());
    return andThenAlive(this, m_snapshots.insertAll(piece),
                        [this, rest = std::move(snapshots)](const std::vector<StoredSnapshot> &stored) mutable {
                            for (const StoredSnapshot &row : stored) {
                                qCInfo(lcRecordings, "the snapshot %s is listed again",
                                       qUtf8Printable(row.file.toString()));
                                m_index.put(MediaKind::Snapshot, row.file, m_snapshotsFolder, row.camera, false);
                            }
                            return store(std::move(rest));
                        });
}

}  // namespace cs

#include "moc_lostrows.cpp"

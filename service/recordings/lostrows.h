#pragma once

#include <vector>

#include <QObject>
#include <QSet>

#include "base/future.h"
#include "storage/rows.h"

namespace cs {

class MediaIndex;
class RecordingsTable;
class SnapshotsTable;
class Workers;

// Brings back what the database does not know of the files in the media folders, as after its loss: their cameras, as
// removed ones, and the snapshots. Recordings are measured first, by Salvage. Service thread.
class LostRows : public QObject {
    Q_OBJECT
public:
    // A greater number in a file's name was never a camera's, and would use up the ids.
    static constexpr quint32 MaxCamera = 999'999;

    // The folders of the files; all else outlives this object.
    LostRows(RecordingsTable &recordings, SnapshotsTable &snapshots, MediaIndex &index, Workers &workers,
             QString manualFolder, QString snapshotsFolder);

    // Once the index is filled. Whatever goes wrong is logged and is no reason not to start: the files stay.
    Async<Done> takeUp();

private:
    Async<Done> store(std::vector<StoredSnapshot> snapshots);

    RecordingsTable &m_recordings;
    SnapshotsTable &m_snapshots;
    MediaIndex &m_index;
    Workers &m_workers;
    const QString m_manualFolder;
    const QString m_snapshotsFolder;
};

}  // namespace cs

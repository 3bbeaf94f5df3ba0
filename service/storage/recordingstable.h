#pragma once

#include <vector>

#include "storage/database.h"
#include "storage/rows.h"

namespace cs {

// The recordings whose files exist. Service thread; the database must outlive it.
class RecordingsTable {
public:
    explicit RecordingsTable(Database &database) : m_database(database) {}

    // `id` is given by the table; the answer is the row as stored. InvalidState if the file's name is taken.
    Async<StoredRecording> insert(const StoredRecording &row);
    // Ends an open one. NotFound if there is none with that id or it has ended before.
    Async<StoredRecording> finish(qint64 id, const RecordingEnd &end);
    // NotFound if there is none of that name.
    Async<StoredRecording> byName(const FileName &file);
    // Those that are being written, or were when the service died; oldest first, at most MaxPageRows.
    Async<std::vector<StoredRecording>> openOnes();
    // Newest first by start and id, at most MaxPageRows.
    Async<RowPage<StoredRecording>> page(qint64 limit, qint64 offset, const CameraFilter &cameras = {});
    // For files that outlived the database: see addLostCameras(). Answers how many cameras were unknown.
    Async<qint64> rememberCameras(const QSet<CameraId> &cameras);
    // Forgets a file that is gone. NotFound if there is no such row.
    Async<Done> remove(qint64 id);
    // Forgets files that were removed by hand; few at once, all or none. One without a row is no error.
    Async<Done> forget(const std::vector<FileName> &files);
    // Of all; one that is open counts with the size it had when it was stored.
    Async<qint64> totalBytes();

private:
    Database &m_database;
};

}  // namespace cs

#pragma once

#include <vector>

#include "storage/database.h"
#include "storage/rows.h"

namespace cs {

// The snapshots whose files exist. Service thread; the database must outlive it.
class SnapshotsTable {
public:
    explicit SnapshotsTable(Database &database) : m_database(database) {}

    // `id` is given by the table; the answer is the row as stored. InvalidState if the file's name is taken.
    Async<StoredSnapshot> insert(const StoredSnapshot &row);
    // Few rows at once, all or none; answers those it stored. A row whose name is taken is left out.
    Async<std::vector<StoredSnapshot>> insertAll(const std::vector<StoredSnapshot> &rows);
    // NotFound if there is none of that name.
    Async<StoredSnapshot> byName(const FileName &file);
    // Newest first by time and id, at most MaxPageRows.
    Async<RowPage<StoredSnapshot>> page(qint64 limit, qint64 offset, const CameraFilter &cameras = {});
    // Forgets a file that is gone. NotFound if there is no such row.
    Async<Done> remove(qint64 id);
    // Forgets files that were removed by hand; few at once, all or none. One without a row is no error.
    Async<Done> forget(const std::vector<FileName> &files);
    Async<qint64> totalBytes();

private:
    Database &m_database;
};

}  // namespace cs

#include "storage/snapshotstable.h"

#include "storage/gonefiles.h"
#include "storage/mediapage.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

constexpr const char *snapshotColumns = "id, node_id, camera_id, file, taken_at, size_bytes, width, height";

QString snapshotSql(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1String("{columns}"), QLatin1String(snapshotColumns));
}

std::optional<StoredSnapshot> readSnapshot(const QSqlQuery &query)
{
    const auto camera = cameraAt(query, 2);
    const auto file = FileName::parse(query.value(3).toString());
    if (!camera || !file)
        return std::nullopt;
    StoredSnapshot row;
    row.id = query.value(0).toLongLong();
    row.nodeId = query.value(1).toString();
    row.camera = *camera;
    row.file = *file;
    row.takenAt = timeAt(query, 4);
    row.sizeBytes = query.value(5).toLongLong();
    row.width = query.value(6).toInt();
    row.height = query.value(7).toInt();
    return row;
}

Error noSnapshot(const QString &what)
{
    return Error::notFound(QStringLiteral("snapshot"), what);
}

Result<StoredSnapshot> insertRow(QSqlDatabase &db, const StoredSnapshot &row)
{
    if (!row.camera.isValid() || !row.file.isValid())
        return Error::internal(QStringLiteral("a snapshot without camera or name cannot be stored"));
    Statement insert(
        db, snapshotSql(
                "insert into snapshots (node_id, camera_id, file, taken_at, size_bytes, width, height) "
                "values (coalesce(nullif(?, ''), (select value from meta where key = 'node_id')), ?, ?, ?, ?, ?, ?) "
                "returning {columns}"));
    auto stored = insert.row<StoredSnapshot>({sqlText(row.nodeId), qint64(row.camera.number()),
                                              sqlText(row.file.toString()), sqlTime(row.takenAt), row.sizeBytes,
                                              row.width, row.height},
                                             readSnapshot);
    if (stored.ok() && *stored)
        return std::move(**stored);
    if (insert.duplicate()) {
        return Error::invalidState(QStringLiteral("there is a snapshot %1 already").arg(row.file.toString()),
                                   QStringLiteral("exists"), {QStringLiteral("absent")});
    }
    return stored.ok() ? Error::internal(QStringLiteral("a row that was just written is not there")) : stored.error();
}

}  // namespace

Async<StoredSnapshot> SnapshotsTable::insert(const StoredSnapshot &row)
{
    return m_database.run<StoredSnapshot>([row](QSqlDatabase &db) { return insertRow(db, row); });
}

Async<std::vector<StoredSnapshot>> SnapshotsTable::insertAll(const std::vector<StoredSnapshot> &rows)
{
    using Rows = std::vector<StoredSnapshot>;
    const auto insertThem = [rows](QSqlDatabase &db) -> Result<Rows> {
        Rows out;
        for (const StoredSnapshot &row : rows) {
            auto stored = insertRow(db, row);
            if (stored.ok())
                out.push_back(std::move(*stored));
            else if (stored.error().code != ErrorCode::InvalidState)
                return stored.error();
        }
        return out;
    };
    return m_database.run<Rows>(
        [insertThem](QSqlDatabase &db) { return inTransaction<Rows>(db, [&] { return insertThem(db); }); });
}

Async<StoredSnapshot> SnapshotsTable::byName(const FileName &file)
{
    return m_database.run<StoredSnapshot>([file](QSqlDatabase &db) -> Result<StoredSnapshot> {
        Statement select(
            db, snapshotSql(
                    "select {columns} from snapshots where node_id = (select value from meta where key = 'node_id') "
                    "and file = ?"));
        auto row = select.row<StoredSnapshot>({sqlText(file.toString())}, readSnapshot);
        if (!row.ok())
            return row.error();
        if (!*row)
            return noSnapshot(file.toString());
        return std::move(**row);
    });
}

Async<RowPage<StoredSnapshot>> SnapshotsTable::page(qint64 limit, qint64 offset, const CameraFilter &cameras)
{
    const PageSql page = pageSql(QStringLiteral("snapshots"), QString::fromLatin1(snapshotColumns),
                                 QStringLiteral("taken_at"), limit, offset, cameras);
    return m_database.run<RowPage<StoredSnapshot>>(
        [page](QSqlDatabase &db) { return readPage(db, page, readSnapshot); });
}

Async<Done> SnapshotsTable::remove(qint64 id)
{
    return m_database.run<Done>([id](QSqlDatabase &db) -> Result<Done> {
        const auto removed = Statement(db, QStringLiteral("delete from snapshots where id = ?")).run({id});
        if (!removed.ok())
            return removed.error();
        if (*removed == 0)
            return noSnapshot(QString::number(id));
        return Done{};
    });
}

Async<Done> SnapshotsTable::forget(const std::vector<FileName> &files)
{
    return m_database.run<Done>(
        [files](QSqlDatabase &db) { return forgetFiles(db, QStringLiteral("snapshots"), files); });
}

Async<qint64> SnapshotsTable::totalBytes()
{
    return m_database.run<qint64>([](QSqlDatabase &db) -> Result<qint64> {
        const auto sum =
            Statement(db, QStringLiteral("select cast(coalesce(sum(size_bytes), 0) as bigint) from snapshots")).value();
        if (!sum.ok())
            return sum.error();
        return sum->toLongLong();
    });
}

}  // namespace cs

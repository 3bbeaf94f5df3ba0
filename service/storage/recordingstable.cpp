#include "storage/recordingstable.h"

#include "storage/gonefiles.h"
#include "storage/lostcameras.h"
#include "storage/mediapage.h"
#include "storage/statement.h"

namespace cs {

namespace {

constexpr const char *recordingColumns =
    "id, node_id, camera_id, file, format, session_id, started_at, ended_at, open, size_bytes, "
    "duration_us, end_cause, requested_seconds, started_by";

QString recordingSql(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1String("{columns}"), QLatin1String(recordingColumns));
}

std::optional<StoredRecording> readRecording(const QSqlQuery &query)
{
    const auto camera = cameraAt(query, 2);
    const auto file = FileName::parse(query.value(3).toString());
    if (!camera || !file)
        return std::nullopt;
    StoredRecording row;
    row.id = query.value(0).toLongLong();
    row.nodeId = query.value(1).toString();
    row.camera = *camera;
    row.file = *file;
    row.format = query.value(4).toString();
    row.sessionId = query.value(5).toString();
    row.startedAt = timeAt(query, 6);
    row.endedAt = maybeTimeAt(query, 7);
    row.open = query.value(8).toBool();
    row.sizeBytes = query.value(9).toLongLong();
    row.durationUs = query.value(10).toLongLong();
    row.endCause = query.value(11).toString();
    row.requestedSeconds = maybeNumberAt(query, 12);
    row.startedBy = query.value(13).toString();
    return row;
}

Error noRecording(const QString &what)
{
    return Error::notFound(QStringLiteral("recording"), what);
}

Result<StoredRecording> insertRow(QSqlDatabase &db, const StoredRecording &row)
{
    if (!row.camera.isValid() || !row.file.isValid())
        return Error::internal(QStringLiteral("a recording without camera or name cannot be stored"));
    Statement insert(
        db, recordingSql(
                "insert into recordings (node_id, camera_id, file, format, session_id, started_at, ended_at, open, "
                "size_bytes, duration_us, end_cause, requested_seconds, started_by) "
                "values (coalesce(nullif(?, ''), (select value from meta where key = 'node_id')), "
                "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning {columns}"));
    const QVariantList values{sqlText(row.nodeId),
                              qint64(row.camera.number()),
                              sqlText(row.file.toString()),
                              sqlText(row.format),
                              sqlText(row.sessionId),
                              sqlTime(row.startedAt),
                              sqlTime(row.endedAt),
                              row.open,
                              row.sizeBytes,
                              row.durationUs,
                              sqlText(row.endCause),
                              sqlNumber(row.requestedSeconds),
                              sqlText(row.startedBy)};
    auto stored = insert.row<StoredRecording>(values, readRecording);
    if (stored.ok() && *stored)
        return std::move(**stored);
    if (insert.duplicate()) {
        return Error::invalidState(QStringLiteral("there is a recording %1 already").arg(row.file.toString()),
                                   QStringLiteral("exists"), {QStringLiteral("absent")});
    }
    return stored.ok() ? Error::internal(QStringLiteral("a row that was just written is not there")) : stored.error();
}

}  // namespace

Async<StoredRecording> RecordingsTable::insert(const StoredRecording &row)
{
    return m_database.run<StoredRecording>([row](QSqlDatabase &db) { return insertRow(db, row); });
}

Async<StoredRecording> RecordingsTable::finish(qint64 id, const RecordingEnd &end)
{
    return m_database.run<StoredRecording>([id, end](QSqlDatabase &db) -> Result<StoredRecording> {
        Statement update(
            db,
            recordingSql("update recordings set open = ?, ended_at = ?, size_bytes = ?, duration_us = ?, end_cause = ? "
                         "where id = ? and open returning {columns}"));
        auto row = update.row<StoredRecording>(
            {false, sqlTime(end.endedAt), end.sizeBytes, end.durationUs, sqlText(end.cause), id}, readRecording);
        if (!row.ok())
            return row.error();
        if (!*row)
            return noRecording(QString::number(id));
        return std::move(**row);
    });
}

Async<StoredRecording> RecordingsTable::byName(const FileName &file)
{
    return m_database.run<StoredRecording>([file](QSqlDatabase &db) -> Result<StoredRecording> {
        Statement select(
            db, recordingSql(
                    "select {columns} from recordings where node_id = (select value from meta where key = 'node_id') "
                    "and file = ?"));
        auto row = select.row<StoredRecording>({sqlText(file.toString())}, readRecording);
        if (!row.ok())
            return row.error();
        if (!*row)
            return noRecording(file.toString());
        return std::move(**row);
    });
}

Async<std::vector<StoredRecording>> RecordingsTable::openOnes()
{
    return m_database.run<std::vector<StoredRecording>>([](QSqlDatabase &db) {
        Statement select(db,
                         recordingSql("select {columns} from recordings where open order by started_at, id limit ?"));
        return select.rows<StoredRecording>({MaxPageRows}, readRecording);
    });
}

Async<RowPage<StoredRecording>> RecordingsTable::page(qint64 limit, qint64 offset, const CameraFilter &cameras)
{
    const PageSql page = pageSql(QStringLiteral("recordings"), QString::fromLatin1(recordingColumns),
                                 QStringLiteral("started_at"), limit, offset, cameras);
    return m_database.run<RowPage<StoredRecording>>(
        [page](QSqlDatabase &db) { return readPage(db, page, readRecording); });
}

Async<qint64> RecordingsTable::rememberCameras(const QSet<CameraId> &cameras)
{
    return m_database.run<qint64>([cameras](QSqlDatabase &db) { return addLostCameras(db, cameras); });
}

Async<Done> RecordingsTable::remove(qint64 id)
{
    return m_database.run<Done>([id](QSqlDatabase &db) -> Result<Done> {
        const auto removed = Statement(db, QStringLiteral("delete from recordings where id = ?")).run({id});
        if (!removed.ok())
            return removed.error();
        if (*removed == 0)
            return noRecording(QString::number(id));
        return Done{};
    });
}

Async<Done> RecordingsTable::forget(const std::vector<FileName> &files)
{
    return m_database.run<Done>(
        [files](QSqlDatabase &db) { return forgetFiles(db, QStringLiteral("recordings"), files); });
}

Async<qint64> RecordingsTable::totalBytes()
{
    return m_database.run<qint64>([](QSqlDatabase &db) -> Result<qint64> {
        const auto sum = Statement(
                             db, QStringLiteral("select cast(coalesce(sum(size_bytes), 0) as bigint) from recordings"))
                             .value();
        if (!sum.ok())
            return sum.error();
        return sum->toLongLong();
    });
}

}  // namespace cs

#include "auditchain/chaindatabase.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

#include "auditchain/chainrows.h"
#include "auditchain/chainwriter.h"
#include "auditchain/signedtext.h"

namespace cs {

namespace {

// As in the first migration of the service's database.
constexpr int ApplicationId = 1129534038;

Error unreadable(const QSqlError &error)
{
    return Error::internal(QStringLiteral("the database cannot be read: %1").arg(error.databaseText()));
}

// The first column of the first row, invalid if there is none.
Result<QVariant> valueOf(const QString &connection, const QString &sql, const QVariantList &values = {})
{
    QSqlQuery query(QSqlDatabase::database(connection, false));
    query.setForwardOnly(true);
    query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return unreadable(query.lastError());
    return query.next() ? query.value(0) : QVariant();
}

Result<qint64> numberOf(const QString &connection, const QString &sql, const QVariantList &values = {})
{
    const auto value = valueOf(connection, sql, values);
    if (!value.ok())
        return value.error();
    return value->toLongLong();
}

template<class Row, class Read>
Result<std::vector<Row>> rowsOf(const QString &connection, const QString &sql, const QVariantList &values, Read read)
{
    QSqlQuery query(QSqlDatabase::database(connection, false));
    query.setForwardOnly(true);
    query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return unreadable(query.lastError());
    std::vector<Row> rows;
    while (query.next())
        rows.push_back(read(query));
    if (query.lastError().isValid())
        return unreadable(query.lastError());
    return rows;
}

}  // namespace

Result<std::unique_ptr<ChainDatabase>> ChainDatabase::open(const QString &file)
{
    // SQLite would make a missing file.
    if (!QFileInfo(file).isFile())
        return Error::internal(QStringLiteral("there is no database file %1").arg(file));
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return Error::internal(QStringLiteral("Qt's SQLite driver is missing; install libqt6sql6-sqlite"));
    const QString name = QFileInfo(file).absoluteFilePath();
    std::unique_ptr<ChainDatabase> made(new ChainDatabase(QUuid::createUuid().toString()));
    auto connected = made->connectTo(file, name, QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"));
    if (!connected.ok() && !QFileInfo::exists(name + QStringLiteral("-wal"))) {
        // Where nothing may be written, SQLite cannot make the files it shares with writers; without a log beside the
        // file there is none, so that it may be read as it is.
        const QString url = QUrl::fromLocalFile(name).toString(QUrl::FullyEncoded) + QStringLiteral("?immutable=1");
        connected = made->connectTo(file, url, QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI"));
    }
    if (!connected.ok())
        return connected.error();
    return made;
}

Result<Done> ChainDatabase::connectTo(const QString &file, const QString &name, const QString &options)
{
    QSqlDatabase::removeDatabase(m_connection);
    QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    db.setConnectOptions(options);
    db.setDatabaseName(name);
    if (!db.open())
        return unreadable(db.lastError());
    // The file may come from anywhere: its schema must not run functions, and its pages may lie.
    for (const char *setting : {"pragma trusted_schema = off", "pragma cell_size_check = on"}) {
        if (auto set = valueOf(m_connection, QString::fromLatin1(setting)); !set.ok())
            return set.error();
    }
    const auto id = numberOf(m_connection, QStringLiteral("pragma application_id"));
    if (!id.ok())
        return id.error();
    if (*id != ApplicationId)
        return Error::internal(QStringLiteral("%1 is not the database of a camera service").arg(file));
    return readOrigin();
}

Result<Done> ChainDatabase::readOrigin()
{
    const auto node = valueOf(m_connection, QStringLiteral("select value from meta where key = 'node_id'"));
    if (!node.ok())
        return node.error();
    m_origin = originHash(node->toString());
    return Done{};
}

ChainDatabase::~ChainDatabase()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<ChainDatabase::Start> ChainDatabase::start(const AuditPublicKey &key)
{
    const auto line = valueOf(m_connection, QStringLiteral("select value from meta where key = ?"),
                              {QString::fromLatin1(AnchorFact)});
    if (!line.ok())
        return line.error();
    const ChainPoint beginning{0, m_origin};
    if (!line->isValid())
        return Start{beginning, {}};
    const auto anchor = signedPointOf(line->toString().toUtf8());
    if (!anchor || !key.verify(PointKind::Anchor, m_origin, *anchor))
        return Start{beginning, QStringLiteral("the beginning of the trail is not signed by this service's key")};
    return Start{{anchor->seq, anchor->hash}, {}};
}

Result<qint64> ChainDatabase::lastSeq()
{
    return numberOf(m_connection, QStringLiteral("select coalesce(max(seq), 0) from audit_records"));
}

Result<qint64> ChainDatabase::firstSince(Timestamp time)
{
    return numberOf(m_connection,
                    QStringLiteral("select coalesce((select min(seq) from audit_records where at >= ?), "
                                   "(select coalesce(max(seq), 0) + 1 from audit_records))"),
                    {toMicroseconds(time)});
}

Result<qint64> ChainDatabase::lastBefore(Timestamp time)
{
    return numberOf(m_connection, QStringLiteral("select coalesce(max(seq), 0) from audit_records where at < ?"),
                    {toMicroseconds(time)});
}

Result<std::optional<qint64>> ChainDatabase::signedFrom(qint64 seq)
{
    const auto found = valueOf(m_connection, QStringLiteral("select min(seq) from audit_checkpoints where seq >= ?"),
                               {seq});
    if (!found.ok())
        return found.error();
    return found->isNull() ? std::optional<qint64>() : std::optional(found->toLongLong());
}

Result<std::optional<QByteArray>> ChainDatabase::hashOf(qint64 seq)
{
    if (seq == 0)
        return std::optional(m_origin);
    const auto found = valueOf(m_connection, QStringLiteral("select hash from audit_records where seq = ?"), {seq});
    if (!found.ok())
        return found.error();
    return found->isValid() ? std::optional(found->toByteArray()) : std::optional<QByteArray>();
}

Result<ChainPage> ChainDatabase::page(qint64 after, qint64 upTo)
{
    // Both reads see the same moment, or a checkpoint that is written between them would sign records not read.
    QSqlDatabase db = QSqlDatabase::database(m_connection, false);
    if (!db.transaction())
        return unreadable(db.lastError());
    auto page = readPage(after, upTo);
    db.rollback();
    return page;
}

Result<ChainPage> ChainDatabase::readPage(qint64 after, qint64 upTo)
{
    auto records = rowsOf<AuditRecord>(
        m_connection,
        QStringLiteral("select %1 from audit_records where seq > ? and seq <= ? order by seq limit ?")
            .arg(QLatin1String(AuditRecordColumns)),
        {after, upTo, PageRows}, auditRecordAt);
    if (!records.ok())
        return records.error();
    const bool last = records->size() < size_t(PageRows);
    const qint64 signedUpTo = last ? upTo : records->back().seq;
    auto checkpoints = rowsOf<SignedPoint>(
        m_connection,
        QStringLiteral("select %1 from audit_checkpoints where seq > ? and seq <= ? order by seq")
            .arg(QLatin1String(AuditCheckpointColumns)),
        {after, signedUpTo}, auditCheckpointAt);
    if (!checkpoints.ok())
        return checkpoints.error();
    return ChainPage{std::move(*records), std::move(*checkpoints), last};
}

}  // namespace cs

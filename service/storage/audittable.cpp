#include "storage/audittable.h"

#include <algorithm>

#include "auditchain/chainwriter.h"
#include "storage/auditrows.h"
#include "storage/logging.h"
#include "storage/metatable.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

// The fact of the database that holds it.
constexpr char auditDraftFact[] = "audit_draft";

Result<qint64> auditNumber(QSqlDatabase &db, const char *sql)
{
    const auto value = Statement(db, QString::fromLatin1(sql)).value();
    if (!value.ok())
        return value.error();
    return value->toLongLong();
}

Result<std::optional<QByteArray>> auditHash(QSqlDatabase &db, qint64 seq)
{
    Statement select(db, QStringLiteral("select hash from audit_records where seq = ?"));
    return select.row<QByteArray>({seq},
                                  [](const QSqlQuery &query) { return std::optional(query.value(0).toByteArray()); });
}

Result<QByteArray> auditOrigin(QSqlDatabase &db)
{
    const auto node = MetaTable::read(db, QString::fromLatin1(MetaTable::NodeId));
    if (!node.ok())
        return node.error();
    return originHash(node->value_or(QString()));
}

Result<std::optional<QByteArray>> auditAnchor(QSqlDatabase &db)
{
    const auto line = MetaTable::read(db, QString::fromLatin1(AnchorFact));
    if (!line.ok())
        return line.error();
    return *line ? std::optional((*line)->toUtf8()) : std::nullopt;
}

// All but hashAtHead. Without a record the chain ends where it begins.
Result<StoredChain> auditEnd(QSqlDatabase &db, const QByteArray &origin, const ChainPoint &start)
{
    const auto last = auditNumber(db, "select coalesce(max(seq), 0) from audit_records");
    const auto sealed = auditNumber(db, "select coalesce(max(seq), 0) from audit_checkpoints");
    if (!last.ok() || !sealed.ok())
        return last.ok() ? sealed.error() : last.error();
    StoredChain stored{origin, start, std::max(*sealed, start.seq), std::nullopt};
    if (*last > 0) {
        const auto hash = auditHash(db, *last);
        if (!hash.ok())
            return hash.error();
        stored.last = {*last, hash->value_or(QByteArray())};
    }
    return stored;
}

Result<QString> takeUp(QSqlDatabase &db, ChainWriter &chain, Timestamp now)
{
    const auto origin = auditOrigin(db);
    if (!origin.ok())
        return origin.error();
    const auto anchor = auditAnchor(db);
    if (!anchor.ok())
        return anchor.error();
    const auto head = chain.readHead(*origin);
    const ChainPoint start = chain.readAnchor(*anchor);
    auto stored = auditEnd(db, *origin, start);
    if (!stored.ok())
        return stored.error();
    if (head && *head == start.seq) {
        stored->hashAtHead = start.hash;
    } else if (head) {
        auto hash = auditHash(db, *head);
        if (!hash.ok())
            return hash.error();
        stored->hashAtHead = *hash;
    }
    return chain.begin(*stored, now);
}

Error notTakenUp()
{
    return Error::internal(QStringLiteral("the audit trail has not been taken up"));
}

Result<Done> storePiece(QSqlDatabase &db, ChainWriter &chain, const ChainWriter::Piece &piece, Timestamp now)
{
    const auto stored = inTransaction<Done>(db, [&] { return insertAudit(db, piece.records, piece.checkpoints); });
    if (!stored.ok())
        return stored;
    if (const auto said = chain.accept(piece, now); !said.ok())
        qCWarning(lcStorage).noquote() << "the end of the audit trail:" << said.error().message;
    return Done{};
}

}  // namespace

Async<QString> AuditTable::start(Timestamp now)
{
    return m_database.run<QString>([chain = m_chain, now](QSqlDatabase &db) { return takeUp(db, *chain, now); });
}

Async<Done> AuditTable::append(std::vector<AuditRecord> records, Timestamp now)
{
    if (static_cast<qint64>(records.size()) > MaxAppend)
        return failed(Error::internal(QStringLiteral("too many audit records for one job")));
    return m_database.run<Done>([chain = m_chain, records = std::move(records), now](QSqlDatabase &db) -> Result<Done> {
        if (!chain->isReady())
            return notTakenUp();
        return storePiece(db, *chain, chain->link(records, now), now);
    });
}

Async<Done> AuditTable::sign(Timestamp now)
{
    return m_database.run<Done>([chain = m_chain, now](QSqlDatabase &db) -> Result<Done> {
        if (!chain->isReady())
            return notTakenUp();
        return storePiece(db, *chain, chain->seal(now), now);
    });
}

Async<AuditPage> AuditTable::page(const AuditFilter &filter, qint64 limit)
{
    const qint64 bounded = std::clamp<qint64>(limit, 1, MaxPageRows);
    return m_database.run<AuditPage>([chain = m_chain, filter, bounded](QSqlDatabase &db) {
        return readAuditPage(db, filter, chain->start().seq, bounded, ScanStep);
    });
}

Async<ChainStatus> AuditTable::status()
{
    return m_database.run<ChainStatus>([chain = m_chain](QSqlDatabase &) -> Result<ChainStatus> {
        if (!chain->isReady())
            return notTakenUp();
        return ChainStatus{chain->origin(), chain->publicKey(), chain->start(), chain->end()};
    });
}

Async<ChainPage> AuditTable::chain(qint64 after, qint64 upTo, qint64 limit)
{
    const qint64 bounded = std::clamp<qint64>(limit, 1, MaxPageRows);
    return m_database.run<ChainPage>(
        [after, upTo, bounded](QSqlDatabase &db) { return readAuditChain(db, after, upTo, bounded); });
}

Async<std::optional<QByteArray>> AuditTable::hashOf(qint64 seq)
{
    return m_database.run<std::optional<QByteArray>>([seq](QSqlDatabase &db) { return auditHash(db, seq); });
}

Async<std::optional<qint64>> AuditTable::cutPlace(const AuditLimits &limits)
{
    using Place = std::optional<qint64>;
    return m_database.run<Place>([chain = m_chain, limits](QSqlDatabase &db) -> Result<Place> {
        if (!chain->isReady())
            return notTakenUp();
        return findCutPlace(db, limits, chain->start().seq, chain->end().seq);
    });
}

Async<Done> AuditTable::moveStart(const ChainPoint &from, const ChainPoint &to, Timestamp now)
{
    return m_database.run<Done>([chain = m_chain, from, to, now](QSqlDatabase &db) -> Result<Done> {
        if (!chain->isReady())
            return notTakenUp();
        if (from != chain->start())
            return Error::internal(QStringLiteral("the audit trail was cut elsewhere"));
        const auto anchor = chain->anchorAt(to, now);
        if (!anchor.ok())
            return anchor.error();
        const auto written = writeAnchor(db, *anchor);
        if (written.ok())
            chain->moveStart(to);
        return written;
    });
}

Async<Done> AuditTable::noteDraft(const QString &path)
{
    return MetaTable(m_database).set(QString::fromLatin1(auditDraftFact), path);
}

Async<QString> AuditTable::draft()
{
    return m_database.run<QString>([](QSqlDatabase &db) -> Result<QString> {
        const auto path = MetaTable::read(db, QString::fromLatin1(auditDraftFact));
        if (!path.ok())
            return path.error();
        return path->value_or(QString());
    });
}

Async<bool> AuditTable::sweep()
{
    return m_database.run<bool>([chain = m_chain](QSqlDatabase &db) -> Result<bool> {
        if (!chain->isReady())
            return notTakenUp();
        return inTransaction<bool>(db, [&] { return sweepAudit(db, chain->start().seq, SweepStep); });
    });
}

}  // namespace cs

#include "storage/audittable.h"

#include <algorithm>

#include "storage/auditrows.h"
#include "storage/logging.h"
#include "storage/metatable.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

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
    const auto node = Statement(db, QStringLiteral("select value from meta where key = ?"))
                          .value({QString::fromLatin1(MetaTable::NodeId)});
    if (!node.ok())
        return node.error();
    return originHash(node->toString());
}

// All but hashAtHead.
Result<StoredChain> auditEnd(QSqlDatabase &db, const QByteArray &origin)
{
    const auto last = auditNumber(db, "select coalesce(max(seq), 0) from audit_records");
    const auto sealed = auditNumber(db, "select coalesce(max(seq), 0) from audit_checkpoints");
    if (!last.ok() || !sealed.ok())
        return last.ok() ? sealed.error() : last.error();
    StoredChain stored{origin, {*last, origin}, *sealed, std::nullopt};
    if (*last > 0) {
        const auto hash = auditHash(db, *last);
        if (!hash.ok())
            return hash.error();
        stored.last.hash = hash->value_or(QByteArray());
    }
    return stored;
}

Result<QString> takeUp(QSqlDatabase &db, ChainWriter &chain, Timestamp now)
{
    const auto origin = auditOrigin(db);
    if (!origin.ok())
        return origin.error();
    auto stored = auditEnd(db, *origin);
    if (!stored.ok())
        return stored.error();
    const auto head = chain.readHead(*origin);
    if (head && *head == 0) {
        stored->hashAtHead = *origin;
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
    return m_database.run<AuditPage>(
        [filter, bounded](QSqlDatabase &db) { return readAuditPage(db, filter, bounded, ScanStep); });
}

Async<ChainStatus> AuditTable::status()
{
    return m_database.run<ChainStatus>([chain = m_chain](QSqlDatabase &) -> Result<ChainStatus> {
        if (!chain->isReady())
            return notTakenUp();
        return ChainStatus{chain->origin(), chain->publicKey(), chain->end()};
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

}  // namespace cs

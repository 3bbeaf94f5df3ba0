#include "storage/auditrows.h"

#include <algorithm>

#include "auditchain/chainwriter.h"
#include "auditchain/signedtext.h"
#include "storage/metatable.h"
#include "storage/statement.h"

namespace cs {

namespace {

constexpr char auditColumns[] = "seq, at, username, address, action, target, camera_id, result, request_id, hash";

// Never nothing: a row that was edited by hand must come out, so that the chain can tell.
std::optional<AuditRecord> readAuditRecord(const QSqlQuery &query)
{
    AuditRecord record;
    record.seq = query.value(0).toLongLong();
    record.at = timeAt(query, 1);
    record.username = query.value(2).toString();
    record.address = query.value(3).toString();
    record.action = query.value(4).toString();
    record.target = query.value(5).toString();
    if (!query.isNull(6))
        record.device = cameraAt(query, 6).value_or(CameraId());
    record.result = query.value(7).toString();
    record.requestId = query.value(8).toString();
    record.hash = query.value(9).toByteArray();
    return record;
}

std::optional<SignedPoint> readAuditCheckpoint(const QSqlQuery &query)
{
    return SignedPoint{query.value(0).toLongLong(), timeAt(query, 1), query.value(2).toByteArray(),
                       query.value(3).toByteArray()};
}

std::optional<AuditPlace> readAuditPlace(const QSqlQuery &query)
{
    return AuditPlace{timeAt(query, 0), query.value(1).toLongLong()};
}

// Conditions with their values; as SQL "a and b".
struct AuditConditions {
    QStringList texts;
    QVariantList values;

    void add(const char *text, const QVariantList &bound)
    {
        texts << QString::fromLatin1(text);
        values << bound;
    }
    QString sql() const { return texts.isEmpty() ? QStringLiteral("1 = 1") : texts.join(QStringLiteral(" and ")); }
};

// What an index finds without looking at other rows: the span of time, and one of the others.
AuditConditions indexed(const AuditFilter &filter)
{
    AuditConditions conditions;
    if (filter.username)
        conditions.add("username = ?", {sqlText(*filter.username)});
    else if (filter.device)
        conditions.add("camera_id = ?", {qint64(filter.device->number())});
    else if (filter.action)
        conditions.add("action = ?", {sqlText(*filter.action)});
    if (filter.since)
        conditions.add("at >= ?", {sqlTime(*filter.since)});
    if (filter.until)
        conditions.add("at < ?", {sqlTime(*filter.until)});
    if (filter.after)
        conditions.add("(at, seq) < (?, ?)", {sqlTime(filter.after->at), filter.after->seq});
    return conditions;
}

AuditConditions withRest(AuditConditions conditions, const AuditFilter &filter)
{
    if (filter.username && filter.device)
        conditions.add("camera_id = ?", {qint64(filter.device->number())});
    if ((filter.username || filter.device) && filter.action)
        conditions.add("action = ?", {sqlText(*filter.action)});
    return conditions;
}

// The place of the last record that a job may look at; nothing if there are fewer.
Result<std::optional<AuditPlace>> stepEnd(QSqlDatabase &db, const AuditFilter &filter, qint64 step)
{
    AuditConditions conditions = indexed(filter);
    Statement select(db, QStringLiteral("select at, seq from audit_records where %1 order by at desc, seq desc "
                                        "limit 1 offset ?")
                             .arg(conditions.sql()));
    return select.row<AuditPlace>(conditions.values << (step - 1), readAuditPlace);
}

}  // namespace

Result<Done> insertAudit(QSqlDatabase &db, const std::vector<AuditRecord> &records,
                         const std::vector<SignedPoint> &checkpoints)
{
    Statement insert(db, QStringLiteral("insert into audit_records (%1) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                             .arg(QString::fromLatin1(auditColumns)));
    for (const AuditRecord &record : records) {
        const auto camera = record.device ? std::optional<qint64>(record.device->number()) : std::nullopt;
        const QVariantList values{record.seq,
                                  sqlTime(record.at),
                                  sqlText(record.username),
                                  sqlText(record.address),
                                  sqlText(record.action),
                                  sqlText(record.target),
                                  sqlNumber(camera),
                                  sqlText(record.result),
                                  sqlText(record.requestId),
                                  sqlBytes(record.hash)};
        if (auto done = insert.run(values); !done.ok())
            return done.error();
    }
    // One that is there already was made before records were cut off; it stays, since it tells.
    Statement sign(db, QStringLiteral("insert into audit_checkpoints (seq, at, hash, signature) values (?, ?, ?, ?) "
                                      "on conflict (seq) do nothing"));
    for (const SignedPoint &point : checkpoints) {
        if (auto done = sign.run({point.seq, sqlTime(point.at), sqlBytes(point.hash), sqlBytes(point.signature)});
            !done.ok())
            return done.error();
    }
    return Done{};
}

Result<AuditPage> readAuditPage(QSqlDatabase &db, const AuditFilter &filter, qint64 limit, qint64 step)
{
    const auto end = stepEnd(db, filter, step);
    if (!end.ok())
        return end.error();
    AuditConditions conditions = withRest(indexed(filter), filter);
    if (*end)
        conditions.add("(at, seq) >= (?, ?)", {sqlTime((*end)->at), (*end)->seq});
    Statement select(db, QStringLiteral("select %1 from audit_records where %2 order by at desc, seq desc limit ?")
                             .arg(QString::fromLatin1(auditColumns), conditions.sql()));
    // One more than wanted tells whether there are more.
    auto rows = select.rows<AuditRecord>(conditions.values << (limit + 1), readAuditRecord);
    if (!rows.ok())
        return rows.error();
    AuditPage page{std::move(*rows), *end};
    if (static_cast<qint64>(page.records.size()) > limit) {
        page.records.pop_back();
        page.next = AuditPlace{page.records.back().at, page.records.back().seq};
    }
    return page;
}

Result<ChainPage> readAuditChain(QSqlDatabase &db, qint64 after, qint64 upTo, qint64 limit)
{
    Statement select(db, QStringLiteral("select %1 from audit_records where seq > ? and seq <= ? order by seq limit ?")
                             .arg(QString::fromLatin1(auditColumns)));
    auto records = select.rows<AuditRecord>({after, upTo, limit}, readAuditRecord);
    if (!records.ok())
        return records.error();
    const bool last = static_cast<qint64>(records->size()) < limit;
    Statement signatures(db, QStringLiteral("select seq, at, hash, signature from audit_checkpoints "
                                            "where seq > ? and seq <= ? order by seq limit ?"));
    auto checkpoints = signatures.rows<SignedPoint>({after, last ? upTo : records->back().seq, MaxPageRows},
                                                    readAuditCheckpoint);
    if (!checkpoints.ok())
        return checkpoints.error();
    return ChainPage{std::move(*records), std::move(*checkpoints), last};
}

Result<std::optional<qint64>> findCutPlace(QSqlDatabase &db, const AuditLimits &limits, qint64 start, qint64 end)
{
    const qint64 window = std::min(start + AuditTable::CutStep, end);
    qint64 upTo = limits.keep ? std::min(window, end - *limits.keep) : start;
    if (limits.before) {
        // The first one that is not old enough ends it, also if older ones follow: a clock that was set back.
        Statement young(db, QStringLiteral("select coalesce(min(seq) - 1, ?) from audit_records "
                                           "where seq > ? and seq <= ? and at >= ?"));
        const auto old = young.value({window, start, window, sqlTime(*limits.before)});
        if (!old.ok())
            return old.error();
        upTo = std::max(upTo, old->toLongLong());
    }
    Statement sealed(db,
                     QStringLiteral("select coalesce(max(seq), 0) from audit_checkpoints where seq > ? and seq <= ?"));
    const auto place = sealed.value({start, upTo});
    if (!place.ok())
        return place.error();
    const qint64 seq = place->toLongLong();
    return seq > 0 ? std::optional(seq) : std::nullopt;
}

Result<Done> removeAudit(QSqlDatabase &db, const SignedPoint &anchor)
{
    const QString line = QString::fromUtf8(signedLine(anchor));
    if (auto done = MetaTable::write(db, QString::fromLatin1(AnchorFact), line); !done.ok())
        return done;
    for (const char *table : {"audit_records", "audit_checkpoints"}) {
        Statement remove(db, QStringLiteral("delete from %1 where seq <= ?").arg(QLatin1String(table)));
        if (auto done = remove.run({anchor.seq}); !done.ok())
            return done.error();
    }
    return Done{};
}

}  // namespace cs

#include "storage/auditrows.h"

#include <algorithm>

#include "auditchain/chainrows.h"
#include "auditchain/chainwriter.h"
#include "auditchain/signedtext.h"
#include "storage/metatable.h"
#include "storage/statement.h"

namespace cs {

namespace {

QString recordSql(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1String("{columns}"), QLatin1String(AuditRecordColumns));
}

QString checkpointSql(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1String("{columns}"), QLatin1String(AuditCheckpointColumns));
}

// Never nothing: see auditRecordAt().
std::optional<AuditRecord> readAuditRecord(const QSqlQuery &query)
{
    return auditRecordAt(query);
}

std::optional<SignedPoint> readAuditCheckpoint(const QSqlQuery &query)
{
    return auditCheckpointAt(query);
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

// What an index finds, in the order of the numbers and without looking at other rows.
AuditConditions indexed(const AuditFilter &filter, qint64 start)
{
    AuditConditions conditions;
    conditions.add("seq > ?", {start});
    if (filter.username)
        conditions.add("username = ?", {sqlText(*filter.username)});
    else if (filter.device)
        conditions.add("camera_id = ?", {qint64(filter.device->number())});
    else if (filter.action)
        conditions.add("action = ?", {sqlText(*filter.action)});
    if (filter.after)
        conditions.add("seq < ?", {*filter.after});
    return conditions;
}

// The plus keeps SQLite from taking an index for these: it would have to sort what that finds.
AuditConditions withRest(AuditConditions conditions, const AuditFilter &filter)
{
    if (filter.username && filter.device)
        conditions.add("+camera_id = ?", {qint64(filter.device->number())});
    if ((filter.username || filter.device) && filter.action)
        conditions.add("+action = ?", {sqlText(*filter.action)});
    if (filter.since)
        conditions.add("+at >= ?", {sqlTime(*filter.since)});
    if (filter.until)
        conditions.add("+at < ?", {sqlTime(*filter.until)});
    return conditions;
}

std::optional<qint64> readAuditNumber(const QSqlQuery &query)
{
    return query.value(0).toLongLong();
}

// The last record that a job may look at; nothing if there are fewer.
Result<std::optional<qint64>> stepEnd(QSqlDatabase &db, const AuditFilter &filter, qint64 start, qint64 step)
{
    AuditConditions conditions = indexed(filter, start);
    Statement select(db, QStringLiteral("select seq from audit_records where %1 order by seq desc limit 1 offset ?")
                             .arg(conditions.sql()));
    return select.row<qint64>(conditions.values << (step - 1), readAuditNumber);
}

// Whether all that is young enough certainly lies behind: who asks for the last hour need not wait for the whole trail
// to be looked at. False where too many are young enough to tell.
Result<bool> isBehind(QSqlDatabase &db, Timestamp since, qint64 seq, qint64 step)
{
    Statement select(db, QStringLiteral("select count(*), coalesce(min(seq), 0) from "
                                        "(select seq from audit_records where at >= ? order by at limit ?) as young"));
    struct Young {
        qint64 count;
        qint64 first;
    };
    const auto young = select.row<Young>({sqlTime(since), step}, [](const QSqlQuery &query) {
        return std::optional(Young{query.value(0).toLongLong(), query.value(1).toLongLong()});
    });
    if (!young.ok())
        return young.error();
    return *young && (*young)->count < step && ((*young)->count == 0 || (*young)->first >= seq);
}

}  // namespace

Result<Done> insertAudit(QSqlDatabase &db, const std::vector<AuditRecord> &records,
                         const std::vector<SignedPoint> &checkpoints)
{
    Statement insert(db, recordSql("insert into audit_records ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
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
    Statement sign(db, checkpointSql("insert into audit_checkpoints ({columns}) values (?, ?, ?, ?) "
                                     "on conflict (seq) do nothing"));
    for (const SignedPoint &point : checkpoints) {
        if (auto done = sign.run({point.seq, sqlTime(point.at), sqlBytes(point.hash), sqlBytes(point.signature)});
            !done.ok())
            return done.error();
    }
    return Done{};
}

Result<AuditPage> readAuditPage(QSqlDatabase &db, const AuditFilter &filter, qint64 start, qint64 limit, qint64 step)
{
    const auto end = stepEnd(db, filter, start, step);
    if (!end.ok())
        return end.error();
    AuditConditions conditions = withRest(indexed(filter, start), filter);
    if (*end)
        conditions.add("seq >= ?", {**end});
    Statement select(db, QStringLiteral("select %1 from audit_records where %2 order by seq desc limit ?")
                             .arg(QLatin1String(AuditRecordColumns), conditions.sql()));
    // One more than wanted tells whether there are more.
    auto rows = select.rows<AuditRecord>(conditions.values << (limit + 1), readAuditRecord);
    if (!rows.ok())
        return rows.error();
    AuditPage page{std::move(*rows), *end};
    if (static_cast<qint64>(page.records.size()) > limit) {
        page.records.pop_back();
        page.next = page.records.back().seq;
    } else if (page.next && filter.since) {
        const auto behind = isBehind(db, *filter.since, *page.next, step);
        if (!behind.ok())
            return behind.error();
        if (*behind)
            page.next.reset();
    }
    return page;
}

Result<ChainPage> readAuditChain(QSqlDatabase &db, qint64 after, qint64 upTo, qint64 limit)
{
    Statement select(db,
                     recordSql("select {columns} from audit_records where seq > ? and seq <= ? order by seq limit ?"));
    auto records = select.rows<AuditRecord>({after, upTo, limit}, readAuditRecord);
    if (!records.ok())
        return records.error();
    const bool last = static_cast<qint64>(records->size()) < limit;
    Statement signatures(
        db, checkpointSql("select {columns} from audit_checkpoints where seq > ? and seq <= ? order by seq limit ?"));
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

Result<Done> writeAnchor(QSqlDatabase &db, const SignedPoint &anchor)
{
    return MetaTable::write(db, QString::fromLatin1(AnchorFact), QString::fromUtf8(signedLine(anchor)));
}

Result<bool> sweepAudit(QSqlDatabase &db, qint64 upTo, qint64 limit)
{
    // By number, not by count: a piece of the same size whether records are missing in it or not.
    const auto first = Statement(db, QStringLiteral("select coalesce(min(seq), 0) from (select min(seq) as seq from "
                                                    "audit_records union all select min(seq) from audit_checkpoints)"))
                           .value();
    if (!first.ok())
        return first.error();
    const qint64 from = first->toLongLong();
    if (from == 0 || from > upTo)
        return true;
    const qint64 last = std::min(upTo, from + limit - 1);
    for (const char *table : {"audit_records", "audit_checkpoints"}) {
        Statement remove(db, QStringLiteral("delete from %1 where seq <= ?").arg(QLatin1String(table)));
        if (auto done = remove.run({last}); !done.ok())
            return done.error();
    }
    return last == upTo;
}

}  // namespace cs

#include "storage/idempotencytable.h"

#include <algorithm>

#include "storage/rows.h"
#include "storage/statement.h"

namespace cs {

namespace {

std::optional<StoredKeyedCall> readKeyedCall(const QSqlQuery &query)
{
    const int outcome = query.value(5).toInt();
    if (outcome < 0 || outcome > int(StoredKeyedCall::Outcome::NotKept))
        return std::nullopt;
    return StoredKeyedCall{
        query.value(0).toString(),         query.value(1).toString(), query.value(2).toString(),
        query.value(3).toByteArray(),      timeAt(query, 4),          StoredKeyedCall::Outcome(outcome),
        query.value(6).toString().toUtf8()};
}

}  // namespace

Async<Done> IdempotencyTable::put(const StoredKeyedCall &call)
{
    return m_database.run<Done>([call](QSqlDatabase &db) -> Result<Done> {
        Statement upsert(
            db,
            QStringLiteral("insert into idempotency (principal, method, key, params_hash, started_at, outcome, answer) "
                           "values (?, ?, ?, ?, ?, ?, ?) on conflict (principal, method, key) do update set "
                           "params_hash = excluded.params_hash, started_at = excluded.started_at, "
                           "outcome = excluded.outcome, answer = excluded.answer"));
        const auto done = upsert.run({sqlText(call.principal), sqlText(call.method), sqlText(call.key),
                                      sqlBytes(call.paramsHash), sqlTime(call.startedAt), qint64(call.outcome),
                                      sqlText(QString::fromUtf8(call.answer))});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Async<Done> IdempotencyTable::remove(const QString &principal, const QString &method, const QString &key)
{
    return m_database.run<Done>([=](QSqlDatabase &db) -> Result<Done> {
        Statement remove(db, QStringLiteral("delete from idempotency where principal = ? and method = ? and key = ?"));
        if (const auto done = remove.run({sqlText(principal), sqlText(method), sqlText(key)}); !done.ok())
            return done.error();
        return Done{};
    });
}

Async<qint64> IdempotencyTable::removeBefore(Timestamp time)
{
    return m_database.run<qint64>([time](QSqlDatabase &db) {
        Statement remove(db, QStringLiteral("delete from idempotency where (principal, method, key) in "
                                            "(select principal, method, key from idempotency where started_at < ? "
                                            "order by started_at limit ?)"));
        return remove.run({sqlTime(time), MaxPageRows});
    });
}

Async<std::vector<StoredKeyedCall>> IdempotencyTable::after(const StoredKeyedCall &last, qint64 limit)
{
    const qint64 bounded = std::clamp<qint64>(limit, 0, MaxPageRows);
    return m_database.run<std::vector<StoredKeyedCall>>([last, bounded](QSqlDatabase &db) {
        Statement select(
            db,
            QStringLiteral("select principal, method, key, params_hash, started_at, outcome, answer from idempotency "
                           "where (started_at, principal, method, key) > (?, ?, ?, ?) "
                           "order by started_at, principal, method, key limit ?"));
        return select.rows<StoredKeyedCall>(
            {sqlTime(last.startedAt), sqlText(last.principal), sqlText(last.method), sqlText(last.key), bounded},
            readKeyedCall);
    });
}

}  // namespace cs

#include "storage/eventstable.h"

#include <algorithm>

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

std::optional<StoredEvent> readEvent(const QSqlQuery &query)
{
    StoredEvent event;
    event.seq = query.value(0).toLongLong();
    event.epoch = query.value(1).toString();
    event.type = query.value(2).toString();
    if (!query.isNull(3)) {
        event.camera = cameraAt(query, 3);
        if (!event.camera)
            return std::nullopt;
    }
    event.payload = query.value(4).toString().toUtf8();
    event.time = timeAt(query, 5);
    return event;
}

Result<Done> insertAll(QSqlDatabase &db, const std::vector<StoredEvent> &events)
{
    Statement insert(db, QStringLiteral("insert into events (seq, epoch, type, camera_id, payload, time) "
                                        "values (?, ?, ?, ?, ?, ?) on conflict (seq) do nothing"));
    for (const StoredEvent &event : events) {
        const auto camera = event.camera ? std::optional<qint64>(event.camera->number()) : std::nullopt;
        const QVariantList values{event.seq,
                                  sqlText(event.epoch),
                                  sqlText(event.type),
                                  sqlNumber(camera),
                                  sqlText(QString::fromUtf8(event.payload)),
                                  sqlTime(event.time)};
        if (auto done = insert.run(values); !done.ok())
            return done.error();
    }
    return Done{};
}

}  // namespace

Async<Done> EventsTable::append(std::vector<StoredEvent> events)
{
    if (static_cast<qint64>(events.size()) > MaxPageRows)
        return failed(Error::internal(QStringLiteral("too many events for one job")));
    return m_database.run<Done>([events = std::move(events)](QSqlDatabase &db) {
        return inTransaction<Done>(db, [&] { return insertAll(db, events); });
    });
}

Async<qint64> EventsTable::lastSeq()
{
    return m_database.run<qint64>([](QSqlDatabase &db) -> Result<qint64> {
        const auto last = Statement(db, QStringLiteral("select coalesce(max(seq), 0) from events")).value();
        if (!last.ok())
            return last.error();
        return last->toLongLong();
    });
}

Async<std::vector<StoredEvent>> EventsTable::since(qint64 seq, qint64 limit)
{
    const qint64 bounded = std::clamp<qint64>(limit, 0, MaxPageRows);
    return m_database.run<std::vector<StoredEvent>>([seq, bounded](QSqlDatabase &db) {
        Statement select(db, QStringLiteral("select seq, epoch, type, camera_id, payload, time from events "
                                            "where seq > ? order by seq limit ?"));
        return select.rows<StoredEvent>({seq, bounded}, readEvent);
    });
}

Async<MissedEvents> EventsTable::missed(qint64 seq)
{
    return m_database.run<MissedEvents>([seq](QSqlDatabase &db) -> Result<MissedEvents> {
        Statement count(
            db, QStringLiteral("select count(*) from (select seq from events where seq > ? limit ?) as missed"));
        const auto counted = count.value({seq, MaxMissed + 1});
        if (!counted.ok())
            return counted.error();
        const auto oldest = Statement(db, QStringLiteral("select coalesce(min(seq), 0) from events")).value();
        if (!oldest.ok())
            return oldest.error();
        return MissedEvents{counted->toLongLong(), oldest->toLongLong()};
    });
}

Async<qint64> EventsTable::trim(qint64 keep)
{
    return m_database.run<qint64>([keep](QSqlDatabase &db) {
        Statement remove(db, QStringLiteral("delete from events where seq in (select seq from events where seq <= "
                                            "(select coalesce(max(seq), 0) - ? from events) order by seq limit ?)"));
        return remove.run({std::max<qint64>(0, keep), TrimStep});
    });
}

}  // namespace cs

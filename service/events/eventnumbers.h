#pragma once

#include <algorithm>

#include <QObject>

#include "base/time.h"
#include "base/workers.h"
#include "storage/metatable.h"
#include "storage/reservedmark.h"

namespace cs {

// Keeps a number from being given to two events, whatever ends the service: reserves numbers ahead in the database, and
// leaves a mark beside it as long as none beyond the reserved ones was given. Holds nobody up: numbers go on while the
// database or its disk fails or hangs. Service thread; the database must outlive it.
class EventNumbers : public QObject {
    Q_OBJECT
public:
    // `last` may have been given.
    struct Position {
        QString epoch;
        qint64 last = 0;
    };

    EventNumbers(Database &database, const Clock &clock) : m_database(database), m_clock(clock), m_meta(database) {}

    // First, once the database is open; `stored` is the last number in it.
    Async<Position> take(qint64 stored);
    // All up to this one are given.
    void given(qint64 seq);
    // At the end: the next run may go on right behind the last one.
    Async<Done> giveBack();

    // What can be a number. JSON readers keep these exactly; one that is greater was not written by this service.
    static constexpr qint64 Greatest = qint64(1) << 52;
    static qint64 bounded(qint64 seq) { return std::clamp<qint64>(seq, 0, Greatest); }

Q_SIGNALS:
    // None can be reserved now; the next number brings the next try.
    void refused(const cs::Error &error);

private:
    void takeUp(const std::optional<ReservedMark> &mark);
    Async<Done> reserveFirst();
    Async<Done> store(qint64 reserved);
    void reserve();
    void onReserved(qint64 reserved);
    Async<Done> putMark();
    void takeMarkAway();

    Database &m_database;
    const Clock &m_clock;
    MetaTable m_meta;
    // For the mark alone, in order; not the database's thread, which may hang when it must go.
    Workers m_worker{1, Workers::AtEnd::Leave};
    QString m_databaseEpoch;
    QString m_epoch;
    qint64 m_given = 0;
    // The last number that is reserved, as the database has answered.
    qint64 m_reserved = 0;
    bool m_reserving = false;
    // Whether there may be a mark.
    bool m_isMarked = false;
};

}  // namespace cs

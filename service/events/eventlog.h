#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/time.h"
#include "events/event.h"
#include "events/eventgap.h"
#include "events/eventnumbers.h"
#include "storage/eventstable.h"

namespace cs {

struct EventLogOptions {
    // How many of the newest events stay stored at most; 10 at least.
    qint64 keep = 100'000;
    // After a failure, how long until the next try.
    std::chrono::milliseconds retryAfter{5000};
    // How many events wait for a store that fails before the oldest are given up.
    size_t maxPending = 10'000;
    // How many of the newest are kept in memory at most.
    size_t recent = 2000;
};

// Stores the events in batches, one at a time, and removes the oldest in small steps; never blocks, and goes on
// without the store while that fails. Service thread; the database must outlive it.
class EventLog : public QObject {
    Q_OBJECT
public:
    EventLog(Database &database, const Clock &clock, EventLogOptions options);

    Async<EventNumbers::Position> load();
    void add(const Event &event);
    // Done once all that was added is stored; the error of the store if that fails.
    Async<Done> flush();

    // How many there are after `seq`, and where the store begins.
    Async<MissedEvents> missed(qint64 seq) { return m_events.missed(seq); }
    // The first `limit` of those after `after`, once all up to `upTo` are stored; the error of the store if they are not.
    Async<std::vector<StoredEvent>> page(qint64 after, qint64 upTo, qint64 limit);
    // Up to this number, events may be missing: given up, trimmed, or cut off when the service was killed.
    qint64 missingUpTo() const { return std::max(m_gap.end(), m_trimmedTo); }

private:
    Async<Done> stored(qint64 seq);
    void write();
    void onWritten(const Result<Done> &result);
    void trim();
    void onTrimmed(const Result<qint64> &removed);
    void next();
    void settle(const Result<Done> &result);
    void wake(const Result<Done> &result);
    void giveUp(qint64 lastSeq, qint64 count);
    void putBack();
    // Whether there were too many.
    bool dropOldest();
    void warn(const Error &error);

    Database &m_database;
    const Clock &m_clock;
    const EventLogOptions m_options;
    const qint64 m_slack;
    const size_t m_batch;
    EventNumbers m_numbers;
    EventGap m_gap;
    EventsTable m_events;
    QTimer m_retry;

    QString m_epoch;
    std::deque<StoredEvent> m_pending;
    std::vector<StoredEvent> m_inFlight;
    std::vector<Promise<Done>> m_flushers;
    // Who waits for which number.
    std::vector<std::pair<qint64, Promise<Done>>> m_waiters;
    bool m_busy = false;
    qint64 m_stored = 0;
    qint64 m_trimmedTo = 0;
    qint64 m_lost = 0;
    std::optional<std::chrono::steady_clock::time_point> m_warnedAt;
};

}  // namespace cs

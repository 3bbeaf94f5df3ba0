#pragma once

#include <vector>

#include <QObject>

#include "base/time.h"
#include "events/event.h"
#include "events/eventlog.h"
#include "events/recentevents.h"

namespace cs {

// Numbers the events, tells who listens, and has them stored. Service thread; database and clock must outlive it.
class EventBus : public QObject {
    Q_OBJECT
public:
    EventBus(Database &database, const Clock &clock, EventLogOptions options = {});

    // Reads epoch and last number; to be finished before the first publish().
    Async<Done> load();
    // Gives the event its seq and time and returns the seq. It is sent out on the next turn of the loop, so that the
    // answer of the call that caused it goes first: finish the promise, then publish. 0, and nothing is sent, before
    // load() is done.
    qint64 publish(Event event);
    // Of the newest event that was sent out.
    qint64 lastSeq() const { return m_sentSeq; }
    // Made once per database; another one means that seqs start anew.
    const QString &epoch() const { return m_epoch; }
    // At the end: sends out what waits; done once all is stored. Then the database may be closed.
    Async<Done> flush();

    // Events of the past. Those after recent().from() are in memory, the others in the store, as long as they come
    // after missingUpTo().
    const RecentEvents &recent() const { return m_recent; }
    qint64 missingUpTo() const { return m_log.missingUpTo(); }
    Async<MissedEvents> missed(qint64 seq) { return m_log.missed(seq); }
    // The first `limit` of those after `after`. If there are fewer, then none up to the recent().from() of the call is
    // left out.
    Async<std::vector<StoredEvent>> page(qint64 after, qint64 limit)
    {
        return m_log.page(after, m_recent.from(), limit);
    }
    Timestamp now() const { return m_clock.now(); }
    // Outlives the store's answers: the context for whoever waits for them.
    QObject *context() const { return &m_database; }

Q_SIGNALS:
    void published(const cs::Event &event);

private:
    void sendOut();

    Database &m_database;
    const Clock &m_clock;
    EventLog m_log;
    RecentEvents m_recent;
    std::vector<Event> m_outgoing;
    QString m_epoch;
    bool m_loaded = false;
    qint64 m_givenSeq = 0;
    qint64 m_sentSeq = 0;
};

}  // namespace cs

#pragma once

#include <QObject>
#include <QTimer>

#include <deque>
#include <vector>

#include "base/time.h"
#include "events/event.h"
#include "storage/eventstable.h"
#include "storage/metatable.h"

namespace cs {

struct EventBusOptions {
    // How many of the newest events stay stored.
    qint64 keep = 100'000;
};

// Numbers the events, tells who listens, and stores them without ever waiting for the disk. Service thread; tables
// and clock must outlive it.
class EventBus : public QObject {
    Q_OBJECT
public:
    EventBus(EventsTable &events, MetaTable &meta, const Clock &clock, EventBusOptions options = {});

    // Reads epoch and last number; to be finished before the first publish().
    Async<Done> load();
    // Gives the event its seq and time and returns the seq. It is sent out on the next turn of the loop, so that the
    // answer of the call that caused it goes first: finish the promise, then publish. 0 before load().
    qint64 publish(Event event);
    // Of the newest event that was sent out.
    qint64 lastSeq() const { return m_sentSeq; }
    // Made once per database; another one means that seqs start anew.
    const QString &epoch() const { return m_epoch; }
    // Done once all events so far are stored or given up; then only the database needs closing.
    Async<Done> flush();

Q_SIGNALS:
    void published(const cs::Event &event);

private:
    EventsTable &m_events;
    MetaTable &m_meta;
    const Clock &m_clock;
    EventBusOptions m_options;
    QString m_epoch;
    qint64 m_givenSeq = 0;
    qint64 m_sentSeq = 0;
};

}  // namespace cs

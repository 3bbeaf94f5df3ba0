#pragma once

#include <deque>
#include <map>

#include <QObject>

#include "auth/accesspolicy.h"
#include "events/deliveries.h"
#include "events/eventbus.h"
#include "events/subscribertable.h"

namespace cs {

// Sends clients the events they missed, from the store and from memory, page by page as fast as each takes them, and
// then lets the live ones through: none left out, none twice. A connection's replays run one after the other. Service
// thread; what it refers to outlives it.
class Replays : public QObject {
    Q_OBJECT
public:
    // Who missed more is told to start anew.
    static constexpr qint64 MaxMissed = EventsTable::MaxMissed;
    static constexpr size_t MaxPerConnection = 8;

    Replays(EventBus &bus, SubscriberTable &table, const AccessPolicy &policy, const Audience &audience,
            Deliveries &deliveries);

    bool isFull(ConnectionId connection) const;
    // A place in the connection's order; the wishes of this number wait for it. Nothing is sent before begin().
    ReplayNumber reserve(ConnectionId connection, qint64 since);
    // False if it is gone: the connection closed, or all its topics were unsubscribed.
    bool contains(ReplayNumber number) const { return m_replays.contains(number); }
    // Sends on the next turn of the loop, so that the answer to the subscriber goes first.
    void begin(ReplayNumber number);
    // Lets the live events through at once; what was missed is not sent.
    void skip(ReplayNumber number);

    void drop(ConnectionId connection);
    // After an unsubscription: those that have nothing left to send.
    void dropIdle(ConnectionId connection);

private:
    struct Replay {
        ConnectionId connection;
        // What the client has.
        qint64 since = 0;
        // Up to here everything was sent.
        qint64 cursor = 0;
        bool begun = false;
        // Among the ready ones, or a page of it is being read.
        bool active = false;
    };
    using Page = std::vector<StoredEvent>;

    void makeReady(ConnectionId connection);
    void post();
    void run();
    void step(ReplayNumber number);
    void stepInMemory(ReplayNumber number, Replay &replay);
    void load(ReplayNumber number, Replay &replay);
    void onPage(ReplayNumber number, qint64 completeTo, const Result<Page> &page);
    void sendEvent(ReplayNumber number, const Replay &replay, const Event &event);
    void finish(ReplayNumber number, qint64 from);
    void fail(ReplayNumber number, const QString &why);

    EventBus &m_bus;
    SubscriberTable &m_table;
    const AccessPolicy &m_policy;
    const Audience &m_audience;
    Deliveries &m_deliveries;
    std::map<ReplayNumber, Replay> m_replays;
    // The replays of a connection, in their order; the first one runs.
    QHash<ConnectionId, std::deque<ReplayNumber>> m_order;
    // Those that can go on at once.
    std::deque<ReplayNumber> m_ready;
    ReplayNumber m_last = 0;
    int m_loading = 0;
    bool m_posted = false;
};

}  // namespace cs

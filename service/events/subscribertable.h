#pragma once

#include <array>
#include <vector>

#include <QHash>

#include "events/event.h"
#include "events/eventfilter.h"
#include "events/topics.h"

namespace cs {

// Names one replay; 0 for none.
using ReplayNumber = quint64;

// That a connection wants the events of one topic which pass a filter.
struct Wish {
    EventFilter filter;
    // It has, or will get, all that comes after this number.
    qint64 from = 0;
    // What was missed is still being sent; live events have to wait until it has caught up.
    ReplayNumber replay = 0;

    bool isLive() const { return replay == 0; }
};

// Which connection wants which topics. Service thread; data only.
class SubscriberTable {
public:
    // The alternatives; an event passes if any of them matches.
    using Wishes = std::vector<Wish>;
    using Subscribers = QHash<ConnectionId, Wishes>;
    static constexpr size_t MaxWishes = 32;

    const Subscribers &of(Topic topic) const { return m_topics[topic]; }
    // Whether the connection wants anything.
    bool contains(ConnectionId connection) const;
    // Whether one more filter of this topic is too many for the connection.
    bool isFull(ConnectionId connection, Topic topic, const EventFilter &filter) const;

    // A live wish that is there already is left as it is; one with a replay is added beside it.
    void add(ConnectionId connection, Topic topic, const Wish &wish);
    // Live from now on: what waited for this replay, which brought all events after `from`.
    void join(ConnectionId connection, ReplayNumber replay, qint64 from);
    // Events up to `seq` were left out for this connection.
    void leaveOut(ConnectionId connection, qint64 seq);
    bool remove(ConnectionId connection, Topic topic) { return m_topics[topic].remove(connection); }
    void remove(ConnectionId connection);

    // Whether a replay still has something to send: it has not if all its topics were unsubscribed.
    bool waitsFor(ConnectionId connection, ReplayNumber replay) const;
    // Whether a face of the past is to be sent by this replay: wanted, and not sent live already.
    bool isDue(ConnectionId connection, ReplayNumber replay, Topic topic, const Event &event,
               const json::Value &params) const;

private:
    // The wishes that count for events of the topic.
    template<class Predicate>
    bool anyWish(ConnectionId connection, Topic topic, Predicate predicate) const;

    std::array<Subscribers, api::topics.size()> m_topics;
};

}  // namespace cs

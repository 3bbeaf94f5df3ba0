#pragma once

#include <QObject>
#include <QSet>

#include "api/events.h"
#include "auth/accesspolicy.h"
#include "auth/sessionend.h"
#include "events/audience.h"
#include "events/deliveries.h"
#include "events/eventbus.h"
#include "events/replays.h"
#include "events/subscribertable.h"

namespace cs {

class FaceRenderer;

// Which connection wants which topics; sends each event to those that want it and may see it, as JSON-RPC
// notifications, and what was missed to those that ask for it. Service thread.
class Subscriptions : public QObject {
    Q_OBJECT
public:
    // All outlive this object.
    Subscriptions(EventBus &bus, const AccessPolicy &policy, const Audience &audience, const Clock &clock,
                  ClientQueue queue);

    // Adds topics; several filters for one topic are alternatives. With `since_seq`, the events after it come first,
    // or the answer says that they cannot. InvalidParams for an unknown topic or a filter that is no plain value.
    Async<api::SubscribeEvents::Reply> subscribe(ConnectionId connection, const api::SubscribeEvents::Params &params);
    // Topics that were not subscribed are passed over; InvalidParams for an unknown one.
    Result<api::UnsubscribeEvents::Reply> unsubscribe(ConnectionId connection,
                                                      const api::UnsubscribeEvents::Params &params);
    api::GetSubscriptionStats::Reply stats(ConnectionId connection) const;

    void connectionClosed(ConnectionId connection);
    // Tells the client, on the next turn of the loop, and ends its subscriptions at once.
    void sessionEnded(ConnectionId connection, const SessionId &session, SessionEnd reason);
    // Tells the client on the next turn of the loop, if it has subscribed to anything: what it has read of cameras may
    // not be what it may see now.
    void rightsChanged(ConnectionId connection, const SessionId &session);
    // From the transport: little is queued for the client now, after there was much.
    void drained(ConnectionId connection) { m_deliveries.drained(connection); }
    // What is kept for a client that does not keep up, beside what is queued for it.
    qint64 heldBytes(ConnectionId connection) const { return m_deliveries.heldBytes(connection); }

private:
    using Params = api::SubscribeEvents::Params;
    using Reply = api::SubscribeEvents::Reply;

    Result<Done> check(ConnectionId connection, const std::vector<Topic> &topics, const EventFilter &filter,
                       const Params &params) const;
    void addAll(ConnectionId connection, const std::vector<Topic> &topics, const Wish &wish);
    // Whether what was missed is certainly no longer complete.
    bool isBeyond(const Params &params) const;
    Async<Reply> replay(ReplayNumber number, qint64 since, Reply reply);
    void onPublished(const Event &event);
    void sendFace(const Event &event, const EventFace &face);
    void offer(const Event &event, Topic topic, FaceRenderer &renderer, const SubscriberTable::Subscribers &subscribers,
               QSet<ConnectionId> &served);

    EventBus &m_bus;
    const AccessPolicy &m_policy;
    const Audience &m_audience;
    const Clock &m_clock;
    SubscriberTable m_table;
    Deliveries m_deliveries;
    Replays m_replays;
};

}  // namespace cs

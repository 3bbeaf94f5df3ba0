#pragma once

#include <array>
#include <functional>
#include <optional>
#include <vector>

#include <QHash>
#include <QObject>
#include <QSet>

#include "api/events.h"
#include "auth/accesspolicy.h"
#include "auth/principal.h"
#include "events/eventbus.h"
#include "events/eventfilter.h"

namespace cs {

class FaceRenderer;

// Who sits at a connection now, and the host name by which they reached the service.
struct Listener {
    Principal principal;
    QString host;
};

// Knows the connections. Nothing for one that is gone.
class Audience {
public:
    virtual ~Audience() = default;
    virtual std::optional<Listener> listener(ConnectionId connection) const = 0;
};

// Which connection wants which topics; sends each event to those that want it and may see it, as JSON-RPC
// notifications. Service thread.
class Subscriptions : public QObject {
    Q_OBJECT
public:
    using Sink = std::function<void(ConnectionId, const QByteArray &frame)>;

    Subscriptions(EventBus &bus, const AccessPolicy &policy, const Audience &audience, Sink sink);

    // Adds topics; several filters for one topic are alternatives. InvalidParams for an unknown topic or a filter
    // that is no plain value.
    Result<api::SubscribeEvents::Reply> subscribe(ConnectionId connection, const api::SubscribeEvents::Params &params);
    // Topics that were not subscribed are passed over; InvalidParams for an unknown one.
    Result<api::UnsubscribeEvents::Reply> unsubscribe(ConnectionId connection,
                                                      const api::UnsubscribeEvents::Params &params);
    api::GetSubscriptionStats::Reply stats(ConnectionId connection) const;
    // Also for a connection whose session ended.
    void connectionClosed(ConnectionId connection);

private:
    // The alternatives; an event passes if any of them matches.
    using Filters = std::vector<EventFilter>;
    using Subscribers = QHash<ConnectionId, Filters>;

    void onPublished(const Event &event);
    void sendFace(const Event &event, const EventFace &face);
    void offer(const Event &event, FaceRenderer &renderer, const Subscribers &subscribers, QSet<ConnectionId> &served);

    EventBus &m_bus;
    const AccessPolicy &m_policy;
    const Audience &m_audience;
    const Sink m_sink;
    // By the topic's place in api::topics.
    std::array<Subscribers, api::topics.size()> m_subscribers;
};

}  // namespace cs

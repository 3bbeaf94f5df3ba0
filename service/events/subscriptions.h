#pragma once

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>

#include "api/events.h"
#include "auth/accesspolicy.h"
#include "auth/principal.h"
#include "events/eventbus.h"

namespace cs {

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
    Result<api::UnsubscribeEvents::Reply> unsubscribe(ConnectionId connection, const api::UnsubscribeEvents::Params &params);
    api::GetSubscriptionStats::Reply stats(ConnectionId connection) const;
    // Also for a connection whose session ended.
    void connectionClosed(ConnectionId connection);
};

}  // namespace cs

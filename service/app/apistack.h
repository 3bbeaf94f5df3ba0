#pragma once

#include "app/healthpublisher.h"
#include "app/mediastack.h"
#include "events/subscriptions.h"
#include "methods/cameraviews.h"
#include "methods/downloadlinks.h"
#include "methods/eventfaces.h"
#include "methods/startedstreams.h"
#include "rpc/dispatcher.h"
#include "rpc/gateway.h"
#include "rpc/methodtable.h"
#include "streams/streamlinks.h"
#include "transport/front.h"

namespace cs {

// The API: what is bound to its methods, and the doors through which it is called. Service thread.
class ApiStack : private Audience {
public:
    // What it stands on; all outlive it.
    struct Parts {
        const Config &config;
        Identity &identity;
        Store &store;
        MediaStack &media;
        HealthMonitor &health;
        const Clock &clock;
        // Outlives whatever a handler may wait for.
        QObject &hub;
    };
    explicit ApiStack(const Parts &parts);
    ~ApiStack() override;

    // Opens the WebSocket port and the control socket. A taken port is one sentence for people.
    Result<Done> open(const QString &controlSocket);
    void close();

    StreamLinks streamLinks;
    EventFaces faces;

private:
    std::optional<Listener> listener(ConnectionId connection) const override;
    void bindMethods(const Parts &parts);
    void followConnections(Sessions &sessions);

    const Config &m_config;
    Sessions &m_sessions;
    CameraViews m_views;
    DownloadLinks m_downloads;
    StartedStreams m_started;
    MethodTable m_methods;
    Dispatcher m_dispatcher;
    Front m_front;
    Gateway m_gateway;
    Subscriptions m_subscriptions;
};

}  // namespace cs

#pragma once

#include "app/auditstack.h"
#include "app/healthpublisher.h"
#include "app/mediastack.h"
#include "app/subscribewatch.h"
#include "events/subscriptions.h"
#include "methods/cameraviews.h"
#include "methods/downloadlinks.h"
#include "methods/eventfaces.h"
#include "methods/metricscollector.h"
#include "methods/startedstreams.h"
#include "rpc/dispatcher.h"
#include "rpc/gateway.h"
#include "rpc/idempotency.h"
#include "rpc/methodtable.h"
#include "rpc/notificationhold.h"
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
        AuditStack &audit;
        // What TLS is spoken with; null where it is off.
        TlsSource tls;
        const Clock &clock;
        // Outlives whatever a handler may wait for.
        QObject &hub;
    };
    explicit ApiStack(const Parts &parts);
    ~ApiStack() override;

    // To be finished before open().
    Async<Done> load() { return m_idempotency.load(); }
    // Opens the WebSocket port and the control socket. A taken port is one sentence for people.
    Result<Done> open(const QString &controlSocket);
    void close();

    StreamLinks streamLinks;
    EventFaces faces;
    MetricsCollector metrics;

private:
    std::optional<Listener> listener(ConnectionId connection) const override;
    void bindMethods(const Parts &parts);
    void bindIdentity(Identity &identity, AuditTrail &trail);
    Principal callerAt(ConnectionId connection);
    FrontOptions frontOptions(const QString &controlSocket) const;
    void followConnections(Sessions &sessions);
    void onSubscribed();
    QueueFigures queueFigures() const;
    QString tlsFingerprint() const;

    const Config &m_config;
    Sessions &m_sessions;
    const TlsSource m_tls;
    CameraViews m_views;
    DownloadLinks m_downloads;
    StartedStreams m_started;
    MethodTable m_methods;
    Idempotency m_idempotency;
    // Before the dispatcher: the calls that it leaves unanswered at its end still speak to them.
    Front m_front;
    NotificationHold m_hold;
    SubscribeWatch m_watch;
    Dispatcher m_dispatcher;
    Gateway m_gateway;
    Subscriptions m_subscriptions;
};

}  // namespace cs

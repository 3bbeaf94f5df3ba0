#include "app/apistack.h"

#include "app/tlsparts.h"
#include "app/version.h"
#include "methods/accountmethods.h"
#include "methods/auditmethods.h"
#include "methods/cameramethods.h"
#include "methods/discovermethods.h"
#include "methods/eventmethods.h"
#include "methods/keymethods.h"
#include "methods/mediamethods.h"
#include "methods/rightsmethods.h"
#include "methods/servermethods.h"
#include "methods/sessionmethods.h"
#include "methods/streammethods.h"
#include "methods/viewermethods.h"

namespace cs {

namespace {

quint16 number(const Port &port)
{
    return static_cast<quint16>(qint64(port));
}

DispatcherOptions dispatcherOptions(CallObserver &observer, Idempotency &idempotency)
{
    DispatcherOptions options;
    options.observer = &observer;
    options.idempotency = &idempotency;
    return options;
}

GatewayLimits gatewayLimits(const ServerConfig &server)
{
    GatewayLimits limits;
    limits.parse.maxBatch = static_cast<int>(qint64(server.maxBatch));
    limits.requestsPerSecond = static_cast<double>(qint64(server.requestsPerSecond));
    // Clients send a handful of calls at once right after they sign in.
    limits.burst = 2 * limits.requestsPerSecond;
    limits.requestsPerSecondPerAddress = static_cast<double>(qint64(server.requestsPerSecondPerAddress));
    // Many clients behind one address come back at the same moment after an outage.
    limits.burstPerAddress = 5 * limits.requestsPerSecondPerAddress;
    limits.costs = GatewayLimits::declaredCosts();
    return limits;
}

}  // namespace

ApiStack::ApiStack(const Parts &parts)
    : streamLinks(
        {number(parts.config.mediamtx.rtspPort), number(parts.config.mediamtx.hlsPort),
         number(parts.config.mediamtx.webrtcPort), parts.config.tls.media == TlsConfig::Media::On},
        {parts.config.streams.publicRtspUrl, parts.config.streams.publicHlsUrl, parts.config.streams.publicWebrtcUrl}),
      faces(parts.store.bus, m_views),
      metrics({parts.health, parts.media.registry, parts.media.recorder, parts.media.library,
               parts.identity.sessions.view(), parts.clock, [this] { return queueFigures(); }}),
      m_config(parts.config),
      m_sessions(parts.identity.sessions),
      m_tls(parts.tls),
      m_views(parts.media.registry, streamLinks, parts.identity.policy),
      m_downloads(
          parts.identity.tickets,
          {parts.config.http.publicUrl, number(parts.config.http.port), tlsMode(parts.config.tls) == TlsMode::Required},
          std::chrono::seconds(qint64(parts.config.media.downloadLifetime))),
      m_idempotency(parts.store.database, parts.clock, parts.identity.idempotencySecret),
      m_hold(m_front),
      m_watch(parts.audit.calls, [this] { onSubscribed(); }),
      m_dispatcher(
          m_methods, [this](ConnectionId id) { return callerAt(id); }, parts.identity.policy, parts.hub,
          dispatcherOptions(m_watch, m_idempotency)),
      m_gateway(m_front, m_dispatcher, parts.clock, gatewayLimits(parts.config.server), &m_hold),
      m_subscriptions(parts.store.bus, parts.identity.policy, *this, parts.clock,
                      {[this](ConnectionId id, const QByteArray &frame) { m_hold.notify(id, frame); },
                       [this](ConnectionId id) { return m_front.queued(id); }})
{
    bindMethods(parts);
    followConnections(parts.identity.sessions);
    faces.watch(parts.media.registry);
    faces.watch(parts.media.recorder);
    faces.watch(parts.media.snapshots);
    faces.watch(parts.health);
}

ApiStack::~ApiStack()
{
    // Before the members end: the front thread calls the gateway, which goes first.
    close();
}

void ApiStack::bindMethods(const Parts &parts)
{
    MediaStack &media = parts.media;
    bindIdentity(parts.identity, parts.audit.trail);
    bindViewerMethods(m_methods, media.viewers);
    bindAuditMethods(m_methods, {parts.store.audit, parts.audit.verification});
    bindServerMethods(m_methods, {parts.health, media.server, media.registry, m_views, media.library, metrics,
                                  QString::fromLatin1(Version), QString::fromLatin1(BuildDate),
                                  [this] { return tlsFingerprint(); }, qint64(parts.config.http.port)});
    bindCameraMethods(m_methods, media.registry, m_views, parts.clock);
    bindStreamMethods(m_methods, {m_views, streamLinks, parts.identity.tickets, media.server, m_started, parts.clock,
                                  std::chrono::seconds(qint64(parts.config.streams.tokenLifetime))});
    bindMediaMethods(m_methods,
                     {m_views, parts.identity.policy, media.recorder, media.snapshots, media.library, m_downloads});
    bindEventMethods(m_methods, m_subscriptions);
    if (parts.config.media.deleteRole == Role::Operator) {
        m_methods.setAccess(api::DeleteRecording::info.name, api::Access::Operator);
        m_methods.setAccess(api::DeleteSnapshot::info.name, api::Access::Operator);
    }
    bindDiscoverMethods(m_methods, QString::fromLatin1(Version));
    Q_ASSERT_X(m_methods.missing().isEmpty(), "ApiStack", qPrintable(m_methods.missing().join(u' ')));
}

Principal ApiStack::callerAt(ConnectionId connection)
{
    m_sessions.seen(connection);
    return m_sessions.principalOf(connection);
}

void ApiStack::bindIdentity(Identity &identity, AuditTrail &trail)
{
    const auto isOpen = [this](ConnectionId id) { return m_dispatcher.peer(id) != nullptr; };
    bindSessionMethods(
        m_methods,
        {identity.sessions, identity.tokens,
         [&identity](const QByteArray &token) { return identity.issuers.prepare(token); }, isOpen,
         [&trail](const Call &call, const QString &user) { return trail.recordAhead(tokenAhead(call, user)); }});
    const AccountParts accounts{identity.users,        identity.logins,   identity.refreshTokens,
                                identity.secondFactor, identity.sessions, isOpen};
    bindAccountMethods(m_methods, accounts);
    bindKeyMethods(m_methods, identity.keys, m_views);
    bindRightsMethods(m_methods, identity.grants, m_views);
}

void ApiStack::followConnections(Sessions &sessions)
{
    QObject::connect(&m_dispatcher, &Dispatcher::connectionOpened, &sessions, [&sessions](const PeerInfo &peer) {
        if (peer.kind == PeerKind::Control)
            sessions.addControl(peer.id, peer.systemUser);
    });
    QObject::connect(&m_dispatcher, &Dispatcher::connectionClosed, &m_subscriptions,
                     [this, &sessions](ConnectionId id) {
                         m_subscriptions.connectionClosed(id);
                         sessions.connectionClosed(id);
                     });
    QObject::connect(&sessions, &Sessions::ended, &m_subscriptions, &Subscriptions::sessionEnded);
    QObject::connect(&sessions, &Sessions::rightsChanged, &m_subscriptions, &Subscriptions::rightsChanged);
    QObject::connect(&sessions, &Sessions::replaced, &m_subscriptions, &Subscriptions::connectionClosed);
    QObject::connect(&m_front, &Front::drained, &m_subscriptions, &Subscriptions::drained);
}

void ApiStack::onSubscribed()
{
    if (!faces.holdsEnds())
        return;
    QStringList topics;
    for (const auto &[topic, clients] : m_subscriptions.stats({}).globalStats.topicCounts)
        topics << topic;
    faces.listenedTo(topics);
}

std::optional<Listener> ApiStack::listener(ConnectionId connection) const
{
    const PeerInfo *peer = m_dispatcher.peer(connection);
    if (!peer)
        return std::nullopt;
    return Listener{m_sessions.principalOf(connection), peer->host};
}

QueueFigures ApiStack::queueFigures() const
{
    QueueFigures figures;
    // Who has anything kept for it has something queued as well.
    for (const auto &[connection, queued] : m_front.queues()) {
        const qint64 bytes = queued + m_subscriptions.heldBytes(connection);
        figures.totalBytes += bytes;
        figures.largestBytes = std::max(figures.largestBytes, bytes);
    }
    return figures;
}

QString ApiStack::tlsFingerprint() const
{
    const auto material = tlsMode(m_config.tls) == TlsMode::Off || !m_tls ? nullptr : m_tls();
    return material ? material->fingerprint : QString();
}

Result<Done> ApiStack::open(const QString &controlSocket)
{
    return m_front.start(m_gateway, frontOptions(controlSocket));
}

FrontOptions ApiStack::frontOptions(const QString &controlSocket) const
{
    const ServerConfig &server = m_config.server;
    FrontOptions options;
    options.host = server.host;
    options.port = number(server.port);
    options.allowedOrigins = {server.allowedOrigins.begin(), server.allowedOrigins.end()};
    options.ownHosts = ownHosts(m_config, m_tls);
    options.controlSocket = controlSocket;
    options.maxConnections = static_cast<int>(qint64(server.maxConnections));
    options.maxConnectionsPerAddress = static_cast<int>(qint64(server.maxConnectionsPerAddress));
    options.wire.maxMessageBytes = server.maxFrameBytes;
    options.tls.mode = tlsMode(m_config.tls);
    options.tls.source = m_tls;
    options.trustedProxies = trustedProxies(server);
    return options;
}

void ApiStack::close()
{
    m_front.stop();
}

}  // namespace cs

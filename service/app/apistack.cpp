#include "app/apistack.h"

#include "app/version.h"
#include "methods/cameramethods.h"
#include "methods/eventmethods.h"
#include "methods/mediamethods.h"
#include "methods/servermethods.h"
#include "methods/sessionmethods.h"
#include "methods/streammethods.h"

namespace cs {

namespace {

quint16 number(const Port &port)
{
    return static_cast<quint16>(qint64(port));
}

FrontOptions frontOptions(const ServerConfig &server, const QString &controlSocket)
{
    FrontOptions options;
    options.host = server.host;
    options.port = number(server.port);
    options.allowedOrigins = {server.allowedOrigins.begin(), server.allowedOrigins.end()};
    options.controlSocket = controlSocket;
    options.maxConnections = static_cast<int>(qint64(server.maxConnections));
    options.maxConnectionsPerAddress = static_cast<int>(qint64(server.maxConnectionsPerAddress));
    options.wire.maxMessageBytes = server.maxFrameBytes;
    return options;
}

GatewayLimits gatewayLimits(const ServerConfig &server)
{
    GatewayLimits limits;
    limits.parse.maxBatch = static_cast<int>(qint64(server.maxBatch));
    limits.requestsPerSecond = static_cast<double>(qint64(server.requestsPerSecond));
    // Clients send a handful of calls at once right after they sign in.
    limits.burst = 2 * limits.requestsPerSecond;
    return limits;
}

}  // namespace

ApiStack::ApiStack(const Parts &parts)
    : streamLinks(
        {number(parts.config.mediamtx.rtspPort), number(parts.config.mediamtx.hlsPort),
         number(parts.config.mediamtx.webrtcPort)},
        {parts.config.streams.publicRtspUrl, parts.config.streams.publicHlsUrl, parts.config.streams.publicWebrtcUrl}),
      faces(parts.store.bus, m_views),
      m_config(parts.config),
      m_sessions(parts.identity.sessions),
      m_views(parts.media.registry, streamLinks, parts.identity.policy),
      m_downloads(parts.identity.tickets, parts.config.http.publicUrl, number(parts.config.http.port),
                  std::chrono::seconds(qint64(parts.config.media.downloadLifetime))),
      m_dispatcher(
          m_methods, [this](ConnectionId id) { return m_sessions.principalOf(id); }, parts.identity.policy, parts.hub),
      m_gateway(m_front, m_dispatcher, parts.clock, gatewayLimits(parts.config.server)),
      m_subscriptions(parts.store.bus, parts.identity.policy, *this,
                      [this](ConnectionId id, const QByteArray &frame) { m_front.send(id, frame); })
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
    bindSessionMethods(m_methods, parts.identity.sessions, parts.identity.tokens);
    bindServerMethods(m_methods, {parts.health, media.server, media.registry, m_views, media.library,
                                  QString::fromLatin1(Version), QString::fromLatin1(BuildDate)});
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
    Q_ASSERT_X(m_methods.missing().isEmpty(), "ApiStack", qPrintable(m_methods.missing().join(u' ')));
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
    QObject::connect(&sessions, &Sessions::ended, &m_subscriptions,
                     [this](ConnectionId id) { m_subscriptions.connectionClosed(id); });
}

std::optional<Listener> ApiStack::listener(ConnectionId connection) const
{
    const PeerInfo *peer = m_dispatcher.peer(connection);
    if (!peer)
        return std::nullopt;
    return Listener{m_sessions.principalOf(connection), peer->host};
}

Result<Done> ApiStack::open(const QString &controlSocket)
{
    return m_front.start(m_gateway, frontOptions(m_config.server, controlSocket));
}

void ApiStack::close()
{
    m_front.stop();
}

}  // namespace cs

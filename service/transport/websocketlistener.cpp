#include "transport/websocketlistener.h"

#include <poll.h>

#include <QWebSocket>
#include <QWebSocketServer>

#include "rpc/peer.h"
#include "transport/connectionids.h"
#include "transport/logging.h"
#include "transport/wsframe.h"

namespace cs {

namespace {

// Names one TCP connection of this host. The peer alone would not do: one client may reach two addresses of ours from
// one port of its own.
template<class Socket>
std::string nameOf(const Socket &socket)
{
    return (socket.peerAddress().toString() + u' ' + QString::number(socket.peerPort()) + u' '
            + socket.localAddress().toString())
        .toStdString();
}

// A peer that has closed its side already would only make Qt's handshake complain in the log.
bool hasLeft(int socket)
{
    pollfd entry{socket, POLLRDHUP, 0};
    return ::poll(&entry, 1, 0) > 0;
}

}  // namespace

WebSocketListener::WebSocketListener(const FrontOptions &options, FrameSink &sink, Outbox &outbox, Handler handler)
    : m_options(options),
      m_sink(sink),
      m_outbox(outbox),
      m_handler(std::move(handler)),
      m_policy(options.allowedOrigins),
      m_quota(options.maxConnections, options.maxConnectionsPerAddress),
      m_acceptor([this](Arrival arrival) { onArrival(std::move(arrival)); }),
      m_server(std::make_unique<QWebSocketServer>(QStringLiteral("camera-service"), QWebSocketServer::NonSecureMode))
{
    // Taken at once, so none is ever left pending; but unfinished handshakes count too.
    m_server->setMaxPendingConnections(options.maxConnections);
    connect(m_server.get(), &QWebSocketServer::newConnection, this, &WebSocketListener::onNewConnection);
}

WebSocketListener::~WebSocketListener() = default;

Result<Done> WebSocketListener::listen()
{
    // The first WebSocket loads the TLS library (some milliseconds, 7 MB): now, not when the first client waits.
    const QWebSocket first;
    AcceptorOptions options;
    options.host = m_options.host;
    options.port = m_options.port;
    options.headDeadline = m_options.headDeadline;
    return m_acceptor.listen(options);
}

void WebSocketListener::close()
{
    m_acceptor.close();
}

void WebSocketListener::onArrival(Arrival arrival)
{
    switch (arrival.kind) {
    case Arrival::Kind::Plain: break;
    case Arrival::Kind::Tls:
        qCDebug(lcTransport).noquote() << arrival.peer.address << "asked for TLS, which is not offered";
        return;
    case Arrival::Kind::HeadTooLong:
        refuse(std::move(arrival.socket),
               {431, "Request Header Fields Too Large", "The request head is too long.", {}});
        return;
    }
    if (hasLeft(arrival.socket.get()))
        return;
    const auto verdict = m_policy.check(arrival.head);
    if (const auto *refusal = std::get_if<Refusal>(&verdict)) {
        qCDebug(lcTransport).noquote() << arrival.peer.address << "was refused with" << refusal->status
                                       << refusal->text;
        refuse(std::move(arrival.socket), *refusal);
        return;
    }
    auto place = m_quota.take(arrival.peer.address);
    if (!place) {
        qCDebug(lcTransport).noquote() << arrival.peer.address << "was refused: too many connections";
        refuse(std::move(arrival.socket),
               {503, "Service Unavailable", "There are too many connections.", "Retry-After: 5\r\n"});
        return;
    }
    begin(std::move(arrival), std::get<UpgradeFacts>(verdict), std::move(*place));
}

void WebSocketListener::begin(Arrival arrival, const UpgradeFacts &facts, ConnectionQuota::Place place)
{
    PeerInfo info;
    info.id = nextConnectionId();
    info.kind = PeerKind::WebSocket;
    info.address = arrival.peer.address;
    info.host = facts.host;
    info.userAgent = facts.userAgent;
    auto peer = std::make_unique<WebSocketPeer>(info, std::move(arrival.socket), arrival.head.size(), std::move(place),
                                                m_sink, m_outbox, m_options.wire);
    WebSocketPeer *const raw = peer.get();
    const std::string name = nameOf(*raw->socket());
    m_shaking[name] = raw;
    connect(raw, &Connection::ended, this, [this, name, raw] {
        const auto it = m_shaking.find(name);
        if (it != m_shaking.end() && it->second == raw)
            m_shaking.erase(it);
    });
    m_handler(std::move(peer));
    m_server->handleConnection(raw->socket());
}

void WebSocketListener::onNewConnection()
{
    while (QWebSocket *webSocket = m_server->nextPendingConnection()) {
        const auto it = m_shaking.find(nameOf(*webSocket));
        const QPointer<WebSocketPeer> peer = it == m_shaking.end() ? nullptr : it->second;
        if (!peer) {
            webSocket->deleteLater();
            continue;
        }
        m_shaking.erase(it);
        // The server would delete the socket when it disconnects; it is the peer's.
        peer->socket()->disconnect(m_server.get());
        peer->open(webSocket);
    }
}

}  // namespace cs

#include "moc_websocketlistener.cpp"

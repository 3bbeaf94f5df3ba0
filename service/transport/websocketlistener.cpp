#include "transport/websocketlistener.h"

#include <poll.h>

#include <QSslSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include "net/address.h"
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

Refusal headTooLong()
{
    return {431, "Request Header Fields Too Large", "The request head is too long.", {}};
}

Refusal tlsOnly()
{
    return {426, "Upgrade Required", "Only TLS is spoken here: connect to wss:// instead of ws://.",
            "Upgrade: TLS/1.2\r\n"};
}

Refusal tooMany()
{
    return {503, "Service Unavailable", "There are too many connections.", "Retry-After: 5\r\n"};
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
      m_policy(options.allowedOrigins, options.ownHosts),
      m_quota(options.maxConnections, options.maxConnectionsPerAddress),
      m_acceptor([this](Arrival arrival) { onArrival(std::move(arrival)); }),
      m_tlsDoor(options.tls, AcceptorOptions().maxHeadBytes, options.wire.handshakeDeadline,
                [this](TlsArrival &arrival, TlsArrival::Outcome outcome) { onTls(arrival, outcome); }),
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
    m_tlsDoor.close();
}

void WebSocketListener::onArrival(Arrival arrival)
{
    if (arrival.kind != Arrival::Kind::Tls)
        onPlain(std::move(arrival));
    else if (m_options.tls.mode != TlsMode::Off)
        m_tlsDoor.take(std::move(arrival.socket), arrival.peer, partyToCount(arrival.peer.address));
    else
        qCDebug(lcTransport).noquote() << arrival.peer.address << "asked for TLS, which is not offered";
}

// Many stand behind a proxy, and some proxies on this host.
QString WebSocketListener::partyToCount(const QString &address) const
{
    return isLoopback(address) || m_options.trustedProxies.contains(address) ? QString() : networkOf(address);
}

void WebSocketListener::onPlain(Arrival arrival)
{
    if (hasLeft(arrival.socket.get()))
        return;
    if (m_options.tls.mode == TlsMode::Required || arrival.kind == Arrival::Kind::HeadTooLong) {
        refuse(std::move(arrival.socket), m_options.tls.mode == TlsMode::Required ? tlsOnly() : headTooLong());
        return;
    }
    auto verdict = admit(arrival.head, arrival.peer);
    if (const auto *refusal = std::get_if<Refusal>(&verdict)) {
        refuse(std::move(arrival.socket), *refusal);
        return;
    }
    auto socket = std::make_unique<QTcpSocket>();
    // No byte after the head is read before the handshake is done: QWebSocket would lose a frame sent along with it.
    socket->setReadBufferSize(arrival.head.size());
    socket->setSocketDescriptor(arrival.socket.release());
    begin({std::move(socket), {}}, std::get<Admission>(std::move(verdict)));
}

void WebSocketListener::onTls(TlsArrival &arrival, TlsArrival::Outcome outcome)
{
    auto verdict = outcome == TlsArrival::Outcome::HeadTooLong ? std::variant<Admission, Refusal>(headTooLong())
                                                               : admit(arrival.head(), arrival.peer());
    if (const auto *refusal = std::get_if<Refusal>(&verdict))
        refuse(arrival.take(), *refusal, m_leaving);
    else
        begin({arrival.take(), arrival.early()}, std::get<Admission>(std::move(verdict)));
}

std::variant<WebSocketListener::Admission, Refusal> WebSocketListener::admit(const QByteArray &head,
                                                                             const SocketEnd &peer)
{
    auto verdict = m_policy.check(head);
    if (const auto *refusal = std::get_if<Refusal>(&verdict)) {
        qCDebug(lcTransport).noquote() << peer.address << "was refused with" << refusal->status << refusal->text;
        return *refusal;
    }
    auto &facts = std::get<UpgradeFacts>(verdict);
    const QString address = m_options.trustedProxies.clientOf(peer.address, facts.forwardedFor);
    auto place = m_quota.take(address);
    if (!place) {
        qCDebug(lcTransport).noquote() << address << "was refused: too many connections";
        return tooMany();
    }
    return Admission{std::move(facts), address, std::move(*place)};
}

void WebSocketListener::begin(UpgradeSocket from, Admission admission)
{
    PeerInfo info;
    info.id = nextConnectionId();
    info.kind = PeerKind::WebSocket;
    info.address = admission.address;
    info.host = admission.facts.host;
    info.userAgent = admission.facts.userAgent;
    info.secure = qobject_cast<QSslSocket *>(from.socket.get()) != nullptr;
    auto peer = std::make_unique<WebSocketPeer>(info, std::move(from), std::move(admission.place), m_sink, m_outbox,
                                                m_options.wire);
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

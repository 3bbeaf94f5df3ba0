#include "transport/frontworker.h"

#include <algorithm>

#include "transport/wsframe.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

quint64 key(ConnectionId id)
{
    return static_cast<quint64>(id);
}

// What a peer was given in one go.
struct Given {
    quint64 to = 0;
    qint64 bytes = 0;
};

// Each peer once.
std::vector<Given> merged(std::vector<Given> all)
{
    std::sort(all.begin(), all.end(), [](const Given &left, const Given &right) { return left.to < right.to; });
    std::vector<Given> once;
    for (const Given &given : all) {
        if (once.empty() || once.back().to != given.to)
            once.push_back(given);
        else
            once.back().bytes += given.bytes;
    }
    return once;
}

}  // namespace

FrontWorker::FrontWorker(const FrontOptions &options, FrameSink &sink, Outbox &outbox, WriteGauge &gauge)
    : m_options(options),
      m_sink(sink),
      m_outbox(outbox),
      m_gauge(gauge)
{}

FrontWorker::~FrontWorker() = default;

Result<Done> FrontWorker::start()
{
    m_listener = std::make_unique<WebSocketListener>(m_options, m_sink, m_outbox, [this](auto peer) {
        connect(peer.get(), &WebSocketPeer::served, this, &FrontWorker::drain);
        add(std::move(peer));
    });
    if (auto listening = m_listener->listen(); !listening.ok())
        return listening.error();
    if (!m_options.controlSocket.isEmpty()) {
        m_control = std::make_unique<ControlServer>(m_sink, [this](auto peer) {
            connect(peer.get(), &ControlPeer::served, this, &FrontWorker::drain);
            add(std::move(peer));
        });
        if (auto listening = m_control->listen(m_options.controlSocket); !listening.ok())
            return listening.error();
    }
    m_ticker = std::make_unique<QTimer>();
    connect(m_ticker.get(), &QTimer::timeout, this, &FrontWorker::onTick);
    m_ticker->start(tickInterval());
    return Done{};
}

// Often enough for the shortest of the limits, which only tests make shorter than some seconds.
std::chrono::milliseconds FrontWorker::tickInterval() const
{
    const WireLimits &wire = m_options.wire;
    const auto shortest = std::min(
        {wire.messageDeadline, wire.pingInterval, wire.handshakeDeadline, wire.closeDeadline});
    return std::clamp<std::chrono::milliseconds>(shortest / 4, 10ms, 1000ms);
}

void FrontWorker::add(std::unique_ptr<Connection> peer)
{
    connect(peer.get(), &Connection::ended, this, &FrontWorker::onEnded);
    connect(peer.get(), &Connection::wrote, this, &FrontWorker::onWrote);
    m_gauge.opened(peer->id());
    m_peers.emplace(key(peer->id()), std::move(peer));
}

void FrontWorker::onEnded(ConnectionId id)
{
    auto node = m_peers.extract(key(id));
    if (node.empty())
        return;
    m_gauge.closed(id);
    // It may be in the middle of one of its own slots, or QWebSocket of one of its.
    node.mapped().release()->deleteLater();
    if (m_stopping && m_peers.empty())
        Q_EMIT stopped();
}

void FrontWorker::drain()
{
    if (m_draining) {
        // To flush an encrypted peer is to read from it as well, and so it may end here again.
        QMetaObject::invokeMethod(this, &FrontWorker::drain, Qt::QueuedConnection);
        return;
    }
    // Settled once all is handed over: before, what was sent would count twice.
    m_draining = true;
    const auto items = m_outbox.take();
    std::vector<Given> given;
    for (const Outbox::Item &item : items) {
        const auto peer = m_peers.find(key(item.to));
        if (peer == m_peers.end())
            continue;
        switch (item.kind) {
        case Outbox::Item::Kind::Send: peer->second->send(item.message); break;
        case Outbox::Item::Kind::Close: peer->second->close(item.code, item.reason); break;
        }
        if (given.empty() || given.back().to != key(item.to))
            given.push_back({key(item.to), 0});
        given.back().bytes += item.message.size();
    }
    // Once for all that is queued, never for each message: a flush is a system call.
    for (const auto &[id, bytes] : merged(std::move(given))) {
        if (const auto peer = m_peers.find(id); peer != m_peers.end()) {
            Connection &flushed = *peer->second;
            flushed.flush();
            settle(flushed, bytes);
        }
    }
    m_draining = false;
}

void FrontWorker::onWrote(ConnectionId id)
{
    const auto peer = m_peers.find(key(id));
    // drain() settles by itself.
    if (!m_draining && peer != m_peers.end())
        settle(*peer->second, 0);
}

void FrontWorker::settle(const Connection &peer, qint64 handedOver)
{
    if (m_gauge.settle(peer.id(), handedOver, peer.unsent()))
        Q_EMIT drained(peer.id());
}

// Peers that end meanwhile leave the table, but are deleted later: the pointers hold.
std::vector<Connection *> FrontWorker::peers() const
{
    std::vector<Connection *> all;
    all.reserve(m_peers.size());
    for (const auto &[id, peer] : m_peers)
        all.push_back(peer.get());
    return all;
}

void FrontWorker::onTick()
{
    drain();
    const auto now = std::chrono::steady_clock::now();
    for (Connection *peer : peers())
        peer->tick(now);
}

void FrontWorker::stop()
{
    m_stopping = true;
    m_listener->close();
    if (m_control)
        m_control->close();
    drain();
    for (Connection *peer : peers())
        peer->close(wsclose::GoingAway, QStringLiteral("the service stops"));
    if (m_peers.empty()) {
        Q_EMIT stopped();
        return;
    }
    constexpr auto patience = 500ms;
    QTimer::singleShot(patience, this, [this] {
        for (Connection *peer : peers())
            peer->abort();
    });
}

}  // namespace cs

#include "moc_frontworker.cpp"

#include "transport/websocketpeer.h"

#include <sys/socket.h>

#include <QSslSocket>
#include <QWebSocket>

#include "transport/logging.h"
#include "transport/outbox.h"
#include "transport/wsframe.h"

namespace cs {

namespace {

using SteadyClock = std::chrono::steady_clock;

// What one peer may be read at a turn: with more, a greedy one keeps the others waiting.
constexpr qint64 readAtOnce = 16 * 1024;
constexpr qint64 largestHeader = 14;
constexpr qint64 encryptedAtOnce = 64 * 1024;

}  // namespace

WebSocketPeer::WebSocketPeer(PeerInfo info, UpgradeSocket from, ConnectionQuota::Place place, FrameSink &sink,
                             Outbox &outbox, const WireLimits &limits)
    : Connection(info.id),
      m_info(std::move(info)),
      m_sink(sink),
      m_outbox(outbox),
      m_limits(limits),
      m_place(std::move(place)),
      m_socket(from.socket.release()),
      m_tls(qobject_cast<QSslSocket *>(m_socket.data())),
      m_early(std::move(from.early)),
      m_tracker(limits.maxMessageBytes),
      m_heardAt(SteadyClock::now())
{
    m_socket->setParent(this);
    // The first to be called: before QWebSocket takes the bytes away.
    connect(m_socket, &QTcpSocket::readyRead, this, &WebSocketPeer::beforeRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &WebSocketPeer::onDisconnected);
}

WebSocketPeer::~WebSocketPeer()
{
    if (m_socket) {
        m_socket->disconnect(this);
        // With unsent data a socket lingers in its destructor.
        m_socket->abort();
    }
}

void WebSocketPeer::open(QWebSocket *webSocket)
{
    m_webSocket.reset(webSocket);
    m_webSocket->setParent(nullptr);
    m_webSocket->setMaxAllowedIncomingFrameSize(static_cast<quint64>(m_limits.maxMessageBytes));
    m_webSocket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(m_limits.maxMessageBytes));
    connect(m_webSocket.get(), &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        if (m_state == State::Open)
            m_sink.frame(id(), text.toUtf8());
    });
    connect(m_socket, &QTcpSocket::readyRead, this, &WebSocketPeer::afterRead);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &WebSocketPeer::onWritten);
    else
        connect(m_socket, &QTcpSocket::bytesWritten, this, &WebSocketPeer::onWritten);
    for (auto byte = m_early.crbegin(); byte != m_early.crend(); ++byte)
        m_socket->ungetChar(*byte);
    m_socket->setReadBufferSize(readAtOnce + m_early.size());
    m_state = State::Open;
    m_heardAt = m_pingedAt = m_secondBegan = SteadyClock::now();
    qCDebug(lcTransport).noquote() << "connection" << quint64(id()) << "opened from" << m_info.address;
    m_sink.opened(m_info);
    if (m_tls)
        QMetaObject::invokeMethod(this, &WebSocketPeer::readEarly, Qt::QueuedConnection);
}

// What waited for the handshake to end, in the socket or behind it: nobody will say again that it is there.
void WebSocketPeer::readEarly()
{
    m_early.clear();
    if (m_state != State::Open)
        return;
    m_socket->flush();
    if (m_state == State::Open && m_socket->bytesAvailable() > 0)
        Q_EMIT m_socket->readyRead();
}

void WebSocketPeer::beforeRead()
{
    if (m_state == State::Handshake)
        return;
    m_heardAt = SteadyClock::now();
    const auto verdict = m_state == State::Open ? follow() : FrameTracker::Verdict::Fine;
    if (verdict != FrameTracker::Verdict::Fine)
        refuse(verdict);
    // After the goodbye nothing is listened to; unread bytes would turn it into a reset.
    if (m_state == State::Open)
        m_outbox.hold();
    else if (m_socket->isOpen())
        m_socket->skip(m_socket->bytesAvailable());
}

FrameTracker::Verdict WebSocketPeer::follow()
{
    const qint64 available = m_socket->bytesAvailable();
    const qint64 fresh = available - std::exchange(m_followed, available);
    if (fresh <= m_tracker.payloadLeft()) {
        m_tracker.skip(fresh);
        return FrameTracker::Verdict::Fine;
    }
    const QByteArray bytes = m_socket->peek(available);
    return m_tracker.feed(QByteArrayView(bytes).last(fresh));
}

void WebSocketPeer::refuse(FrameTracker::Verdict verdict)
{
    switch (verdict) {
    case FrameTracker::Verdict::Fine: return;
    case FrameTracker::Verdict::Unmasked:
        close(wsclose::ProtocolError, QStringLiteral("frames of clients are masked"));
        return;
    case FrameTracker::Verdict::Binary:
        close(wsclose::UnsupportedData, QStringLiteral("only text frames are spoken here"));
        return;
    case FrameTracker::Verdict::TooBig:
        close(wsclose::TooBig, QStringLiteral("a message has at most %1 bytes").arg(m_limits.maxMessageBytes));
        return;
    }
}

void WebSocketPeer::afterRead()
{
    if (m_state == State::Open)
        m_followed = m_socket->bytesAvailable();
    sayServed();
    if (m_state != State::Open)
        return;
    const Time now = SteadyClock::now();
    if (m_tracker.closeSeen()) {
        // QWebSocket has answered; the end is near, or a deadline.
        m_state = State::Closing;
        m_closingSince = now;
        return;
    }
    watchMessage(now);
    watchControlFrames(now);
    if (m_state == State::Open && !readsTooLittle())
        fitReadBuffer();
}

// Also when the peer ended meanwhile: the outbox waits for it. An encrypted socket reads while it is flushed, and it is
// in the middle of reading now: there it is said on the next turn.
void WebSocketPeer::sayServed()
{
    if (!m_tls || m_state == State::Ended) {
        Q_EMIT served();
    } else if (!std::exchange(m_servedSoon, true)) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_servedSoon = false;
                Q_EMIT served();
            },
            Qt::QueuedConnection);
    }
}

void WebSocketPeer::watchMessage(Time now)
{
    const bool another = std::exchange(m_messagesBegun, m_tracker.messagesBegun()) != m_tracker.messagesBegun();
    if (!m_tracker.midMessage())
        m_messageSince.reset();
    else if (another || !m_messageSince)
        m_messageSince = now;
}

void WebSocketPeer::watchControlFrames(Time now)
{
    if (now - m_secondBegan >= std::chrono::seconds(1)) {
        m_secondBegan = now;
        m_controlFrames = 0;
    }
    m_controlFrames += m_tracker.takeControlFrames();
    if (m_controlFrames > m_limits.maxControlFramesPerSecond)
        close(wsclose::PolicyViolation, QStringLiteral("too many control frames"));
}

// QWebSocket takes a frame only once all of it can be read, so a large one needs a larger buffer for a while.
void WebSocketPeer::fitReadBuffer()
{
    const qint64 wanted = std::max(readAtOnce, m_followed + m_tracker.payloadLeft() + largestHeader);
    if (wanted != m_socket->readBufferSize())
        m_socket->setReadBufferSize(wanted);
}

void WebSocketPeer::send(const QByteArray &message)
{
    // OpenSSL keeps as much room as it once had to encrypt at a time. Never within a message: a flush reads as well, and
    // a pong would land in the middle.
    if (m_tls && m_state == State::Open && m_tls->bytesToWrite() > encryptedAtOnce)
        m_tls->flush();
    if (m_state != State::Open || readsTooLittle())
        return;
    m_socket->write(wsHeader(WsOpcode::Text, message.size()));
    m_socket->write(message);
}

// The socket itself would buffer without bound, pongs for example. Closes such a peer and says so.
bool WebSocketPeer::readsTooLittle()
{
    if (unsent() <= m_limits.maxWriteBuffer)
        return false;
    close(wsclose::TryAgainLater, tooSlow());
    return true;
}

// An encrypted socket counts what it has encrypted apart, and QWebSocket does not see that.
qint64 WebSocketPeer::unsent() const
{
    const qint64 plain = m_socket ? m_socket->bytesToWrite() : 0;
    return plain + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void WebSocketPeer::flush()
{
    if (m_state == State::Open || m_state == State::Closing)
        m_socket->flush();
}

void WebSocketPeer::close(quint16 code, const QString &reason)
{
    if (m_state == State::Handshake) {
        abort();
    } else if (m_state == State::Open) {
        qCDebug(lcTransport).noquote() << "closing connection" << quint64(id()) << "from" << m_info.address << "with"
                                       << code << reason;
        m_state = State::Closing;
        m_closingSince = SteadyClock::now();
        m_socket->write(wsClose(code, reason));
        m_socket->flush();
        finishClosing();
    }
}

void WebSocketPeer::onWritten()
{
    finishClosing();
    Q_EMIT wrote(id());
}

// Our side is closed once all is out, so that the peer sees the end of the stream; what it still sends is discarded.
void WebSocketPeer::finishClosing()
{
    if (m_state == State::Closing && !m_tracker.closeSeen() && unsent() == 0)
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
}

void WebSocketPeer::abort()
{
    if (m_state != State::Ended && m_socket)
        m_socket->abort();
    onDisconnected();
}

void WebSocketPeer::drop(const char *why)
{
    qCInfo(lcTransport).noquote() << "connection" << quint64(id()) << "from" << m_info.address << why
                                  << "and is dropped";
    abort();
}

void WebSocketPeer::tick(Time now)
{
    switch (m_state) {
    case State::Ended: return;
    case State::Handshake:
        if (now - m_heardAt > m_limits.handshakeDeadline)
            drop("did not end its handshake");
        return;
    case State::Closing:
        if (now - m_closingSince > m_limits.closeDeadline)
            abort();
        return;
    case State::Open: break;
    }
    if (m_messageSince && now - *m_messageSince > m_limits.messageDeadline) {
        close(wsclose::PolicyViolation, QStringLiteral("a message took too long"));
    } else if (now - m_heardAt > 2 * m_limits.pingInterval) {
        drop("does not answer");
    } else if (now - m_pingedAt >= m_limits.pingInterval) {
        m_pingedAt = now;
        m_socket->write(wsPing());
    }
}

void WebSocketPeer::onDisconnected()
{
    const State before = std::exchange(m_state, State::Ended);
    if (before == State::Ended)
        return;
    if (before != State::Handshake) {
        qCDebug(lcTransport) << "connection" << quint64(id()) << "ended";
        m_sink.closed(id());
    }
    Q_EMIT ended(id());
}

}  // namespace cs

#include "moc_websocketpeer.cpp"

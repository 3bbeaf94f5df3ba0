#pragma once

#include <memory>
#include <optional>

#include <QPointer>
#include <QTcpSocket>

#include "rpc/peer.h"
#include "transport/connection.h"
#include "transport/connectionquota.h"
#include "transport/frametracker.h"
#include "transport/frontoptions.h"

QT_FORWARD_DECLARE_CLASS(QSslSocket)
QT_FORWARD_DECLARE_CLASS(QWebSocket)

namespace cs {

class Outbox;

// A socket, plain or past its TLS handshake, from which the upgrade request can be read and nothing behind it.
struct UpgradeSocket {
    std::unique_ptr<QTcpSocket> socket;
    // What came behind the request and is out of the socket already.
    QByteArray early;
};

// One WebSocket client, from its upgrade request to its end. Front thread only; owns both sockets. QWebSocket reads: it
// unmasks, puts fragments together and answers PINGs; what is sent is written as whole frames beside it, and what
// it leaves open (half messages, floods, peers that do not read) is watched here.
class WebSocketPeer final : public Connection {
    Q_OBJECT
public:
    // Sink and outbox outlive this object.
    WebSocketPeer(PeerInfo info, UpgradeSocket from, ConnectionQuota::Place place, FrameSink &sink, Outbox &outbox,
                  const WireLimits &limits);
    ~WebSocketPeer() override;

    const PeerInfo &info() const { return m_info; }
    // For the handshake alone.
    QTcpSocket *socket() const { return m_socket; }
    // The handshake is done; from now on frames come.
    void open(QWebSocket *webSocket);
    bool isOpen() const { return m_state != State::Handshake; }

    void send(const QByteArray &message) override;
    void flush() override;
    void close(quint16 code, const QString &reason) override;
    void abort() override;
    qint64 unsent() const override;
    void tick(Time now) override;

Q_SIGNALS:
    // What its frames caused to be sent may go out now.
    void served();

private:
    enum class State { Handshake, Open, Closing, Ended };

    void readEarly();
    void beforeRead();
    void afterRead();
    void sayServed();
    FrameTracker::Verdict follow();
    void refuse(FrameTracker::Verdict verdict);
    void watchMessage(Time now);
    void watchControlFrames(Time now);
    bool readsTooLittle();
    void fitReadBuffer();
    void onWritten();
    void finishClosing();
    void onDisconnected();
    void drop(const char *why);

    const PeerInfo m_info;
    FrameSink &m_sink;
    Outbox &m_outbox;
    const WireLimits &m_limits;
    const ConnectionQuota::Place m_place;
    // A child of this object; guarded, because QWebSocketServer deletes a socket that ends during the handshake. Dies
    // after the QWebSocket that works on it.
    const QPointer<QTcpSocket> m_socket;
    // The same one if it is encrypted.
    const QPointer<QSslSocket> m_tls;
    QByteArray m_early;
    std::unique_ptr<QWebSocket> m_webSocket;
    FrameTracker m_tracker;
    State m_state = State::Handshake;
    // Of the bytes that can be read, how many the tracker has seen.
    qint64 m_followed = 0;
    Time m_heardAt;
    Time m_pingedAt;
    // Since when a message is half there; nothing if none is.
    std::optional<Time> m_messageSince;
    quint64 m_messagesBegun = 0;
    Time m_secondBegan;
    Time m_closingSince;
    int m_controlFrames = 0;
    bool m_servedSoon = false;
};

}  // namespace cs

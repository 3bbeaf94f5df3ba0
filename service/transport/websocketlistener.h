#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include <QObject>

#include "transport/acceptor.h"
#include "transport/tlsdoor.h"
#include "transport/upgradepolicy.h"
#include "transport/websocketpeer.h"

QT_FORWARD_DECLARE_CLASS(QWebSocketServer)

namespace cs {

// Turns accepted sockets into WebSocket peers: has TLS undone where it is spoken, looks at the request head, refuses or
// hands over to Qt's handshake, and gives out the peer. Front thread only; owns the listening sockets, not the peers.
class WebSocketListener : public QObject {
    Q_OBJECT
public:
    // Takes a peer that begins its handshake; it is open, or has ended, a little later.
    using Handler = std::function<void(std::unique_ptr<WebSocketPeer>)>;

    // Sink and outbox outlive the peers.
    WebSocketListener(const FrontOptions &options, FrameSink &sink, Outbox &outbox, Handler handler);
    ~WebSocketListener() override;

    Result<Done> listen();
    // No new peers; those that are there stay.
    void close();
    quint16 port() const { return m_acceptor.port(); }

private:
    // A peer that may come in.
    struct Admission {
        UpgradeFacts facts;
        QString address;
        ConnectionQuota::Place place;
    };

    void onArrival(Arrival arrival);
    QString partyToCount(const QString &address) const;
    void onPlain(Arrival arrival);
    void onTls(TlsArrival &arrival, TlsArrival::Outcome outcome);
    std::variant<Admission, Refusal> admit(const QByteArray &head, const SocketEnd &peer);
    void begin(UpgradeSocket from, Admission admission);
    void onNewConnection();

    const FrontOptions &m_options;
    FrameSink &m_sink;
    Outbox &m_outbox;
    Handler m_handler;
    UpgradePolicy m_policy;
    ConnectionQuota m_quota;
    Acceptor m_acceptor;
    TlsDoor m_tlsDoor;
    // Encrypted sockets that are being refused.
    QObject m_leaving;
    std::unique_ptr<QWebSocketServer> m_server;
    // Peers whose handshake is under way, by what QWebSocketServer lets know of a socket.
    std::unordered_map<std::string, QPointer<WebSocketPeer>> m_shaking;
};

}  // namespace cs

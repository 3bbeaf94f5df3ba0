#pragma once

#include <memory>

#include <QAbstractSocket>
#include <QUrl>

#include "client/transport.h"

class QWebSocket;

namespace cs {

// Speaks JSON texts as WebSocket text frames; certificates of wss are verified. Owns one socket per connection.
class WebSocketTransport final : public Transport {
    Q_OBJECT
public:
    // `url` is ws:// or wss:// and holds no credentials.
    explicit WebSocketTransport(QUrl url);
    ~WebSocketTransport() override;

    void open() override;
    void close() override;
    void send(const QByteArray &text) override;
    QString peer() const override;

private:
    void onError(QAbstractSocket::SocketError error);
    void onDisconnected();
    void drop();
    Error openError(QAbstractSocket::SocketError error) const;

    QUrl m_url;
    QWebSocket *m_socket = nullptr;
    bool m_open = false;
};

}  // namespace cs

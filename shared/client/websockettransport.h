#pragma once

#include <optional>

#include <QAbstractSocket>
#include <QUrl>

#include "client/pinnedtls.h"
#include "client/transport.h"

class QWebSocket;

namespace cs {

// Speaks JSON texts as WebSocket text frames. A certificate of wss is good if the system trusts it or if it is pinned;
// for any other the reason of closed() tells its fingerprint (trouble.h). Owns one socket per connection.
class WebSocketTransport final : public Transport {
    Q_OBJECT
public:
    // `url` is ws:// or wss:// and holds no credentials.
    explicit WebSocketTransport(QUrl url);
    // `pins` outlive this object.
    WebSocketTransport(const ServerAddress &address, const CertificatePins &pins);
    ~WebSocketTransport() override;

    void open() override;
    void close() override;
    void send(const QByteArray &text) override;
    QString peer() const override;

private:
    void onSslErrors(const QList<QSslError> &errors);
    void onError(QAbstractSocket::SocketError error);
    void onDisconnected();
    void drop();
    Error openError(QAbstractSocket::SocketError error) const;

    QUrl m_url;
    std::optional<PinnedTls> m_tls;
    // What is wrong with the certificate of the connection that is being made.
    std::optional<Error> m_certificateError;
    QWebSocket *m_socket = nullptr;
    bool m_open = false;
};

}  // namespace cs

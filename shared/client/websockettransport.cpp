#include "client/websockettransport.h"

#include <QWebSocket>

#include "client/connectionerror.h"

namespace cs {

WebSocketTransport::WebSocketTransport(QUrl url) : m_url(std::move(url))
{
}

WebSocketTransport::~WebSocketTransport()
{
    drop();
}

void WebSocketTransport::open()
{
    drop();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(maxMessageBytes);
    m_socket->setMaxAllowedIncomingMessageSize(maxMessageBytes);
    connect(m_socket, &QWebSocket::connected, this, [this] {
        m_open = true;
        Q_EMIT opened();
    });
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { Q_EMIT received(text.toUtf8()); });
    connect(m_socket, &QWebSocket::disconnected, this, &WebSocketTransport::onDisconnected);
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &WebSocketTransport::onError);
    m_socket->open(m_url);
}

void WebSocketTransport::close()
{
    drop();
}

void WebSocketTransport::send(const QByteArray &text)
{
    if (m_open)
        m_socket->sendTextMessage(QString::fromUtf8(text));
}

QString WebSocketTransport::peer() const
{
    return m_url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

void WebSocketTransport::onError(QAbstractSocket::SocketError error)
{
    // The end of an open connection is told by disconnected(), which knows the close code.
    if (m_open)
        return;
    const Error reason = openError(error);
    drop();
    Q_EMIT closed(reason);
}

void WebSocketTransport::onDisconnected()
{
    const QString why = m_socket->closeReason();
    const QString text = m_open ? QStringLiteral("the service at %1 closed the connection").arg(peer())
                                : QStringLiteral("%1 does not answer as a camera service").arg(peer());
    drop();
    Q_EMIT closed(connectionError(why.isEmpty() ? text : text + QStringLiteral(" (%1)").arg(why)));
}

void WebSocketTransport::drop()
{
    m_open = false;
    if (!m_socket)
        return;
    QWebSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    // Not at once: this may run inside one of its own signals.
    socket->deleteLater();
}

Error WebSocketTransport::openError(QAbstractSocket::SocketError error) const
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return connectionError(QStringLiteral("no camera service listens at %1").arg(peer()),
                               QStringLiteral("check host and port, and that the service runs"));
    case QAbstractSocket::HostNotFoundError:
        return connectionError(QStringLiteral("there is no host %1").arg(m_url.host()),
                               QStringLiteral("check the address"));
    case QAbstractSocket::SslHandshakeFailedError:
        return connectionError(QStringLiteral("no trusted TLS connection to %1: %2").arg(peer(), m_socket->errorString()),
                               QStringLiteral("make this host trust the certificate"));
    default:
        return connectionError(QStringLiteral("cannot connect to %1: %2").arg(peer(), m_socket->errorString()));
    }
}

}  // namespace cs

#include "client/websockettransport.h"

#include <QPointer>
#include <QWebSocket>

#include "client/connectionerror.h"

namespace cs {

WebSocketTransport::WebSocketTransport(QUrl url) : m_url(std::move(url)) {}

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
    if (!m_open) {
        // Of a connection that never came to be, the socket tells the end before it tells the reason.
        QMetaObject::invokeMethod(
            this,
            [this, socket = QPointer(m_socket)] {
                if (socket && socket == m_socket)
                    onError(socket->error());
            },
            Qt::QueuedConnection);
        return;
    }
    const QString why = m_socket->closeReason();
    const QString text = QStringLiteral("the service at %1 closed the connection").arg(peer());
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
    const QString detail = m_socket->errorString();
    // QWebSocket also says "refused" when something answered, but not as a WebSocket server does; its text tells.
    const qsizetype handshake = detail.indexOf(QLatin1String("processHandshake: "));
    if (handshake >= 0) {
        return connectionError(
            QStringLiteral("%1 does not answer as a camera service (%2)").arg(peer(), detail.mid(handshake + 18)),
            QStringLiteral("check host, port and path"));
    }
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return connectionError(QStringLiteral("no camera service listens at %1").arg(peer()),
                               QStringLiteral("check host and port, and that the service runs"));
    case QAbstractSocket::HostNotFoundError:
        return connectionError(QStringLiteral("there is no host %1").arg(m_url.host()),
                               QStringLiteral("check the address"));
    case QAbstractSocket::RemoteHostClosedError:
        return connectionError(QStringLiteral("%1 closed the connection before it was made").arg(peer()),
                               QStringLiteral("check host, port and path, and whether it wants wss"));
    case QAbstractSocket::SslHandshakeFailedError:
        return connectionError(QStringLiteral("no trusted TLS connection to %1: %2").arg(peer(), detail),
                               QStringLiteral("make this host trust the certificate"));
    default: return connectionError(QStringLiteral("cannot connect to %1: %2").arg(peer(), detail));
    }
}

}  // namespace cs

#include "moc_websockettransport.cpp"

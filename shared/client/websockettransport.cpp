#include "client/websockettransport.h"

#include <QCoreApplication>
#include <QNetworkRequest>
#include <QPointer>
#include <QSslSocket>
#include <QWebSocket>

#include "client/connectionerror.h"
#include "client/trouble.h"

namespace cs {

namespace {

// What lists of sessions call this program.
QString userAgent()
{
    const QString version = QCoreApplication::applicationVersion();
    const QString name = QCoreApplication::applicationName();
    return version.isEmpty() ? name : name + u'/' + version;
}

}  // namespace

WebSocketTransport::WebSocketTransport(QUrl url) : m_url(std::move(url)) {}

WebSocketTransport::WebSocketTransport(const ServerAddress &address, const CertificatePins &pins)
    : m_url(address.url()),
      m_tls(PinnedTls(pins, address))
{}

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
    if (m_tls)
        connect(m_socket, &QWebSocket::sslErrors, this, &WebSocketTransport::onSslErrors);
    QNetworkRequest request(m_url);
    request.setHeader(QNetworkRequest::UserAgentHeader, userAgent());
    m_socket->open(request);
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

void WebSocketTransport::onSslErrors(const QList<QSslError> &errors)
{
    // QWebSocket does not tell what the peer showed; the socket inside does.
    const auto *socket = m_socket->findChild<QSslSocket *>();
    const QSslCertificate shown = socket ? socket->peerCertificate() : errors.value(0).certificate();
    m_certificateError = m_tls->check(m_url.host(), static_cast<quint16>(m_url.port()), shown);
    if (!m_certificateError)
        m_socket->ignoreSslErrors();
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
    m_certificateError.reset();
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
    if (m_certificateError)
        return *m_certificateError;
    const QString detail = m_socket->errorString();
    // QWebSocket also says "refused" when something answered, but not as a WebSocket server does; its text tells.
    const qsizetype handshake = detail.indexOf(QLatin1String("processHandshake: "));
    if (handshake >= 0) {
        return withTrouble(
            connectionError(
                QStringLiteral("%1 does not answer as a camera service (%2)").arg(peer(), detail.mid(handshake + 18)),
                QStringLiteral("check host, port and path")),
            Trouble::NotAService);
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
        return withTrouble(connectionError(QStringLiteral("no trusted TLS connection to %1: %2").arg(peer(), detail),
                                           QStringLiteral("make this host trust the certificate")),
                           Trouble::TlsFailed);
    default: return connectionError(QStringLiteral("cannot connect to %1: %2").arg(peer(), detail));
    }
}

}  // namespace cs

#include "moc_websockettransport.cpp"

#include "client/localsockettransport.h"

#include <QFileInfo>

#include "client/connectionerror.h"

namespace cs {

LocalSocketTransport::LocalSocketTransport(QString path) : m_path(std::move(path))
{
    connect(&m_socket, &QLocalSocket::connected, this, [this] {
        m_open = true;
        Q_EMIT opened();
    });
    connect(&m_socket, &QLocalSocket::readyRead, this, &LocalSocketTransport::onReadyRead);
    connect(&m_socket, &QLocalSocket::disconnected, this, &LocalSocketTransport::onDisconnected);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &LocalSocketTransport::onError);
}

void LocalSocketTransport::open()
{
    drop();
    m_active = true;
    // QLocalSocket takes a relative name as one in the folder for temporary files.
    m_socket.connectToServer(QFileInfo(m_path).absoluteFilePath());
}

void LocalSocketTransport::close()
{
    drop();
}

void LocalSocketTransport::send(const QByteArray &text)
{
    if (!m_open)
        return;
    // A raw line end cannot stand inside a JSON string, so a space means the same.
    QByteArray line = text;
    line.replace('\n', ' ').replace('\r', ' ');
    line += '\n';
    m_socket.write(line);
}

void LocalSocketTransport::onReadyRead()
{
    m_buffer += m_socket.readAll();
    while (m_active) {
        const qsizetype end = m_buffer.indexOf('\n', m_scanned);
        if (end < 0)
            break;
        const QByteArray line = m_buffer.left(end);
        m_buffer.remove(0, end + 1);
        m_scanned = 0;
        if (!line.trimmed().isEmpty())
            Q_EMIT received(line);
    }
    m_scanned = m_buffer.size();
    if (m_active && m_buffer.size() > maxMessageBytes) {
        drop();
        Q_EMIT closed(connectionError(QStringLiteral("the program behind %1 sent a line without end").arg(m_path),
                                      QStringLiteral("check that it is a camera service")));
    }
}

void LocalSocketTransport::onError(QLocalSocket::LocalSocketError error)
{
    // The end of an open connection is told by disconnected().
    if (!m_active || m_open)
        return;
    const Error reason = openError(error);
    drop();
    Q_EMIT closed(reason);
}

void LocalSocketTransport::onDisconnected()
{
    if (!m_active)
        return;
    drop();
    Q_EMIT closed(connectionError(QStringLiteral("the service closed the connection on %1").arg(m_path)));
}

void LocalSocketTransport::drop()
{
    m_active = false;
    m_open = false;
    m_buffer.clear();
    m_scanned = 0;
    m_socket.abort();
}

Error LocalSocketTransport::openError(QLocalSocket::LocalSocketError error) const
{
    switch (error) {
    case QLocalSocket::ServerNotFoundError:
        return connectionError(QStringLiteral("there is no control socket %1").arg(m_path),
                               QStringLiteral("start the camera service, or say where it is"));
    case QLocalSocket::ConnectionRefusedError:
        return connectionError(QStringLiteral("no camera service listens on %1").arg(m_path),
                               QStringLiteral("start the camera service"));
    case QLocalSocket::SocketAccessError:
        return connectionError(QStringLiteral("permission denied on %1").arg(m_path),
                               QStringLiteral("run this as root or as the user of the service"));
    default: return connectionError(QStringLiteral("cannot connect to %1: %2").arg(m_path, m_socket.errorString()));
    }
}

}  // namespace cs

#include "moc_localsockettransport.cpp"

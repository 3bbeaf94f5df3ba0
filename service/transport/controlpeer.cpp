#include "transport/controlpeer.h"

#include "transport/logging.h"

namespace cs {

ControlPeer::ControlPeer(const PeerInfo &info, UniqueFd socket, FrameSink &sink)
    : Connection(info.id),
      m_info(info),
      m_sink(sink)
{
    // One more than a line may have, so that a line that is too long can be told from one that is not all there.
    m_socket.setReadBufferSize(MaxLine + 1);
    m_socket.setSocketDescriptor(socket.release());
}

void ControlPeer::open()
{
    connect(&m_socket, &QLocalSocket::readyRead, this, &ControlPeer::onReadyRead);
    connect(&m_socket, &QLocalSocket::disconnected, this, &ControlPeer::onDisconnected);
    connect(&m_socket, &QLocalSocket::bytesWritten, this, [this] { Q_EMIT wrote(id()); });
    m_sink.opened(m_info);
}

ControlPeer::~ControlPeer()
{
    m_socket.disconnect(this);
    m_socket.abort();
}

void ControlPeer::onReadyRead()
{
    while (!m_closing && m_socket.canReadLine()) {
        const QByteArray line = m_socket.readLine().trimmed();
        if (!line.isEmpty())
            m_sink.frame(id(), line);
    }
    if (!m_closing && m_socket.bytesAvailable() > MaxLine) {
        qCWarning(lcTransport) << "a line on the control socket is longer than" << MaxLine
                               << "bytes; the peer is dropped";
        abort();
        return;
    }
    if (m_closing)
        m_socket.skip(m_socket.bytesAvailable());
    Q_EMIT served();
}

void ControlPeer::send(const QByteArray &message)
{
    if (m_closing || m_ended)
        return;
    m_socket.write(message);
    m_socket.write("\n");
}

void ControlPeer::flush()
{
    if (!m_ended)
        m_socket.flush();
}

void ControlPeer::close(quint16, const QString &)
{
    if (m_closing || m_ended)
        return;
    m_closing = true;
    m_closingSince = std::chrono::steady_clock::now();
    // Closes once all is out; `disconnected` comes then.
    m_socket.disconnectFromServer();
}

void ControlPeer::abort()
{
    if (!m_ended)
        m_socket.abort();
    onDisconnected();
}

void ControlPeer::tick(Time now)
{
    constexpr std::chrono::seconds patience{2};
    if (m_closing && !m_ended && now - m_closingSince > patience)
        abort();
}

void ControlPeer::onDisconnected()
{
    if (std::exchange(m_ended, true))
        return;
    m_sink.closed(id());
    Q_EMIT ended(id());
}

}  // namespace cs

#include "moc_controlpeer.cpp"

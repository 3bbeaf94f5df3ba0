#pragma once

#include <QLocalSocket>

#include "base/uniquefd.h"
#include "rpc/peer.h"
#include "transport/connection.h"

namespace cs {

// One peer of the control socket: a line each way is a message. Front thread only; owns its socket.
class ControlPeer final : public Connection {
    Q_OBJECT
public:
    static constexpr qint64 MaxLine = 1024 * 1024;
    static constexpr qint64 MaxUnread = 4 * 1024 * 1024;

    // `sink` outlives this object and has not been told of the peer yet.
    ControlPeer(const PeerInfo &info, UniqueFd socket, FrameSink &sink);
    ~ControlPeer() override;

    void send(const QByteArray &message) override;
    void flush() override;
    void close(quint16 code, const QString &reason) override;
    void abort() override;
    void tick(Time now) override;

Q_SIGNALS:
    void served();

private:
    void onReadyRead();
    void onDisconnected();

    FrameSink &m_sink;
    QLocalSocket m_socket;
    Time m_closingSince;
    bool m_closing = false;
    bool m_ended = false;
};

}  // namespace cs

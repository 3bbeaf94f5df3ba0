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

    // `sink` outlives this object.
    ControlPeer(const PeerInfo &info, UniqueFd socket, FrameSink &sink);
    ~ControlPeer() override;

    // From now on lines come; the sink is told of the peer.
    void open();

    void send(const QByteArray &message) override;
    void flush() override;
    void close(quint16 code, const QString &reason) override;
    void abort() override;
    qint64 unsent() const override { return m_socket.bytesToWrite(); }
    void tick(Time now) override;

Q_SIGNALS:
    void served();

private:
    void onReadyRead();
    void onDisconnected();

    const PeerInfo m_info;
    FrameSink &m_sink;
    QLocalSocket m_socket;
    Time m_closingSince;
    bool m_closing = false;
    bool m_ended = false;
};

}  // namespace cs

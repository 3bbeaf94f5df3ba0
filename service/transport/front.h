#pragma once

#include <memory>

#include <QObject>
#include <QThread>

#include "base/result.h"
#include "rpc/peer.h"
#include "transport/frontoptions.h"
#include "transport/outbox.h"
#include "transport/writegauge.h"

namespace cs {

class FrontWorker;

// The way in and out for clients: WebSockets, and the control socket of this host. Owns the front thread and all that
// lives on it; start and stop on the thread that made it, send, disconnect and queued from any.
class Front final : public QObject, public FrameSender {
    Q_OBJECT
public:
    Front();
    ~Front() override;

    // `sink` outlives the front, or stop(); it is called on the front thread. Fails with a sentence for the operator,
    // for example when the port is taken.
    Result<Done> start(FrameSink &sink, const FrontOptions &options);
    // Says goodbye to the peers (1001) and waits, half a second at most, until they are gone. Nothing is called after it.
    void stop();

    bool isRunning() const { return m_thread != nullptr; }
    // The port WebSockets come in by, or 0.
    quint16 port() const { return m_port; }

    // What would make a peer hold more than WireLimits::maxWriteBuffer is not sent: the peer is closed instead (1013).
    void send(ConnectionId connection, const QByteArray &bytes) override;
    void disconnect(ConnectionId connection, const QString &reason) override;
    qint64 queued(ConnectionId connection) const override { return m_gauge.queued(connection); }
    // Of each peer that has something queued.
    std::vector<std::pair<ConnectionId, qint64>> queues() const { return m_gauge.all(); }

Q_SIGNALS:
    // On the thread that made this object: a peer had more than WireLimits::drainHigh queued, and now has less than
    // drainLow.
    void drained(cs::ConnectionId connection);

private:
    void onDrained(ConnectionId connection);

    Outbox m_outbox;
    WriteGauge m_gauge;
    std::unique_ptr<QThread> m_thread;
    // Lives on the thread and deletes itself there.
    FrontWorker *m_worker = nullptr;
    quint16 m_port = 0;
};

}  // namespace cs

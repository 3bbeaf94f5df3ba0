#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include <QObject>
#include <QTimer>

#include "base/result.h"
#include "transport/connection.h"
#include "transport/controlserver.h"
#include "transport/outbox.h"
#include "transport/websocketlistener.h"
#include "transport/writegauge.h"

namespace cs {

// Everything that lives on the front thread: the listeners and the peers, which it owns. Made elsewhere, then moved.
class FrontWorker : public QObject {
    Q_OBJECT
public:
    // Sink, outbox and gauge outlive this object.
    FrontWorker(const FrontOptions &options, FrameSink &sink, Outbox &outbox, WriteGauge &gauge);
    ~FrontWorker() override;

    // On the front thread, as all that follows. Fails with a sentence for the operator.
    Result<Done> start();
    quint16 port() const { return m_listener ? m_listener->port() : 0; }
    // Takes no new peers and says goodbye to those that are there; `stopped` comes once they are gone.
    void stop();
    // Sends what waits in the outbox.
    void drain();

Q_SIGNALS:
    void stopped();
    // See Front::drained.
    void drained(cs::ConnectionId id);

private:
    void add(std::unique_ptr<Connection> peer);
    void onEnded(ConnectionId id);
    void onWrote(ConnectionId id);
    void settle(const Connection &peer, qint64 handedOver);
    void onTick();
    std::vector<Connection *> peers() const;
    std::chrono::milliseconds tickInterval() const;

    const FrontOptions m_options;
    FrameSink &m_sink;
    Outbox &m_outbox;
    WriteGauge &m_gauge;
    std::unique_ptr<QTimer> m_ticker;
    std::unique_ptr<WebSocketListener> m_listener;
    std::unique_ptr<ControlServer> m_control;
    std::unordered_map<quint64, std::unique_ptr<Connection>> m_peers;
    bool m_stopping = false;
    bool m_draining = false;
};

}  // namespace cs

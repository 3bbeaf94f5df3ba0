#pragma once

#include <memory>

#include <QThread>

#include "base/result.h"
#include "rpc/peer.h"
#include "transport/frontoptions.h"
#include "transport/outbox.h"

namespace cs {

class FrontWorker;

// The way in and out for clients: WebSockets, and the control socket of this host. Owns the front thread and all that
// lives on it; start and stop on the thread that made it, send and disconnect from any.
class Front final : public FrameSender {
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

    void send(ConnectionId connection, const QByteArray &bytes) override;
    void disconnect(ConnectionId connection, const QString &reason) override;

private:
    Outbox m_outbox;
    std::unique_ptr<QThread> m_thread;
    // Lives on the thread and deletes itself there.
    FrontWorker *m_worker = nullptr;
    quint16 m_port = 0;
};

}  // namespace cs

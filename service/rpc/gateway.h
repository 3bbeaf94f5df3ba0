#pragma once

#include <memory>

#include <QHash>

#include "base/time.h"
#include "jsonrpc/message.h"
#include "rpc/inflight.h"
#include "rpc/peer.h"
#include "rpc/tokenbucket.h"

namespace cs {

class Dispatcher;

struct GatewayLimits {
    ParseLimits parse;
    // Calls of one connection that wait for their answer.
    int maxInFlight = 256;
    // Requests of one connection; `ping` is free, refusing it would cost as much as answering it.
    double requestsPerSecond = 500;
    double burst = 1000;
};

// The first hands a frame passes through: reads it, answers what needs no one else (broken frames, ping, limits), and
// sends the rest to the dispatcher. Lives on the front thread once the transport runs; owns the counters per peer.
class Gateway final : public FrameSink {
public:
    // All outlive this object. The dispatcher lives on another thread and is only sent events.
    Gateway(FrameSender &sender, Dispatcher &dispatcher, const Clock &clock, GatewayLimits limits = {});

    void opened(const PeerInfo &peer) override;
    void frame(ConnectionId connection, const QByteArray &bytes) override;
    void closed(ConnectionId connection) override;

private:
    struct Peer {
        TokenBucket bucket;
        InFlightCounter inFlight;
    };
    void handOn(ConnectionId connection, Peer &peer, ParsedFrame parsed);

    FrameSender &m_sender;
    Dispatcher &m_dispatcher;
    const Clock &m_clock;
    const GatewayLimits m_limits;
    QHash<ConnectionId, Peer> m_peers;
};

}  // namespace cs

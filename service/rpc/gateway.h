#pragma once

#include <memory>

#include <QHash>

#include "base/time.h"
#include "jsonrpc/message.h"
#include "net/addressbuckets.h"
#include "net/tokenbucket.h"
#include "rpc/inflight.h"
#include "rpc/peer.h"

namespace cs {

class Dispatcher;
class FrameAnswers;
class NotificationHold;

struct GatewayLimits {
    ParseLimits parse;
    // Calls of one connection that wait for their answer.
    int maxInFlight = 256;
    // Requests of one connection; `ping` is free, refusing it would cost as much as answering it.
    double requestsPerSecond = 500;
    double burst = 1000;
    // The same of all connections of one address or IPv6 /64; peers of the control socket have none.
    double requestsPerSecondPerAddress = 2000;
    double burstPerAddress = 10'000;
    // How many requests a call of a method counts for, if not for one.
    QHash<QString, int> costs;

    // As the methods are declared.
    static QHash<QString, int> declaredCosts();
};

// The first hands a frame passes through: reads it, answers what needs no one else (broken frames, ping, limits), and
// sends the rest to the dispatcher. Lives on the front thread once the transport runs; owns the counters per peer.
class Gateway final : public FrameSink {
public:
    // All outlive this object. The dispatcher lives on another thread and is only sent events. `hold`, if there is one,
    // keeps notifications back while a batch is under way.
    Gateway(FrameSender &sender, Dispatcher &dispatcher, const Clock &clock, GatewayLimits limits = {},
            NotificationHold *hold = nullptr);

    void opened(const PeerInfo &peer) override;
    void frame(ConnectionId connection, const QByteArray &bytes) override;
    void closed(ConnectionId connection) override;

private:
    struct Peer {
        TokenBucket bucket;
        InFlightCounter inFlight;
        // Empty for those that have no address.
        QString party;
    };
    std::shared_ptr<FrameAnswers> answersOf(ConnectionId connection, const ParsedFrame &parsed);
    void handOn(ConnectionId connection, Peer &peer, ParsedFrame parsed);
    // Takes the price of a call from both buckets; how long to wait if one of them is too empty.
    std::optional<std::chrono::milliseconds> charge(Peer &peer, const QString &method);

    FrameSender &m_sender;
    Dispatcher &m_dispatcher;
    const Clock &m_clock;
    const GatewayLimits m_limits;
    NotificationHold *const m_hold;
    QHash<ConnectionId, Peer> m_peers;
    AddressBuckets m_addresses;
};

}  // namespace cs

#include "rpc/gateway.h"

#include "api/describe.h"
#include "net/address.h"
#include "rpc/dispatcher.h"
#include "rpc/requestid.h"

namespace cs {

namespace {

// What a client that has too much under way should wait before the next call.
constexpr qint64 fullRetryMs = 100;

bool isPlainPing(const Request &request)
{
    return request.method == QLatin1String("ping")
           && (request.params.isEmpty() || request.params == "{}" || request.params == "[]");
}

QByteArray pong(const Request &request)
{
    return request.isNotification() ? QByteArray() : resultAnswer(request.id, "\"pong\"");
}

QByteArray refusal(const Request &request, qint64 retryAfterMs)
{
    return request.isNotification() ? QByteArray()
                                    : errorAnswer(request.id, toErrorObject(Error::rateLimited(retryAfterMs)));
}

}  // namespace

Gateway::Gateway(FrameSender &sender, Dispatcher &dispatcher, const Clock &clock, GatewayLimits limits,
                 NotificationHold *hold)
    : m_sender(sender),
      m_dispatcher(dispatcher),
      m_clock(clock),
      m_limits(std::move(limits)),
      m_hold(hold),
      m_addresses(m_limits.requestsPerSecondPerAddress, m_limits.burstPerAddress)
{}

QHash<QString, int> GatewayLimits::declaredCosts()
{
    QHash<QString, int> costs;
    for (const api::MethodDescription &method : api::allMethods()) {
        if (method.info.cost != 1)
            costs.insert(QString::fromLatin1(method.info.name), method.info.cost);
    }
    return costs;
}

void Gateway::opened(const PeerInfo &peer)
{
    m_peers.insert(peer.id, Peer{TokenBucket(m_limits.requestsPerSecond, m_limits.burst, m_clock.steady()),
                                 {},
                                 peer.address.isEmpty() ? QString() : networkOf(peer.address)});
    QMetaObject::invokeMethod(
        &m_dispatcher, [dispatcher = &m_dispatcher, peer] { dispatcher->peerOpened(peer); }, Qt::QueuedConnection);
}

void Gateway::closed(ConnectionId connection)
{
    m_peers.remove(connection);
    if (m_hold)
        m_hold->closed(connection);
    QMetaObject::invokeMethod(
        &m_dispatcher, [dispatcher = &m_dispatcher, connection] { dispatcher->peerClosed(connection); },
        Qt::QueuedConnection);
}

void Gateway::frame(ConnectionId connection, const QByteArray &bytes)
{
    const auto peer = m_peers.find(connection);
    if (peer == m_peers.end())
        return;
    ParsedFrame parsed = parseFrame(bytes, m_limits.parse);
    if (!parsed.isBatch) {
        const Request *request = std::get_if<Request>(&parsed.items.front());
        if (request && isPlainPing(*request)) {
            const QByteArray answer = pong(*request);
            if (!answer.isEmpty())
                m_sender.send(connection, answer);
            return;
        }
    }
    handOn(connection, peer.value(), std::move(parsed));
}

std::optional<std::chrono::milliseconds> Gateway::charge(Peer &peer, const QString &method)
{
    const double cost = m_limits.costs.value(method, 1);
    const auto now = m_clock.steady();
    if (!peer.bucket.take(now, cost))
        return peer.bucket.wait(cost);
    if (peer.party.isEmpty())
        return std::nullopt;
    TokenBucket &shared = m_addresses.of(peer.party, now);
    if (shared.take(now, cost))
        return std::nullopt;
    peer.bucket.giveBack(cost);
    return shared.wait(cost);
}

// A single call needs no hold: its answer is sent before anything it caused.
std::shared_ptr<FrameAnswers> Gateway::answersOf(ConnectionId connection, const ParsedFrame &parsed)
{
    const size_t count = parsed.items.size();
    if (!parsed.isBatch)
        return std::make_shared<FrameAnswers>(m_sender, connection, FrameAnswers::Shape::Single, count);
    return std::make_shared<FrameAnswers>(m_sender, connection, FrameAnswers::Shape::Batch, count,
                                          m_hold ? m_hold->begin(connection) : NotificationHold::Ticket());
}

void Gateway::handOn(ConnectionId connection, Peer &peer, ParsedFrame parsed)
{
    const auto answers = answersOf(connection, parsed);
    std::vector<PendingRequest> onward;
    for (size_t i = 0; i < parsed.items.size(); ++i) {
        if (const auto *ready = std::get_if<QByteArray>(&parsed.items[i])) {
            answers->put(i, *ready);
            continue;
        }
        Request &request = std::get<Request>(parsed.items[i]);
        std::optional<InFlightSlot> slot;
        if (isPlainPing(request)) {
            answers->put(i, pong(request));
        } else if (const auto wait = charge(peer, request.method)) {
            answers->put(i, refusal(request, wait->count()));
        } else if (!(slot = peer.inFlight.take(m_limits.maxInFlight))) {
            answers->put(i, refusal(request, fullRetryMs));
        } else {
            Responder responder(answers, i, request.id, nextRequestId(), std::move(*slot));
            onward.push_back({std::move(request), std::move(responder)});
        }
    }
    if (onward.empty())
        return;
    QMetaObject::invokeMethod(
        &m_dispatcher,
        [dispatcher = &m_dispatcher, connection, onward = std::move(onward)]() mutable {
            dispatcher->handle(connection, std::move(onward));
        },
        Qt::QueuedConnection);
}

}  // namespace cs

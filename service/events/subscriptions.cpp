#include "events/subscriptions.h"

#include <QPointer>

#include "api/notificationlist.h"
#include "events/facerenderer.h"
#include "events/logging.h"
#include "events/notices.h"

namespace cs {

namespace {

// What a client whose replays still run should wait before it asks for one more.
constexpr qint64 replayRetryMs = 1000;

}  // namespace

Subscriptions::Subscriptions(EventBus &bus, const AccessPolicy &policy, const Audience &audience, const Clock &clock,
                             ClientQueue queue)
    : m_bus(bus),
      m_policy(policy),
      m_audience(audience),
      m_clock(clock),
      m_deliveries(policy, audience, clock, std::move(queue)),
      m_replays(bus, m_table, policy, audience, m_deliveries)
{
    connect(&bus, &EventBus::published, this, &Subscriptions::onPublished);
    connect(&m_deliveries, &Deliveries::leftOut, this,
            [this](ConnectionId connection, qint64 seq) { m_table.leaveOut(connection, seq); });
}

Async<api::SubscribeEvents::Reply> Subscriptions::subscribe(ConnectionId connection, const Params &params)
{
    const auto topics = topicsOf(params.topics);
    const auto filter = topics.ok() ? EventFilter::parse(params.filters, api::eventMembers()) : topics.error();
    if (!filter.ok())
        return failed<Reply>(filter.error());
    if (const auto checked = check(connection, *topics, *filter, params); !checked.ok())
        return failed<Reply>(checked.error());
    Reply reply;
    for (const Topic topic : *topics)
        reply.topics.push_back(topicName(topic));
    reply.filters = params.filters.value_or(QJsonObject());
    reply.epoch = m_bus.epoch();
    reply.lastSeq = m_bus.lastSeq();
    if (!params.sinceSeq || isBeyond(params)) {
        reply.resyncRequired = params.sinceSeq.has_value();
        addAll(connection, *topics, {*filter, m_bus.lastSeq(), 0});
        return ready<Reply>(std::move(reply));
    }
    const ReplayNumber number = m_replays.reserve(connection, *params.sinceSeq);
    addAll(connection, *topics, {*filter, *params.sinceSeq, number});
    return replay(number, *params.sinceSeq, std::move(reply));
}

Result<Done> Subscriptions::check(ConnectionId connection, const std::vector<Topic> &topics, const EventFilter &filter,
                                  const Params &params) const
{
    if (topics.empty()) {
        return Error::invalidParam(QStringLiteral("topics"), QStringLiteral("must name at least one topic"),
                                   QStringLiteral("for example camera_status_update"));
    }
    for (const Topic topic : topics) {
        if (m_table.isFull(connection, topic, filter)) {
            return Error::invalidParam(
                QStringLiteral("filters"), QStringLiteral("is one filter too many for '%1'").arg(topicName(topic)),
                QStringLiteral("unsubscribe the topic first; it takes %1 filters").arg(SubscriberTable::MaxWishes));
        }
    }
    if (params.sinceSeq && m_replays.isFull(connection))
        return Error::rateLimited(replayRetryMs);
    return Done{};
}

void Subscriptions::addAll(ConnectionId connection, const std::vector<Topic> &topics, const Wish &wish)
{
    for (const Topic topic : topics)
        m_table.add(connection, topic, wish);
}

bool Subscriptions::isBeyond(const Params &params) const
{
    const qint64 since = *params.sinceSeq;
    if (params.sinceEpoch && params.sinceEpoch->toString() != m_bus.epoch())
        return true;
    return since > m_bus.lastSeq() || since < m_bus.missingUpTo();
}

Async<api::SubscribeEvents::Reply> Subscriptions::replay(ReplayNumber number, qint64 since, Reply reply)
{
    if (since >= m_bus.recent().from()) {
        m_replays.begin(number);
        return ready<Reply>(std::move(reply));
    }
    auto promise = std::make_shared<Promise<Reply>>();
    auto answer = promise->future();
    const QPointer<Subscriptions> self(this);
    whenDone(m_bus.context(), m_bus.missed(since),
             [self, promise, number, since, reply = std::move(reply)](const Result<MissedEvents> &missed) mutable {
                 if (!self)
                     return;
                 reply.lastSeq = self->m_bus.lastSeq();
                 reply.resyncRequired = !missed.ok() || missed->count > Replays::MaxMissed
                                        || missed->oldest > since + 1;
                 if (reply.resyncRequired)
                     self->m_replays.skip(number);
                 // First the answer, then what it promises.
                 promise->finish(std::move(reply));
                 if (self)
                     self->m_replays.begin(number);
             });
    return answer;
}

Result<api::UnsubscribeEvents::Reply> Subscriptions::unsubscribe(ConnectionId connection,
                                                                 const api::UnsubscribeEvents::Params &params)
{
    std::vector<Topic> topics;
    if (params.topics) {
        auto named = topicsOf(*params.topics);
        if (!named.ok())
            return named.error();
        topics = std::move(named).value();
    } else {
        for (Topic topic = 0; topic < api::topics.size(); ++topic)
            topics.push_back(topic);
    }
    api::UnsubscribeEvents::Reply reply;
    for (const Topic topic : topics) {
        if (m_table.remove(connection, topic))
            reply.topics.push_back(topicName(topic));
    }
    m_replays.dropIdle(connection);
    return reply;
}

api::GetSubscriptionStats::Reply Subscriptions::stats(ConnectionId connection) const
{
    api::GetSubscriptionStats::Reply reply;
    QSet<ConnectionId> clients;
    for (Topic topic = 0; topic < api::topics.size(); ++topic) {
        const auto &subscribers = m_table.of(topic);
        if (subscribers.isEmpty())
            continue;
        reply.globalStats.topicCounts[topicName(topic)] = subscribers.size();
        reply.globalStats.totalSubscriptions += subscribers.size();
        if (subscribers.contains(connection))
            reply.clientTopics.push_back(topicName(topic));
        for (auto it = subscribers.keyBegin(); it != subscribers.keyEnd(); ++it)
            clients.insert(*it);
    }
    reply.globalStats.activeClients = clients.size();
    reply.clientId = QStringLiteral("client-%1").arg(static_cast<quint64>(connection));
    return reply;
}

void Subscriptions::connectionClosed(ConnectionId connection)
{
    m_table.remove(connection);
    m_replays.drop(connection);
    m_deliveries.forget(connection);
}

void Subscriptions::sessionEnded(ConnectionId connection, const SessionId &session, SessionEnd reason)
{
    connectionClosed(connection);
    // The call that ended the session is answered first.
    QMetaObject::invokeMethod(
        this,
        [this, connection, frame = sessionEndedNotice(session, reason, m_clock.now())] {
            m_deliveries.push(connection, frame);
        },
        Qt::QueuedConnection);
}

void Subscriptions::rightsChanged(ConnectionId connection, const SessionId &session)
{
    if (!m_table.contains(connection))
        return;
    QMetaObject::invokeMethod(
        this,
        [this, connection, frame = rightsChangedNotice(session, m_clock.now())] {
            m_deliveries.push(connection, frame);
        },
        Qt::QueuedConnection);
}

void Subscriptions::onPublished(const Event &event)
{
    for (const EventFace &face : event.faces)
        sendFace(event, face);
}

void Subscriptions::sendFace(const Event &event, const EventFace &face)
{
    const auto topic = topicOf(face.topic);
    if (!topic) {
        qCWarning(lcEvents) << "an event was published under" << face.topic << "which is no topic";
        return;
    }
    const auto other = alsoUnder(*topic);
    if (m_table.of(*topic).isEmpty() && !(other && !m_table.of(*other).isEmpty()))
        return;
    FaceRenderer renderer(event, face);
    if (!renderer.isValid()) {
        qCWarning(lcEvents) << "the params of" << face.topic << "are no JSON object; not sent";
        return;
    }
    QSet<ConnectionId> served;
    offer(event, *topic, renderer, m_table.of(*topic), served);
    if (other)
        offer(event, *topic, renderer, m_table.of(*other), served);
}

void Subscriptions::offer(const Event &event, Topic topic, FaceRenderer &renderer,
                          const SubscriberTable::Subscribers &subscribers, QSet<ConnectionId> &served)
{
    // Chosen first and served then, because sending may close a connection.
    std::vector<ConnectionId> targets;
    for (auto it = subscribers.begin(); it != subscribers.end(); ++it) {
        const auto matches = [&](const Wish &wish) {
            return wish.isLive() && wish.filter.matches(event.camera, renderer.params());
        };
        if (!served.contains(it.key()) && std::any_of(it->begin(), it->end(), matches))
            targets.push_back(it.key());
    }
    for (const ConnectionId target : targets) {
        const auto listener = m_audience.listener(target);
        if (!listener || !listener->principal.signedIn())
            continue;
        if (event.camera && !m_policy.mayView(listener->principal, *event.camera))
            continue;
        served.insert(target);
        m_deliveries.send(target, event, topic, renderer.frame(listener->host));
    }
}

}  // namespace cs

#include "moc_subscriptions.cpp"

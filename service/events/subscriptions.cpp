#include "events/subscriptions.h"

#include "events/facerenderer.h"
#include "events/logging.h"

namespace cs {

namespace {

constexpr size_t maxFilters = 32;

constexpr size_t indexOf(std::string_view topic)
{
    for (size_t i = 0; i < api::topics.size(); ++i) {
        if (topic == api::topics[i])
            return i;
    }
    return api::topics.size();
}

constexpr size_t cameraStatus = indexOf("camera_status_update");
constexpr size_t recordingStatus = indexOf("recording_status_update");
static_assert(cameraStatus < api::topics.size() && recordingStatus < api::topics.size());

QString topicAt(size_t index)
{
    return QString::fromLatin1(api::topics[index]);
}

std::optional<size_t> topicIndex(const QString &topic)
{
    const size_t index = indexOf(topic.toStdString());
    return index < api::topics.size() ? std::optional(index) : std::nullopt;
}

Error unknownTopic(const QString &topic)
{
    QStringList known;
    for (const char *name : api::topics)
        known << QString::fromLatin1(name);
    const QString near = json::nearest(topic, known);
    return Error::invalidParam(QStringLiteral("topics"), QStringLiteral("'%1' is no topic").arg(topic),
                               near.isEmpty() ? QStringLiteral("known are: %1").arg(known.join(QStringLiteral(", ")))
                                              : QStringLiteral("did you mean '%1'?").arg(near));
}

// The places of these topics, each once, in the order given.
Result<std::vector<size_t>> resolve(const std::vector<api::Text<1, 64>> &topics)
{
    std::vector<size_t> indexes;
    for (const auto &topic : topics) {
        const auto index = topicIndex(topic.toString());
        if (!index)
            return unknownTopic(topic.toString());
        if (std::find(indexes.begin(), indexes.end(), *index) == indexes.end())
            indexes.push_back(*index);
    }
    return indexes;
}

}  // namespace

Subscriptions::Subscriptions(EventBus &bus, const AccessPolicy &policy, const Audience &audience, Sink sink)
    : m_bus(bus),
      m_policy(policy),
      m_audience(audience),
      m_sink(std::move(sink))
{
    connect(&bus, &EventBus::published, this, &Subscriptions::onPublished);
}

Result<api::SubscribeEvents::Reply> Subscriptions::subscribe(ConnectionId connection,
                                                             const api::SubscribeEvents::Params &params)
{
    if (params.topics.empty()) {
        return Error::invalidParam(QStringLiteral("topics"), QStringLiteral("must name at least one topic"),
                                   QStringLiteral("for example camera_status_update"));
    }
    const auto indexes = resolve(params.topics);
    if (!indexes.ok())
        return indexes.error();
    const auto filter = EventFilter::parse(params.filters);
    if (!filter.ok())
        return filter.error();
    const auto known = [&](size_t index) {
        const Filters filters = m_subscribers[index].value(connection);
        return std::find(filters.begin(), filters.end(), *filter) != filters.end();
    };
    for (const size_t index : *indexes) {
        if (!known(index) && m_subscribers[index].value(connection).size() >= maxFilters) {
            return Error::invalidParam(
                QStringLiteral("filters"), QStringLiteral("is one filter too many for '%1'").arg(topicAt(index)),
                QStringLiteral("unsubscribe the topic first; it takes %1 filters").arg(maxFilters));
        }
    }
    api::SubscribeEvents::Reply reply;
    for (const size_t index : *indexes) {
        if (!known(index))
            m_subscribers[index][connection].push_back(*filter);
        reply.topics.push_back(topicAt(index));
    }
    reply.filters = params.filters.value_or(QJsonObject());
    reply.lastSeq = m_bus.lastSeq();
    return reply;
}

Result<api::UnsubscribeEvents::Reply> Subscriptions::unsubscribe(ConnectionId connection,
                                                                 const api::UnsubscribeEvents::Params &params)
{
    std::vector<size_t> indexes;
    if (params.topics) {
        auto resolved = resolve(*params.topics);
        if (!resolved.ok())
            return resolved.error();
        indexes = std::move(resolved).value();
    } else {
        for (size_t index = 0; index < m_subscribers.size(); ++index)
            indexes.push_back(index);
    }
    api::UnsubscribeEvents::Reply reply;
    for (const size_t index : indexes) {
        if (m_subscribers[index].remove(connection))
            reply.topics.push_back(topicAt(index));
    }
    return reply;
}

api::GetSubscriptionStats::Reply Subscriptions::stats(ConnectionId connection) const
{
    api::GetSubscriptionStats::Reply reply;
    QSet<ConnectionId> clients;
    for (size_t index = 0; index < m_subscribers.size(); ++index) {
        const Subscribers &subscribers = m_subscribers[index];
        if (subscribers.isEmpty())
            continue;
        reply.globalStats.topicCounts[topicAt(index)] = subscribers.size();
        reply.globalStats.totalSubscriptions += subscribers.size();
        if (subscribers.contains(connection))
            reply.clientTopics.push_back(topicAt(index));
        for (auto it = subscribers.keyBegin(); it != subscribers.keyEnd(); ++it)
            clients.insert(*it);
    }
    reply.globalStats.activeClients = clients.size();
    reply.clientId = QStringLiteral("client-%1").arg(static_cast<quint64>(connection));
    return reply;
}

void Subscriptions::connectionClosed(ConnectionId connection)
{
    for (Subscribers &subscribers : m_subscribers)
        subscribers.remove(connection);
}

void Subscriptions::onPublished(const Event &event)
{
    for (const EventFace &face : event.faces)
        sendFace(event, face);
}

void Subscriptions::sendFace(const Event &event, const EventFace &face)
{
    const auto index = topicIndex(face.topic);
    if (!index) {
        qCWarning(lcEvents) << "an event was published under" << face.topic << "which is no topic";
        return;
    }
    // One generation of clients subscribes to camera_status_update alone and counts on both.
    const bool also = *index == recordingStatus;
    if (m_subscribers[*index].isEmpty() && !(also && !m_subscribers[cameraStatus].isEmpty()))
        return;
    FaceRenderer renderer(event, face);
    if (!renderer.isValid()) {
        qCWarning(lcEvents) << "the params of" << face.topic << "are no JSON object; not sent";
        return;
    }
    QSet<ConnectionId> served;
    offer(event, renderer, m_subscribers[*index], served);
    if (also)
        offer(event, renderer, m_subscribers[cameraStatus], served);
}

void Subscriptions::offer(const Event &event, FaceRenderer &renderer, const Subscribers &subscribers,
                          QSet<ConnectionId> &served)
{
    // Chosen first and served then, because the sink may close a connection.
    std::vector<ConnectionId> targets;
    for (auto it = subscribers.begin(); it != subscribers.end(); ++it) {
        const auto matches = [&](const EventFilter &filter) { return filter.matches(event.camera, renderer.params()); };
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
        m_sink(target, renderer.frame(listener->host));
    }
}

}  // namespace cs

#include "moc_subscriptions.cpp"

#include "events/replays.h"

#include <QPointer>

#include "events/facerenderer.h"
#include "events/logging.h"
#include "events/storedfaces.h"

namespace cs {

namespace {

// Small enough that a page neither holds up the loop nor fills a client's queue by far.
constexpr qint64 pageRows = 100;
// Pages that are being read, of all clients: after an outage of the network they all come back at once.
constexpr int maxLoading = 4;

}  // namespace

Replays::Replays(EventBus &bus, SubscriberTable &table, const AccessPolicy &policy, const Audience &audience,
                 Deliveries &deliveries)
    : m_bus(bus),
      m_table(table),
      m_policy(policy),
      m_audience(audience),
      m_deliveries(deliveries)
{
    connect(&deliveries, &Deliveries::ready, this, &Replays::makeReady);
}

bool Replays::isFull(ConnectionId connection) const
{
    const auto order = m_order.constFind(connection);
    return order != m_order.constEnd() && order->size() >= MaxPerConnection;
}

ReplayNumber Replays::reserve(ConnectionId connection, qint64 since)
{
    const ReplayNumber number = ++m_last;
    m_replays.emplace(number, Replay{connection, since, since});
    m_order[connection].push_back(number);
    return number;
}

void Replays::begin(ReplayNumber number)
{
    const auto it = m_replays.find(number);
    if (it == m_replays.end())
        return;
    it->second.begun = true;
    if (m_order.value(it->second.connection).front() == number)
        makeReady(it->second.connection);
}

void Replays::skip(ReplayNumber number)
{
    if (contains(number))
        finish(number, m_bus.lastSeq());
}

void Replays::drop(ConnectionId connection)
{
    for (const ReplayNumber number : m_order.take(connection))
        m_replays.erase(number);
}

void Replays::dropIdle(ConnectionId connection)
{
    const std::deque<ReplayNumber> order = m_order.value(connection);
    for (const ReplayNumber number : order) {
        if (!m_table.waitsFor(connection, number))
            finish(number, 0);
    }
}

// The first replay of the connection goes on.
void Replays::makeReady(ConnectionId connection)
{
    const auto order = m_order.constFind(connection);
    if (order == m_order.constEnd())
        return;
    Replay &first = m_replays.at(order->front());
    if (!first.begun || first.active)
        return;
    first.active = true;
    m_ready.push_back(order->front());
    post();
}

void Replays::post()
{
    if (m_posted || m_ready.empty() || m_loading >= maxLoading)
        return;
    m_posted = true;
    QMetaObject::invokeMethod(this, &Replays::run, Qt::QueuedConnection);
}

void Replays::run()
{
    m_posted = false;
    if (m_ready.empty() || m_loading >= maxLoading)
        return;
    const ReplayNumber number = m_ready.front();
    m_ready.pop_front();
    step(number);
    post();
}

void Replays::step(ReplayNumber number)
{
    const auto it = m_replays.find(number);
    if (it == m_replays.end())
        return;
    Replay &replay = it->second;
    replay.active = false;
    if (m_deliveries.congested(replay.connection))
        m_deliveries.awaitReady(replay.connection);
    else if (replay.cursor < m_bus.missingUpTo())
        fail(number, QStringLiteral("events of that time are gone"));
    else if (replay.cursor >= m_bus.recent().from())
        stepInMemory(number, replay);
    else
        load(number, replay);
}

void Replays::stepInMemory(ReplayNumber number, Replay &replay)
{
    const auto events = m_bus.recent().after(replay.cursor, pageRows);
    for (const auto &event : events) {
        sendEvent(number, replay, *event);
        replay.cursor = event->seq;
    }
    // What is published from now on comes live.
    if (events.size() < pageRows)
        finish(number, replay.since);
    else
        makeReady(replay.connection);
}

void Replays::load(ReplayNumber number, Replay &replay)
{
    replay.active = true;
    ++m_loading;
    const QPointer<Replays> self(this);
    const qint64 completeTo = m_bus.recent().from();
    whenDone(m_bus.context(), m_bus.page(replay.cursor, pageRows),
             [self, number, completeTo](const Result<Page> &page) {
                 if (self)
                     self->onPage(number, completeTo, page);
             });
}

void Replays::onPage(ReplayNumber number, qint64 completeTo, const Result<Page> &page)
{
    --m_loading;
    post();
    const auto it = m_replays.find(number);
    if (it == m_replays.end())
        return;
    Replay &replay = it->second;
    replay.active = false;
    if (!page.ok()) {
        fail(number, page.error().message);
        return;
    }
    if (replay.cursor < m_bus.missingUpTo()) {
        fail(number, QStringLiteral("events of that time are gone"));
        return;
    }
    for (const StoredEvent &stored : *page) {
        replay.cursor = stored.seq;
        if (const auto event = eventOf(stored))
            sendEvent(number, replay, *event);
        else
            qCWarning(lcEvents) << "the stored event" << stored.seq << "cannot be read; not sent";
    }
    if (page->size() < static_cast<size_t>(pageRows))
        replay.cursor = std::max(replay.cursor, completeTo);
    makeReady(replay.connection);
}

void Replays::sendEvent(ReplayNumber number, const Replay &replay, const Event &event)
{
    // Rights are those of the moment, as with live events.
    const auto listener = m_audience.listener(replay.connection);
    if (!listener || !listener->principal.signedIn())
        return;
    if (event.camera && !m_policy.mayView(listener->principal, *event.camera))
        return;
    for (const EventFace &face : event.faces) {
        const auto topic = topicOf(face.topic);
        if (!topic)
            continue;
        FaceRenderer renderer(event, face);
        if (renderer.isValid() && m_table.isDue(replay.connection, number, *topic, event, renderer.params()))
            m_deliveries.push(replay.connection, renderer.frame(listener->host));
    }
}

void Replays::finish(ReplayNumber number, qint64 from)
{
    const auto it = m_replays.find(number);
    const ConnectionId connection = it->second.connection;
    m_table.join(connection, number, from);
    m_replays.erase(it);
    std::deque<ReplayNumber> &order = m_order[connection];
    const bool wasFirst = order.front() == number;
    std::erase(order, number);
    if (order.empty())
        m_order.remove(connection);
    else if (wasFirst)
        makeReady(connection);
}

void Replays::fail(ReplayNumber number, const QString &why)
{
    const Replay &replay = m_replays.at(number);
    qCInfo(lcEvents).noquote() << "a client must read the state anew:" << why;
    m_deliveries.pushResync(replay.connection, replay.cursor, m_bus.lastSeq());
    finish(number, m_bus.lastSeq());
}

}  // namespace cs

#include "moc_replays.cpp"

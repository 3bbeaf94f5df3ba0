#include "events/deliveries.h"

#include <algorithm>

#include "events/notices.h"

namespace cs {

namespace {

// The transport says when a queue has run empty; this finds those of which it did not.
constexpr std::chrono::milliseconds pollInterval(250);

}  // namespace

Deliveries::Deliveries(const AccessPolicy &policy, const Audience &audience, const Clock &clock, ClientQueue queue)
    : m_policy(policy),
      m_audience(audience),
      m_clock(clock),
      m_queue(std::move(queue))
{
    m_poll.setInterval(pollInterval);
    connect(&m_poll, &QTimer::timeout, this, &Deliveries::poll);
}

void Deliveries::send(ConnectionId connection, const Event &event, Topic topic, const QByteArray &frame)
{
    auto slow = m_slow.find(connection);
    if (slow == m_slow.end()) {
        if (m_queue.queued(connection) <= SlowBytes) {
            m_queue.send(connection, frame);
            return;
        }
        slow = m_slow.try_emplace(connection).first;
        arm();
    }
    hold(slow->second, event, topic, frame);
}

void Deliveries::hold(Backlog &backlog, const Event &event, Topic topic, const QByteArray &frame)
{
    if (tellsState(topic)) {
        Held &held = backlog.states[{topic, event.camera}];
        backlog.bytes += frame.size() - held.frame.size();
        held = {event.seq, event.camera, frame};
        if (backlog.bytes <= MaxHeldBytes)
            return;
        backlog.bytes -= frame.size();
        backlog.states.erase({topic, event.camera});
    }
    if (backlog.firstLeftOut == 0)
        backlog.firstLeftOut = event.seq;
    backlog.lastLeftOut = event.seq;
}

void Deliveries::pushResync(ConnectionId connection, qint64 fromSeq, qint64 lastSeq)
{
    m_queue.send(connection, resyncNotice(fromSeq, lastSeq, m_clock.now()));
}

bool Deliveries::congested(ConnectionId connection) const
{
    return m_slow.contains(connection) || m_queue.queued(connection) > CongestedBytes;
}

void Deliveries::awaitReady(ConnectionId connection)
{
    m_awaited.insert(connection);
    arm();
}

void Deliveries::drained(ConnectionId connection)
{
    // A little may have been queued since the transport said so; then this comes again.
    if (m_queue.queued(connection) >= DrainedBytes)
        return;
    if (auto slow = m_slow.extract(connection); !slow.empty())
        catchUp(connection, slow.mapped());
    if (m_awaited.remove(connection))
        Q_EMIT ready(connection);
}

void Deliveries::catchUp(ConnectionId connection, const Backlog &backlog)
{
    const auto listener = m_audience.listener(connection);
    if (!listener || !listener->principal.signedIn())
        return;
    std::vector<const Held *> states;
    for (const auto &[key, held] : backlog.states) {
        if (!held.camera || m_policy.mayView(listener->principal, *held.camera))
            states.push_back(&held);
    }
    std::sort(states.begin(), states.end(), [](const Held *a, const Held *b) { return a->seq < b->seq; });
    for (const Held *held : states)
        m_queue.send(connection, held->frame);
    if (backlog.firstLeftOut == 0)
        return;
    pushResync(connection, backlog.firstLeftOut - 1, backlog.lastLeftOut);
    Q_EMIT leftOut(connection, backlog.lastLeftOut);
}

void Deliveries::forget(ConnectionId connection)
{
    m_slow.erase(connection);
    m_awaited.remove(connection);
}

qint64 Deliveries::heldBytes(ConnectionId connection) const
{
    const auto slow = m_slow.find(connection);
    return slow == m_slow.end() ? 0 : slow->second.bytes;
}

void Deliveries::poll()
{
    QSet<ConnectionId> waiting = m_awaited;
    for (const auto &[connection, backlog] : m_slow)
        waiting.insert(connection);
    for (const ConnectionId connection : std::as_const(waiting))
        drained(connection);
    if (m_slow.empty() && m_awaited.isEmpty())
        m_poll.stop();
}

void Deliveries::arm()
{
    if (!m_poll.isActive())
        m_poll.start();
}

}  // namespace cs

#include "moc_deliveries.cpp"

#include "events/eventbus.h"

#include <QPointer>

#include "events/logging.h"

namespace cs {

EventBus::EventBus(Database &database, const Clock &clock, EventLogOptions options)
    : m_database(database),
      m_clock(clock),
      m_log(database, clock, options),
      m_recent(options.recent)
{}

Async<Done> EventBus::load()
{
    const QPointer<EventBus> self(this);
    return andThen(&m_database, m_log.load(), [self](const EventNumbers::Position &position) -> Result<Done> {
        if (!self)
            return Error::cancelled();
        self->m_epoch = position.epoch;
        self->m_givenSeq = self->m_sentSeq = position.last;
        self->m_recent.startAfter(position.last);
        self->m_loaded = true;
        return Done{};
    });
}

qint64 EventBus::publish(Event event)
{
    if (!m_loaded) {
        qCCritical(lcEvents) << "event" << event.type << "came before the event log was read and is lost";
        return 0;
    }
    event.seq = ++m_givenSeq;
    event.time = m_clock.now();
    m_outgoing.push_back(std::move(event));
    if (m_outgoing.size() == 1)
        QMetaObject::invokeMethod(this, &EventBus::sendOut, Qt::QueuedConnection);
    return m_givenSeq;
}

void EventBus::sendOut()
{
    // Who listens may publish in turn; that goes out on the turn after this one.
    const std::vector<Event> events = std::exchange(m_outgoing, {});
    for (const Event &event : events) {
        m_sentSeq = event.seq;
        m_recent.add(event);
        Q_EMIT published(event);
        m_log.add(event);
    }
}

Async<Done> EventBus::flush()
{
    sendOut();
    return m_log.flush();
}

}  // namespace cs

#include "moc_eventbus.cpp"

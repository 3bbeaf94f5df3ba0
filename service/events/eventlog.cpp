#include "events/eventlog.h"

#include <QPointer>

#include "events/logging.h"
#include "events/storedfaces.h"

namespace cs {

EventLog::EventLog(Database &database, const Clock &clock, EventLogOptions options)
    : m_database(database),
      m_clock(clock),
      m_options(options),
      m_slack(std::clamp<qint64>(options.keep / 10, 2, EventsTable::TrimStep)),
      m_batch(static_cast<size_t>(std::max<qint64>(1, m_slack / 2))),
      m_numbers(database, clock),
      m_gap(database),
      m_events(database)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(m_options.retryAfter);
    connect(&m_retry, &QTimer::timeout, this, &EventLog::write);
    connect(&m_numbers, &EventNumbers::refused, this, &EventLog::warn);
}

Async<EventNumbers::Position> EventLog::load()
{
    using Position = EventNumbers::Position;
    const QPointer<EventLog> self(this);
    // The database outlives this log, so it is the context; what it calls asks first whether the log still lives.
    auto gap = andThen(&m_database, m_events.lastSeq(), [self](qint64 seq) -> Async<Done> {
        if (!self)
            return failed(Error::cancelled());
        self->m_stored = EventNumbers::bounded(seq);
        return self->m_gap.load();
    });
    auto taken = andThen(&m_database, gap, [self](Done) -> Async<Position> {
        return self ? self->m_numbers.take(self->m_stored) : failed<Position>(Error::cancelled());
    });
    return andThen(&m_database, taken, [self](const Position &position) -> Result<Position> {
        if (!self)
            return Error::cancelled();
        self->m_epoch = position.epoch;
        // The service was killed, perhaps: what it sent last may not have been stored.
        if (position.last > self->m_stored) {
            self->m_gap.extend(position.last);
            self->m_gap.write();
        }
        return position;
    });
}

void EventLog::add(const Event &event)
{
    m_pending.push_back({event.seq, event.type, event.camera, payloadOf(event), event.time, m_epoch});
    if (dropOldest() && !m_retry.isActive())
        warn(Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the disk is too slow for the events")));
    m_numbers.given(event.seq);
    if (!m_retry.isActive())
        write();
}

void EventLog::write()
{
    if (m_busy || m_pending.empty())
        return;
    m_busy = true;
    const auto end = m_pending.begin() + static_cast<std::ptrdiff_t>(std::min(m_batch, m_pending.size()));
    m_inFlight.assign(std::make_move_iterator(m_pending.begin()), std::make_move_iterator(end));
    m_pending.erase(m_pending.begin(), end);
    const QPointer<EventLog> self(this);
    whenDone(&m_database, m_events.append(m_inFlight), [self](const Result<Done> &result) {
        if (self)
            self->onWritten(result);
    });
}

void EventLog::onWritten(const Result<Done> &result)
{
    m_busy = false;
    if (result.ok()) {
        m_stored = m_inFlight.back().seq;
        m_inFlight.clear();
        m_gap.write();
        next();
        return;
    }
    // A full or locked disk may be over soon. Events that the store will never take must not block those after them.
    if (result.error().code == ErrorCode::DependencyFailed)
        putBack();
    else
        giveUp(m_inFlight.back().seq, static_cast<qint64>(m_inFlight.size()));
    m_inFlight.clear();
    warn(result.error());
    m_retry.start();
    settle(result);
}

void EventLog::next()
{
    // After the next batch there must be no more than `keep`.
    wake(Done{});
    if (m_stored - m_trimmedTo > m_options.keep - static_cast<qint64>(m_batch))
        trim();
    else if (m_pending.empty())
        settle(Done{});
    else
        write();
}

void EventLog::trim()
{
    m_busy = true;
    const QPointer<EventLog> self(this);
    whenDone(&m_database, m_events.trim(m_options.keep - m_slack), [self](const Result<qint64> &removed) {
        if (self)
            self->onTrimmed(removed);
    });
}

void EventLog::onTrimmed(const Result<qint64> &removed)
{
    m_busy = false;
    if (!removed.ok())
        warn(removed.error());
    if (!removed.ok() || *removed < EventsTable::TrimStep)
        m_trimmedTo = m_stored - (m_options.keep - m_slack);
    next();
}

Async<Done> EventLog::flush()
{
    Async<Done> stored = ready<Done>(Done{});
    if (m_busy || !m_pending.empty()) {
        stored = m_flushers.emplace_back().future();
        m_retry.stop();
        write();
    }
    // Nothing is open any more: the next start may go on without a gap.
    const QPointer<EventLog> self(this);
    return andThen(&m_database, stored, [self](Done) -> Async<Done> {
        return self ? self->m_numbers.giveBack() : failed(Error::cancelled());
    });
}

Async<Done> EventLog::stored(qint64 seq)
{
    if (m_stored >= seq || (!m_busy && m_pending.empty()))
        return ready<Done>(Done{});
    return m_waiters.emplace_back(seq, Promise<Done>()).second.future();
}

Async<std::vector<StoredEvent>> EventLog::page(qint64 after, qint64 upTo, qint64 limit)
{
    const QPointer<EventLog> self(this);
    return andThen(&m_database, stored(upTo), [self, after, limit](Done) -> Async<std::vector<StoredEvent>> {
        return self ? self->m_events.since(after, limit) : failed<std::vector<StoredEvent>>(Error::cancelled());
    });
}

void EventLog::wake(const Result<Done> &result)
{
    std::vector<Promise<Done>> done;
    const bool all = !result.ok() || m_pending.empty();
    std::erase_if(m_waiters, [&](auto &waiter) {
        if (!all && waiter.first > m_stored)
            return false;
        done.push_back(std::move(waiter.second));
        return true;
    });
    for (Promise<Done> &waiter : done)
        waiter.finish(result);
}

void EventLog::giveUp(qint64 lastSeq, qint64 count)
{
    m_lost += count;
    m_gap.extend(lastSeq);
}

void EventLog::settle(const Result<Done> &result)
{
    if (!result.ok())
        wake(result);
    auto flushers = std::exchange(m_flushers, {});
    for (Promise<Done> &flusher : flushers)
        flusher.finish(result);
}

void EventLog::putBack()
{
    m_pending.insert(m_pending.begin(), std::make_move_iterator(m_inFlight.begin()),
                     std::make_move_iterator(m_inFlight.end()));
    dropOldest();
}

bool EventLog::dropOldest()
{
    const bool tooMany = m_pending.size() > m_options.maxPending;
    while (m_pending.size() > m_options.maxPending) {
        giveUp(m_pending.front().seq, 1);
        m_pending.pop_front();
    }
    return tooMany;
}

void EventLog::warn(const Error &error)
{
    constexpr std::chrono::minutes pause(1);
    const auto now = m_clock.steady();
    if (m_warnedAt && now - *m_warnedAt < pause)
        return;
    m_warnedAt = now;
    qCWarning(lcEvents).noquote() << "events are not stored:" << error.message << "- sent out all the same;"
                                  << m_pending.size() << "wait for the store," << m_lost << "were given up";
}

}  // namespace cs

#include "moc_eventlog.cpp"

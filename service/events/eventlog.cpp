#include "events/eventlog.h"

#include <QPointer>
#include <QUuid>

#include "events/logging.h"
#include "events/storedfaces.h"

namespace cs {

namespace {

// No event has a number above the stored ceiling, so a service that was killed goes on beyond it: numbers that clients saw
// but that were not stored in time are not given again. Where it cannot be stored, the mark that vouches for it is taken
// away. The ceiling moves in steps of this size.
constexpr qint64 reserveStep = 1000;
constexpr char ceilingKey[] = "event_seq_ceiling";
// Up to this number, events that clients saw may be missing.
constexpr char gapKey[] = "event_seq_gap";
// Numbers that JSON readers keep exactly; one that is greater was not written by this service.
constexpr qint64 greatestSeq = qint64(1) << 52;

qint64 boundedSeq(qint64 seq)
{
    return std::clamp<qint64>(seq, 0, greatestSeq);
}

}  // namespace

EventLog::EventLog(Database &database, const Clock &clock, EventLogOptions options)
    : m_database(database),
      m_clock(clock),
      m_options(options),
      m_slack(std::clamp<qint64>(options.keep / 10, 2, EventsTable::TrimStep)),
      m_batch(static_cast<size_t>(std::max<qint64>(1, m_slack / 2))),
      m_events(database),
      m_meta(database)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(m_options.retryAfter);
    connect(&m_retry, &QTimer::timeout, this, &EventLog::write);
}

Async<EventLog::Position> EventLog::load()
{
    const QPointer<EventLog> self(this);
    // The database outlives this log, so it is the context; what it calls asks first whether the log still lives.
    auto last = andThen(
        &m_database, m_meta.get(MetaTable::Epoch), [self](const std::optional<QString> &epoch) -> Async<qint64> {
            if (!self || !epoch)
                return failed<qint64>(self ? Error::internal(QStringLiteral("the database has no epoch"))
                                           : Error::cancelled());
            self->m_epoch = *epoch;
            return self->m_events.lastSeq();
        });
    auto ceiling = andThen(&m_database, last, [self](qint64 seq) -> Async<std::optional<QString>> {
        if (!self)
            return failed<std::optional<QString>>(Error::cancelled());
        self->m_stored = boundedSeq(seq);
        return self->m_meta.get(QString::fromLatin1(ceilingKey));
    });
    auto gap = andThen(&m_database, ceiling,
                       [self](const std::optional<QString> &text) -> Async<std::optional<QString>> {
                           if (!self)
                               return failed<std::optional<QString>>(Error::cancelled());
                           self->m_added = std::max(self->m_stored, boundedSeq(text.value_or(QString()).toLongLong()));
                           return self->m_meta.get(QString::fromLatin1(gapKey));
                       });
    auto known = andThen(&m_database, gap, [self](const std::optional<QString> &text) -> Async<bool> {
        if (!self)
            return failed<bool>(Error::cancelled());
        self->m_gapEnd = boundedSeq(text.value_or(QString()).toLongLong());
        return self->m_events.takeReserved();
    });
    auto reserved = andThen(&m_database, known, [self](bool wasReserved) -> Async<Done> {
        if (!self)
            return failed(Error::cancelled());
        self->takeUp(wasReserved);
        return self->reserveFirst();
    });
    return andThen(&m_database, reserved, [self](Done) -> Result<Position> {
        return self ? Result<Position>(Position{self->m_epoch, self->m_added}) : Error::cancelled();
    });
}

void EventLog::takeUp(bool wasReserved)
{
    // A run before this one could reserve nothing, so that nobody knows which numbers it gave to events that were never
    // stored. No run gives numbers faster than microseconds pass.
    const bool isUnknown = !wasReserved && m_added > 0;
    if (isUnknown)
        m_added = boundedSeq(std::max(m_added + reserveStep, toMicroseconds(m_clock.now())));
    // Or the service was killed: what it sent last may not have been stored.
    if (m_added > m_stored)
        noteGap(m_added);
}

Async<Done> EventLog::reserveFirst()
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    const QPointer<EventLog> self(this);
    whenDone(&m_database, reserve(m_added), [self, promise](const Result<Done> &result) {
        if (self && !result.ok() && result.error().code == ErrorCode::DependencyFailed) {
            // A full disk is no reason not to start. This run gets an epoch that no other has: who comes back with it
            // later is told to begin anew. That it had no numbers is known to the next run, which leaves them all out.
            self->m_ceiling = self->m_added;
            self->m_epoch = QUuid::createUuid().toString(QUuid::WithoutBraces);
            self->warn(result.error());
            promise->finish(Done{});
            return;
        }
        promise->finish(result);
    });
    return answer;
}

Async<Done> EventLog::reserve(qint64 after)
{
    m_ceiling = after + reserveStep;
    return noted(m_meta.set(QString::fromLatin1(ceilingKey), QString::number(m_ceiling)));
}

// Once the first ceiling of this run is stored, the next run may believe it.
Async<Done> EventLog::noted(const Async<Done> &stored)
{
    const QPointer<EventLog> self(this);
    return andThen(&m_database, stored, [self](Done) -> Async<Done> {
        if (!self || std::exchange(self->m_isNoted, true))
            return ready<Done>(Done{});
        auto promise = std::make_shared<Promise<Done>>();
        auto answer = promise->future();
        whenDone(&self->m_database, self->m_events.noteReserved(), [self, promise](const Result<Done> &result) {
            // The next run would let all clients begin anew, which is no harm; the next ceiling brings the next try.
            if (self && !result.ok())
                self->m_isNoted = false;
            promise->finish(Done{});
        });
        return answer;
    });
}

// Once there are numbers beyond the stored ceiling, the next run must not believe it.
void EventLog::takeBack()
{
    if (m_added > m_ceiling && std::exchange(m_isNoted, false))
        whenDone(&m_database, m_events.takeReserved(), [](const Result<bool> &) {});
}

void EventLog::reserveAhead()
{
    if (m_reserving || m_added + reserveStep / 2 < m_ceiling)
        return;
    m_reserving = true;
    const qint64 before = m_ceiling;
    const QPointer<EventLog> self(this);
    whenDone(&m_database, reserve(m_added), [self, before](const Result<Done> &result) {
        if (!self)
            return;
        self->m_reserving = false;
        if (result.ok())
            return;
        // Not stored, so the next event tries again.
        self->m_ceiling = before;
        self->takeBack();
        self->warn(result.error());
    });
}

void EventLog::add(const Event &event)
{
    m_added = event.seq;
    m_pending.push_back({event.seq, event.type, event.camera, payloadOf(event), event.time, m_epoch});
    if (dropOldest() && !m_retry.isActive())
        warn(Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the disk is too slow for the events")));
    reserveAhead();
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
        writeGap();
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
        if (!self)
            return failed(Error::cancelled());
        self->m_ceiling = self->m_added;
        return self->noted(self->m_meta.set(QString::fromLatin1(ceilingKey), QString::number(self->m_added)));
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

void EventLog::noteGap(qint64 end)
{
    if (end <= m_gapEnd)
        return;
    m_gapEnd = end;
    m_gapWritten = false;
    writeGap();
}

void EventLog::writeGap()
{
    if (m_gapWritten)
        return;
    m_gapWritten = true;
    const QPointer<EventLog> self(this);
    whenDone(&m_database, m_meta.set(QString::fromLatin1(gapKey), QString::number(m_gapEnd)),
             [self](const Result<Done> &result) {
                 // The next events that can be stored bring the next try.
                 if (self && !result.ok())
                     self->m_gapWritten = false;
             });
}

void EventLog::giveUp(qint64 lastSeq, qint64 count)
{
    m_lost += count;
    m_gapEnd = std::max(m_gapEnd, lastSeq);
    m_gapWritten = false;
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

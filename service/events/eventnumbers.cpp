#include "events/eventnumbers.h"

#include <QPointer>
#include <QUuid>

namespace cs {

namespace {

// No event has a number above the reserved ones, so a service that was killed goes on beyond them: numbers that clients saw
// but that were not stored in time are not given again. So many are reserved at once.
constexpr qint64 reserveStep = 1000;
// With fewer left the mark goes: it must be gone before a number beyond them is seen.
constexpr qint64 lowWater = reserveStep / 4;
// The last one that is reserved.
constexpr char reservedKey[] = "event_seq_ceiling";

}  // namespace

Async<EventNumbers::Position> EventNumbers::take(qint64 stored)
{
    m_given = bounded(stored);
    const QPointer<EventNumbers> self(this);
    // The database outlives this object, so it is the context; what it calls asks first whether this still lives.
    using Text = std::optional<QString>;
    using Mark = std::optional<ReservedMark>;
    auto reserved = andThen(&m_database, m_meta.get(MetaTable::Epoch), [self](const Text &epoch) -> Async<Text> {
        if (!self || !epoch)
            return failed<Text>(self ? Error::internal(QStringLiteral("the database has no epoch"))
                                     : Error::cancelled());
        self->m_databaseEpoch = self->m_epoch = *epoch;
        return self->m_meta.get(QString::fromLatin1(reservedKey));
    });
    auto mark = andThen(&m_database, reserved, [self](const Text &text) -> Async<Mark> {
        if (!self)
            return failed<Mark>(Error::cancelled());
        self->m_reserved = bounded(text.value_or(QString()).toLongLong());
        return self->m_worker.run<Mark>([path = self->m_database.path()] { return ReservedMark::take(path); });
    });
    auto begun = andThen(&m_database, mark, [self](const Mark &found) -> Async<Done> {
        if (!self)
            return failed(Error::cancelled());
        self->takeUp(found);
        return self->reserveFirst();
    });
    return andThen(&m_database, begun, [self](Done) -> Result<Position> {
        return self ? Result<Position>(Position{self->m_epoch, self->m_given}) : Error::cancelled();
    });
}

void EventNumbers::takeUp(const std::optional<ReservedMark> &mark)
{
    m_given = std::max(m_given, m_reserved);
    if (m_given == 0 || (mark && mark->vouchesFor(m_databaseEpoch, m_reserved)))
        return;
    // A run before this one could reserve nothing, or the database is older than the mark, so that nobody knows which
    // numbers were given. No run gives them faster than microseconds pass.
    m_given = bounded(std::max(m_given + reserveStep, toMicroseconds(m_clock.now())));
}

Async<Done> EventNumbers::reserveFirst()
{
    const qint64 reserved = m_given + reserveStep;
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    const QPointer<EventNumbers> self(this);
    whenDone(&m_database, store(reserved), [self, promise, reserved](const Result<Done> &result) {
        if (self && result.ok()) {
            self->m_reserved = reserved;
            // The next run would let all clients begin anew without it, which is no harm.
            whenDone(&self->m_database, self->putMark(), [promise](const Result<Done> &) { promise->finish(Done{}); });
            return;
        }
        if (self && result.error().code == ErrorCode::DependencyFailed) {
            // A full disk is no reason not to start. This run gets an epoch that no other has: who comes back with it
            // later is told to begin anew. That it had no numbers is known to the next run, which leaves them all out.
            self->m_reserved = self->m_given;
            self->m_epoch = QUuid::createUuid().toString(QUuid::WithoutBraces);
            Q_EMIT self->refused(result.error());
            promise->finish(Done{});
            return;
        }
        promise->finish(result);
    });
    return answer;
}

Async<Done> EventNumbers::store(qint64 reserved)
{
    return m_meta.set(QString::fromLatin1(reservedKey), QString::number(reserved));
}

void EventNumbers::given(qint64 seq)
{
    m_given = seq;
    if (!m_reserving && m_given + reserveStep / 2 >= m_reserved)
        reserve();
    // Not once the database has refused: it may never answer.
    if (m_given + lowWater > m_reserved)
        takeMarkAway();
}

void EventNumbers::reserve()
{
    m_reserving = true;
    const qint64 reserved = m_given + reserveStep;
    const QPointer<EventNumbers> self(this);
    whenDone(&m_database, store(reserved), [self, reserved](const Result<Done> &result) {
        if (!self)
            return;
        self->m_reserving = false;
        if (result.ok())
            self->onReserved(reserved);
        else
            Q_EMIT self->refused(result.error());
    });
}

void EventNumbers::onReserved(qint64 reserved)
{
    m_reserved = reserved;
    // Many were given meanwhile.
    if (m_given + lowWater > m_reserved)
        reserve();
    else
        (void)putMark();
}

Async<Done> EventNumbers::giveBack()
{
    const qint64 last = m_given;
    const QPointer<EventNumbers> self(this);
    return andThen(&m_database, store(last), [self, last](Done) -> Async<Done> {
        if (!self)
            return failed(Error::cancelled());
        self->m_reserved = last;
        if (self->m_given != last)
            return ready<Done>(Done{});
        auto promise = std::make_shared<Promise<Done>>();
        auto answer = promise->future();
        whenDone(&self->m_database, self->putMark(), [promise](const Result<Done> &) { promise->finish(Done{}); });
        return answer;
    });
}

Async<Done> EventNumbers::putMark()
{
    m_isMarked = true;
    return m_worker.run<Done>([path = m_database.path(), mark = ReservedMark{m_databaseEpoch, m_reserved}] {
        return ReservedMark::put(path, mark);
    });
}

void EventNumbers::takeMarkAway()
{
    if (std::exchange(m_isMarked, false))
        (void)m_worker.run<bool>([path = m_database.path()] { return ReservedMark::remove(path); });
}

}  // namespace cs

#include "moc_eventnumbers.cpp"

#include "rpc/idempotency.h"

#include <QMessageAuthenticationCode>
#include <QPointer>

#include "rpc/keptanswer.h"
#include "rpc/logging.h"
#include "rpc/params.h"
#include "storage/rows.h"

namespace cs {

namespace {

// What a client waits before it tries again because too many keyed calls are under way.
constexpr qint64 crowdedRetryMs = 1000;

// A user named like a system user of the host is another party.
QString principalName(const Principal &principal)
{
    const bool isControl = principal.kind == Principal::Kind::Control;
    return (isControl ? QStringLiteral("control:") : QStringLiteral("user:")) + principal.userId;
}

Error answerNotKept()
{
    return Error::invalidState(
        QStringLiteral("this call was made before with the same idempotency_key and went well; its answer holds what "
                       "is told only once, or is too large to be kept"),
        QStringLiteral("done"), {});
}

Error outcomeUnknown()
{
    return Error::invalidState(
        QStringLiteral("this call was begun before with the same idempotency_key, and the service ended meanwhile; "
                       "look whether it had its effect, and use a new key to make it again"),
        QStringLiteral("unknown"), {});
}

Error otherParams()
{
    return Error::invalidParam(QStringLiteral("idempotency_key"),
                               QStringLiteral("was used for a call with other params"),
                               QStringLiteral("use a new key for every call that is no repetition"));
}

}  // namespace

Idempotency::Idempotency(Database &database, const Clock &clock, QByteArray secret, IdempotencyLimits limits)
    : m_table(database),
      m_context(database),
      m_clock(clock),
      m_secret(std::move(secret)),
      m_limits(limits)
{}

Async<Done> Idempotency::load()
{
    const QPointer<Idempotency> self(this);
    auto promise = std::make_shared<Promise<qint64>>();
    auto trimmed = promise->future();
    whenDone(&m_context, m_table.removeBefore(m_clock.now() - m_limits.life), [promise](const Result<qint64> &removed) {
        // A full disk keeps them: they are dropped again when they are asked for.
        const bool mayGoOn = !removed.ok() && removed.error().code == ErrorCode::DependencyFailed;
        promise->finish(mayGoOn ? Result<qint64>(qint64(0)) : removed);
    });
    return andThen(&m_context, trimmed, [self](qint64 removed) -> Async<Done> {
        if (!self)
            return failed(Error::cancelled());
        return removed >= MaxPageRows ? self->load() : self->loadAfter({});
    });
}

Async<Done> Idempotency::loadAfter(const StoredKeyedCall &last)
{
    const QPointer<Idempotency> self(this);
    return andThen(&m_context, m_table.after(last, MaxPageRows),
                   [self](const std::vector<StoredKeyedCall> &page) -> Async<Done> {
                       if (!self)
                           return failed(Error::cancelled());
                       for (const StoredKeyedCall &stored : page)
                           self->restore(stored);
                       const bool isLast = page.size() < static_cast<size_t>(MaxPageRows);
                       return isLast ? ready<Done>(Done{}) : self->loadAfter(page.back());
                   });
}

void Idempotency::restore(const StoredKeyedCall &stored)
{
    using Stored = StoredKeyedCall::Outcome;
    Entry entry;
    entry.paramsHash = stored.paramsHash;
    entry.startedAt = stored.startedAt;
    entry.answer = stored.answer;
    switch (stored.outcome) {
    case Stored::Begun: entry.state = State::Unknown; break;
    case Stored::Result: entry.state = State::Answered; break;
    case Stored::Error: entry.state = errorOfKept(stored.answer) ? State::Failed : State::Unknown; break;
    case Stored::NotKept: entry.state = State::NotKept; break;
    }
    if (makeRoom())
        insert({stored.principal, stored.method, stored.key}, std::move(entry));
}

void Idempotency::insert(const Id &id, Entry entry)
{
    entry.number = ++m_lastNumber;
    m_bytes += entry.answer.size();
    m_byAge.emplace(entry.number, id);
    m_entries.insert(id, entry);
}

QByteArray Idempotency::hashOf(const json::Value &params) const
{
    return QMessageAuthenticationCode::hash("idempotency\n" + canonicalText(params), m_secret,
                                            QCryptographicHash::Sha256);
}

std::optional<Idempotency::Id> Idempotency::begin(const Principal &principal, const api::MethodInfo &method,
                                                  const QString &key, const json::Value &params, Deliver deliver)
{
    const Id id{principalName(principal), QString::fromLatin1(method.name), key};
    const QByteArray paramsHash = hashOf(params);
    dropExpired();
    if (const auto known = m_entries.find(id); known != m_entries.end()) {
        repeat(*known, paramsHash, std::move(deliver));
        return std::nullopt;
    }
    if (!makeRoom()) {
        deliver(Error::rateLimited(crowdedRetryMs));
        return std::nullopt;
    }
    Entry entry;
    entry.secrecy = method.secrecy;
    entry.paramsHash = paramsHash;
    entry.startedAt = m_clock.now();
    // Jobs of the database run in their order: this row is there before anything that the call stores.
    store(id, entry);
    insert(id, std::move(entry));
    return id;
}

void Idempotency::repeat(Entry &entry, const QByteArray &paramsHash, Deliver deliver) const
{
    if (entry.paramsHash != paramsHash) {
        deliver(otherParams());
        return;
    }
    switch (entry.state) {
    case State::Running:
        if (entry.waiters.size() < m_limits.maxWaiters)
            entry.waiters.push_back(std::move(deliver));
        else
            deliver(Error::rateLimited(crowdedRetryMs));
        return;
    case State::Answered: deliver(entry.answer); return;
    case State::Failed: deliver(errorOfKept(entry.answer).value_or(outcomeUnknown())); return;
    case State::NotKept: deliver(answerNotKept()); return;
    case State::Unknown: deliver(outcomeUnknown()); return;
    }
}

// Those that still run are passed over.
template<class Predicate>
void Idempotency::dropOldestWhile(Predicate predicate)
{
    for (auto it = m_byAge.begin(); it != m_byAge.end();) {
        const Id id = (it++)->second;
        const Entry &entry = m_entries[id];
        if (!predicate(entry))
            return;
        if (entry.state != State::Running)
            erase(id);
    }
}

void Idempotency::dropExpired()
{
    const Timestamp oldest = m_clock.now() - m_limits.life;
    dropOldestWhile([&](const Entry &entry) { return entry.startedAt < oldest; });
}

bool Idempotency::makeRoom()
{
    dropOldestWhile(
        [this](const Entry &) { return m_byAge.size() >= m_limits.maxCalls || m_bytes > m_limits.maxBytes; });
    return m_byAge.size() < m_limits.maxCalls;
}

void Idempotency::finish(const Id &id, const Outcome &outcome)
{
    const auto it = m_entries.find(id);
    if (it == m_entries.end())
        return;
    const std::vector<Deliver> waiters = std::exchange(it->waiters, {});
    if (outcome.ok() || isFinal(outcome.error())) {
        settle(*it, outcome);
        store(id, *it);
    } else {
        erase(id);
    }
    for (const Deliver &deliver : waiters)
        deliver(outcome);
}

void Idempotency::settle(Entry &entry, const Outcome &outcome)
{
    entry.state = outcome.ok() ? State::Answered : State::Failed;
    entry.answer = outcome.ok() ? outcome.value() : keptError(outcome.error());
    const bool isSecret = outcome.ok() && entry.secrecy != api::Secrecy::None;
    if (isSecret || entry.answer.size() > m_limits.maxAnswerBytes) {
        entry.state = outcome.ok() ? State::NotKept : State::Unknown;
        entry.answer.clear();
    }
    m_bytes += entry.answer.size();
}

void Idempotency::erase(const Id &id)
{
    const Entry entry = m_entries.take(id);
    m_byAge.erase(entry.number);
    m_bytes -= entry.answer.size();
    if (entry.secrecy != api::Secrecy::All)
        watch(m_table.remove(id.principal, id.method, id.key));
}

void Idempotency::store(const Id &id, const Entry &entry)
{
    using Stored = StoredKeyedCall::Outcome;
    if (entry.secrecy == api::Secrecy::All)
        return;
    Stored outcome = Stored::Begun;
    switch (entry.state) {
    case State::Running:
    case State::Unknown: break;
    case State::Answered: outcome = Stored::Result; break;
    case State::Failed: outcome = Stored::Error; break;
    case State::NotKept: outcome = Stored::NotKept; break;
    }
    watch(m_table.put({id.principal, id.method, id.key, entry.paramsHash, entry.startedAt, outcome, entry.answer}));
}

void Idempotency::watch(const Async<Done> &written)
{
    const QPointer<Idempotency> self(this);
    whenDone(&m_context, written, [self](const Result<Done> &result) {
        constexpr std::chrono::minutes pause(1);
        if (!self || result.ok())
            return;
        const auto now = self->m_clock.steady();
        if (self->m_warnedAt && now - *self->m_warnedAt < pause)
            return;
        self->m_warnedAt = now;
        qCWarning(lcRpc).noquote() << "keyed calls are remembered until the service ends only:"
                                   << result.error().message;
    });
}

}  // namespace cs

#include "moc_idempotency.cpp"

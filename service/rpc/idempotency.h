#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include <QHash>
#include <QObject>

#include "api/method.h"
#include "auth/principal.h"
#include "base/time.h"
#include "json/value.h"
#include "storage/idempotencytable.h"

namespace cs {

struct IdempotencyLimits {
    std::chrono::hours life{24};
    size_t maxCalls = 10'000;
    // Of all kept answers together, and of one.
    qint64 maxBytes = 8 * 1024 * 1024;
    qint64 maxAnswerBytes = 64 * 1024;
    // Repetitions that wait for one call.
    size_t maxWaiters = 1000;
};

// Sees to it that a write with a key has its effect once: the first call runs, repetitions by the same principal get
// its answer, for a day and across restarts. Of calls that hold secrets no answer is kept and, if they come in the
// params, nothing is written to disk. Service thread; the database and the clock outlive it.
class Idempotency : public QObject {
    Q_OBJECT
public:
    struct Id {
        QString principal;
        QString method;
        QString key;
        friend bool operator==(const Id &, const Id &) = default;
        friend size_t qHash(const Id &id, size_t seed) { return qHashMulti(seed, id.principal, id.method, id.key); }
    };
    using Outcome = Result<QByteArray>;
    using Deliver = std::function<void(Outcome)>;

    // `secret` never leaves the host; with it the params are hashed, so that the file tells nothing of them.
    Idempotency(Database &database, const Clock &clock, QByteArray secret, IdempotencyLimits limits = {});

    // To be finished before the first call.
    Async<Done> load();

    // The first call of its key gets a ticket: it is to be run, and finish() called exactly once. Otherwise nothing is
    // to be done: `deliver` is called now or when the first call ends, with its answer, or with the reason why there
    // is none.
    std::optional<Id> begin(const Principal &principal, const api::MethodInfo &method, const QString &key,
                            const json::Value &params, Deliver deliver);
    void finish(const Id &id, const Outcome &outcome);

    size_t count() const { return m_byAge.size(); }

private:
    enum class State { Running, Answered, Failed, NotKept, Unknown };
    struct Entry {
        State state = State::Running;
        api::Secrecy secrecy = api::Secrecy::None;
        QByteArray paramsHash;
        Timestamp startedAt;
        // Place in m_byAge.
        qint64 number = 0;
        QByteArray answer;
        std::vector<Deliver> waiters;
    };

    QByteArray hashOf(const json::Value &params) const;
    Async<Done> loadAfter(const StoredKeyedCall &last);
    void restore(const StoredKeyedCall &stored);
    void insert(const Id &id, Entry entry);
    void repeat(Entry &entry, const QByteArray &paramsHash, Deliver deliver) const;
    void dropExpired();
    // Makes room for one more; false if all calls still run.
    bool makeRoom();
    template<class Predicate>
    void dropOldestWhile(Predicate predicate);
    void settle(Entry &entry, const Outcome &outcome);
    void erase(const Id &id);
    void store(const Id &id, const Entry &entry);
    void watch(const Async<Done> &written);

    IdempotencyTable m_table;
    QObject &m_context;
    const Clock &m_clock;
    const QByteArray m_secret;
    const IdempotencyLimits m_limits;
    QHash<Id, Entry> m_entries;
    // Oldest first.
    std::map<qint64, Id> m_byAge;
    qint64 m_lastNumber = 0;
    qint64 m_bytes = 0;
    std::optional<std::chrono::steady_clock::time_point> m_warnedAt;
};

}  // namespace cs

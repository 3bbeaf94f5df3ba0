#include "audit/audittrail.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThread>

#include "audit/logging.h"

namespace cs {

namespace {

// Waiting on their way from other threads at most.
constexpr int MaxArriving = 10'000;
constexpr std::chrono::seconds RetryAfter{5};
constexpr std::chrono::seconds RepeatsEvery{60};

}  // namespace

AuditTrail::AuditTrail(AuditTable &table, const Clock &clock, QObject *parent)
    : QObject(parent),
      m_table(table),
      m_clock(clock)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryAfter);
    connect(&m_retry, &QTimer::timeout, this, &AuditTrail::schedule);
    m_signing.setSingleShot(true);
    m_signing.setInterval(SignAfter);
    connect(&m_signing, &QTimer::timeout, this, &AuditTrail::schedule);
    m_repeats.setSingleShot(true);
    m_repeats.setInterval(RepeatsEvery);
    connect(&m_repeats, &QTimer::timeout, this, &AuditTrail::noteRepeated);
    schedule();
}

AuditTrail::~AuditTrail() = default;

void AuditTrail::record(AuditEntry entry)
{
    const Timestamp at = m_clock.now();
    if (QThread::currentThread() == thread()) {
        take(std::move(entry), at);
        return;
    }
    if (m_arriving.fetch_add(1) >= MaxArriving) {
        m_arriving.fetch_sub(1);
        m_lostElsewhere.fetch_add(1);
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this, entry = std::move(entry), at]() mutable {
            m_arriving.fetch_sub(1);
            take(std::move(entry), at);
        },
        Qt::QueuedConnection);
}

void AuditTrail::take(AuditEntry entry, Timestamp at)
{
    const bool refused = entry.result != QLatin1String(auditresult::Ok);
    if (refused && !m_quota.admit(entry.address, m_clock.steady())) {
        if (!m_repeats.isActive())
            m_repeats.start();
        return;
    }
    push(std::move(entry), at);
}

bool AuditTrail::push(AuditEntry entry, Timestamp at)
{
    m_backlog.addLost(m_lostElsewhere.exchange(0));
    const bool hasPlace = m_backlog.push(std::move(entry), at);
    if (hasPlace)
        schedule();
    return hasPlace;
}

Async<Done> AuditTrail::recordAhead(AuditEntry entry)
{
    if (!push(std::move(entry), m_clock.now()))
        return failed(Error::dependencyFailed(QStringLiteral("storage"),
                                              QStringLiteral("the audit trail cannot be written fast enough")));
    return flush();
}

void AuditTrail::noteRepeated()
{
    for (const RefusalQuota::Count &count : m_quota.takeCounts(m_clock.steady()))
        push(entryOfTheTrail(auditaction::Repeated, QStringLiteral("%1 more refusals").arg(count.refusals),
                             count.address),
             m_clock.now());
}

void AuditTrail::schedule()
{
    if (m_busy || m_scheduled || m_retry.isActive())
        return;
    m_scheduled = true;
    // On the next turn: what is recorded in one turn goes into one transaction.
    QMetaObject::invokeMethod(this, &AuditTrail::work, Qt::QueuedConnection);
}

void AuditTrail::work()
{
    m_scheduled = false;
    if (m_busy)
        return;
    if (!m_started)
        start();
    else if (!m_backlog.isEmpty())
        write();
    else if (m_unsigned && (!m_signing.isActive() || !m_flushes.empty()))
        sign();
    else
        answerFlushes({Done{}});
}

void AuditTrail::start()
{
    m_busy = true;
    whenDone(qApp, m_table.start(m_clock.now()), [self = QPointer(this)](const Result<QString> &started) {
        if (self)
            self->onStarted(started);
    });
}

void AuditTrail::onStarted(const Result<QString> &started)
{
    m_busy = false;
    if (!started.ok()) {
        retryLater(started.error());
        return;
    }
    m_started = true;
    // What a run before this one has left.
    m_unsigned = true;
    if (!started->isEmpty() && m_damage != *started) {
        m_damage = *started;
        qCCritical(lcAudit).noquote() << "the audit trail was changed while the service did not write it:" << m_damage;
        m_backlog.pushFirst(entryOfTheTrail(auditaction::Damaged, m_damage), m_clock.now());
    }
    schedule();
}

void AuditTrail::write()
{
    m_busy = true;
    std::vector<AuditRecord> records = m_backlog.first(AuditTable::MaxAppend);
    m_writing = records.size();
    whenDone(qApp, m_table.append(std::move(records), m_clock.now()),
             [self = QPointer(this)](const Result<Done> &done) {
                 if (self)
                     self->onWritten(done);
             });
}

void AuditTrail::onWritten(const Result<Done> &written)
{
    m_busy = false;
    const size_t count = std::exchange(m_writing, 0);
    if (!written.ok()) {
        retryLater(written.error());
        return;
    }
    if (std::exchange(m_failing, false))
        qCInfo(lcAudit) << "the audit trail is being written again";
    m_backlog.addLost(m_lostElsewhere.exchange(0));
    m_backlog.written(count, m_clock.now());
    m_unsigned = true;
    if (!m_signing.isActive())
        m_signing.start();
    schedule();
}

void AuditTrail::sign()
{
    m_busy = true;
    m_unsigned = false;
    whenDone(qApp, m_table.sign(m_clock.now()), [self = QPointer(this)](const Result<Done> &done) {
        if (self)
            self->onSigned(done);
    });
}

void AuditTrail::onSigned(const Result<Done> &done)
{
    m_busy = false;
    if (!done.ok()) {
        m_unsigned = true;
        retryLater(done.error());
        return;
    }
    m_signing.stop();
    schedule();
}

void AuditTrail::retryLater(const Error &error)
{
    if (!std::exchange(m_failing, true))
        qCCritical(lcAudit).noquote() << "the audit trail cannot be written:" << error.message;
    // Whether it was written after all is seen when it is taken up anew.
    m_started = false;
    m_retry.start();
    answerFlushes(error);
}

Async<Done> AuditTrail::flush()
{
    noteRepeated();
    if (!m_busy)
        m_retry.stop();
    auto answer = m_flushes.emplace_back().future();
    schedule();
    return answer;
}

void AuditTrail::answerFlushes(const Result<Done> &result)
{
    auto flushes = std::exchange(m_flushes, {});
    for (Promise<Done> &flush : flushes)
        flush.finish(result);
}

}  // namespace cs

#include "moc_audittrail.cpp"

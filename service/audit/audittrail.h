#pragma once

#include <atomic>
#include <deque>
#include <vector>

#include <QObject>
#include <QTimer>

#include "audit/auditentry.h"
#include "audit/auditsink.h"
#include "audit/refusalquota.h"
#include "storage/audittable.h"

namespace cs {

// Brings what was done into the audit trail, in order, many records at a time. Owns those that are not written yet: a
// bounded number; what there was no room for is counted, and the count is written as a record of its own. Lives on the
// service thread; record() may be called from any thread.
class AuditTrail : public QObject, public AuditSink {
    Q_OBJECT
public:
    // What waits at most while the database does not take it.
    static constexpr size_t MaxWaiting = 10'000;
    // After so long at the latest what was written is signed by a checkpoint.
    static constexpr std::chrono::seconds SignAfter{10};

    // Both outlive this object.
    AuditTrail(AuditTable &table, const Clock &clock, QObject *parent = nullptr);
    ~AuditTrail() override;

    void record(AuditEntry entry) override;
    // Writes and signs what came before. For the end of the service.
    Async<Done> flush();

    size_t waiting() const { return m_waiting.size(); }
    AuditTable &table() { return m_table; }

private:
    void take(AuditEntry entry, Timestamp at);
    void push(AuditEntry entry, Timestamp at);
    void noteLost(Timestamp at);
    void schedule();
    void work();
    void start();
    void onStarted(const Result<QString> &started);
    void write();
    void onWritten(const Result<Done> &written);
    void sign();
    void onSigned(const Result<Done> &done);
    void retryLater(const Error &error);
    void noteRepeated();
    void answerFlushes(const Result<Done> &result);

    AuditTable &m_table;
    const Clock &m_clock;
    RefusalQuota m_quota;
    std::deque<AuditRecord> m_waiting;
    // Of those, the first so many are with the database now.
    size_t m_writing = 0;
    std::vector<Promise<Done>> m_flushes;
    // Records on their way from other threads.
    std::atomic<int> m_arriving = 0;
    std::atomic<qint64> m_lostElsewhere = 0;
    qint64 m_lost = 0;
    bool m_full = false;
    bool m_started = false;
    bool m_busy = false;
    bool m_scheduled = false;
    bool m_unsigned = false;
    // Whether the last attempt failed, so that a disk that stays full is told of once.
    bool m_failing = false;
    // What was told already.
    QString m_damage;
    QTimer m_retry;
    QTimer m_signing;
    QTimer m_repeats;
};

}  // namespace cs

#pragma once

#include <atomic>
#include <vector>

#include <QObject>
#include <QTimer>

#include "audit/auditbacklog.h"
#include "audit/auditentry.h"
#include "audit/auditsink.h"
#include "audit/refusalquota.h"
#include "storage/audittable.h"

namespace cs {

// Brings what was done into the audit trail, in order, many records at a time. Owns those that are not written yet; they
// wait for a database that takes nothing. Lives on the service thread; record() may be called from any thread.
class AuditTrail : public QObject, public AuditSink {
    Q_OBJECT
public:
    // After so long at the latest what was written is signed by a checkpoint.
    static constexpr std::chrono::seconds SignAfter{10};

    // Both outlive this object.
    AuditTrail(AuditTable &table, const Clock &clock, QObject *parent = nullptr);
    ~AuditTrail() override;

    void record(AuditEntry entry) override;
    // For a deed that must not be done without its record: done once this one is written and signed. After an error it may
    // be written later all the same. Service thread.
    Async<Done> recordAhead(AuditEntry entry);
    // Writes and signs what came before. For the end of the service.
    Async<Done> flush();

    size_t waiting() const { return m_backlog.size(); }
    AuditTable &table() { return m_table; }

private:
    void take(AuditEntry entry, Timestamp at);
    bool push(AuditEntry entry, Timestamp at);
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
    AuditBacklog m_backlog;
    // Of its records, the first so many are with the database now.
    size_t m_writing = 0;
    std::vector<Promise<Done>> m_flushes;
    // Records on their way from other threads.
    std::atomic<int> m_arriving = 0;
    std::atomic<qint64> m_lostElsewhere = 0;
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

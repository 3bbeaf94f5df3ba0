#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "audit/auditarchive.h"
#include "audit/auditsink.h"
#include "base/workers.h"
#include "storage/audittable.h"

namespace cs {

class AuditCut;

struct AuditRetentionOptions {
    // Records that are older, and those beyond so many, are given up; 0: none are.
    std::chrono::days keepDays{0};
    qint64 keepRecords = 0;
    // Where they are written to before, each part as an exported trail of its own; empty: nowhere. Other services may
    // write to the same folder.
    QString archiveFolder;
    bool isOn() const { return keepDays.count() > 0 || keepRecords > 0; }
};

// Gives up the oldest records of the trail, piece by piece up to a signed one, and has that written down. A part that
// was tampered with, or that cannot be archived, stays. Service thread, which waits for no disk; what it refers to
// outlives it.
class AuditRetention : public QObject {
    Q_OBJECT
public:
    AuditRetention(AuditTable &table, AuditSink &sink, const Clock &clock, AuditRetentionOptions options);
    ~AuditRetention() override;

    // From now on it looks every hour; once, for what a former run has left, if nothing is ever given up.
    void start();
    // Looks now.
    void look();

Q_SIGNALS:
    // One look is over; so many records went.
    void looked(qint64 removed);

private:
    // Goes on with what comes of it; an error ends the look.
    template<class T>
    void then(Async<T> answer, void (AuditRetention::*next)(const T &));
    void onTimer();
    void onDraft(const QString &part);
    void onDiscarded(const bool &gone);
    void onClean(const Done &);
    void nextPart();
    void onSwept(const bool &done);
    void onPlace(const std::optional<qint64> &upTo);
    void onStatus(const ChainStatus &status);
    void onKept(const std::optional<AuditArchive::Part> &part);
    void onNoted(const Done &);
    void nextPiece();
    void onPage(const ChainPage &page);
    void onTaken(const bool &done);
    void onRemoved(const Done &);
    void stop(const Error *error);

    AuditTable &m_table;
    AuditSink &m_sink;
    const Clock &m_clock;
    const AuditRetentionOptions m_options;
    QTimer m_timer;
    // For the archive, whose disk may hang.
    Workers m_worker{1, Workers::AtEnd::Leave};
    qint64 m_upTo = 0;
    std::optional<ChainStatus> m_status;
    std::shared_ptr<AuditCut> m_cut;
    QString m_archive;
    qint64 m_removed = 0;
    bool m_busy = false;
    // What was told already.
    QString m_told;
};

}  // namespace cs

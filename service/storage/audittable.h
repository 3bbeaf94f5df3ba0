#pragma once

#include <memory>
#include <optional>

#include "auditchain/chainpage.h"
#include "auditchain/chainwriter.h"
#include "storage/database.h"
#include "storage/rows.h"

namespace cs {

// Which records a listing wants; all that is set must fit.
struct AuditFilter {
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;
    std::optional<QString> username;
    std::optional<QString> action;
    std::optional<CameraId> device;
    // Only what has a smaller number, which is what comes after it.
    std::optional<qint64> after;
};

// Newest first, which is by number: the clock may have been set back.
struct AuditPage {
    std::vector<AuditRecord> records;
    // Behind which number to go on; nothing at the end of the list. A page may be short, or empty, and still not be the
    // last.
    std::optional<qint64> next;
};

// How the chain stands.
struct ChainStatus {
    QByteArray origin;
    AuditPublicKey key;
    // Behind it the records begin.
    ChainPoint start;
    ChainPoint end;
};

// Which of the oldest records may be given up: those that are older, and those beyond so many.
struct AuditLimits {
    std::optional<Timestamp> before;
    std::optional<qint64> keep;
};

// The audit trail: added to at its end, given up at its beginning, and never changed. Service thread; the database must
// outlive it. The chain is used by the database thread alone.
class AuditTable {
public:
    // Takes some 10 ms, most of it the two syncs of the disk.
    static constexpr qint64 MaxAppend = 250;
    // Of the records that a job looks at for a listing.
    static constexpr qint64 ScanStep = 5000;
    static constexpr qint64 CutStep = 2000;
    // Takes a few milliseconds, a sync of the disk included.
    static constexpr qint64 SweepStep = 250;

    AuditTable(Database &database, std::shared_ptr<ChainWriter> chain) : m_database(database), m_chain(std::move(chain))
    {}

    // Before anything is appended: takes the chain up where it ended. The text is empty, or says that it was damaged.
    Async<QString> start(Timestamp now);
    // All or none, at the end and in this order; at most MaxAppend. Numbers and hashes are given here.
    Async<Done> append(std::vector<AuditRecord> records, Timestamp now);
    // Signs what has no checkpoint yet.
    Async<Done> sign(Timestamp now);

    // One job, which ends after `limit` (at most MaxPageRows) or when it has looked at ScanStep records.
    Async<AuditPage> page(const AuditFilter &filter, qint64 limit);
    // The end as this service knows it, not as the file says it is.
    Async<ChainStatus> status();
    // The records after `after` up to `upTo`, at most `limit`, with their checkpoints.
    Async<ChainPage> chain(qint64 after, qint64 upTo, qint64 limit);
    // Nothing if there is no such record.
    Async<std::optional<QByteArray>> hashOf(qint64 seq);

    // How far the trail may be cut now, in one go of at most CutStep records: up to a record with a checkpoint. Nothing
    // if there is nothing to give up.
    Async<std::optional<qint64>> cutPlace(const AuditLimits &limits);
    // The trail begins behind `to` from now on, where it began behind `from` before; what it consists of up to there was
    // checked, and kept elsewhere if wanted.
    Async<Done> moveStart(const ChainPoint &from, const ChainPoint &to, Timestamp now);
    // Of a file that is about to be written: the draft of it that a run which is cut short leaves is known to the next one.
    // Empty if there is none.
    Async<Done> noteDraft(const QString &path);
    Async<QString> draft();
    // Deletes the next SweepStep of the records before the start. True if none is left.
    Async<bool> sweep();

private:
    Database &m_database;
    std::shared_ptr<ChainWriter> m_chain;
};

}  // namespace cs

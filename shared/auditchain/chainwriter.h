#pragma once

#include <optional>
#include <vector>

#include "auditchain/auditkey.h"
#include "auditchain/auditrecord.h"
#include "auditchain/headfile.h"

namespace cs {

// What is stored of a chain when it is taken up again.
struct StoredChain {
    QByteArray origin;
    // The last record; number 0 if there is none.
    ChainPoint last;
    // The last record with a checkpoint; 0 if there is none.
    qint64 signedUpTo = 0;
    // The hash of the record that the head names, if there is such a record.
    std::optional<QByteArray> hashAtHead;
};

// The fact of the database that holds the anchor, if older records were given up.
inline constexpr char AnchorFact[] = "audit_anchor";

// Gives new records their number and hash and signs the chain on its way. Owns its end; lives on the database thread.
class ChainWriter {
public:
    // Records that follow each other, and the checkpoints among them: to be stored together, or not at all.
    struct Piece {
        std::vector<AuditRecord> records;
        std::vector<SignedPoint> checkpoints;
        ChainPoint end;
    };

    ChainWriter(AuditKey key, const QString &headPath) : m_key(std::move(key)), m_file(headPath) {}

    // Whether a chain was begun before, by a run with its own database.
    bool hasHead() const;
    // First: reads the head file. The number of the record it names; nothing if it cannot be trusted.
    std::optional<qint64> readHead(QByteArrayView origin);
    // Next: where the chain begins. `anchor` is the stored line, if there is one; one that cannot be trusted is damage.
    ChainPoint readAnchor(const std::optional<QByteArray> &anchor);
    // Then: takes the chain up. The text is empty, or says that it was damaged while nobody wrote to it. The damage is
    // not papered over: new records follow on what was signed last, so that the fault stays where it is. Fails if no
    // head can be written, and then nothing may be added.
    Result<QString> begin(const StoredChain &stored, Timestamp now);
    bool isReady() const { return m_ready; }

    Piece link(std::vector<AuditRecord> records, Timestamp now) const;
    // A checkpoint at the end; nothing if there is one.
    Piece seal(Timestamp now) const;
    // The piece is stored: moves the end, and says so in the head file. A failure leaves an older head behind, which
    // is true still; the next call tries again.
    Result<Done> accept(const Piece &piece, Timestamp now);

    // What is to be stored before the records up to `point`, one with a checkpoint, are given up. Fails if the head
    // file cannot be written, which must not lag behind the beginning.
    Result<SignedPoint> anchorAt(const ChainPoint &point, Timestamp now) const;
    // They are gone.
    void moveStart(const ChainPoint &point) { m_start = point; }

    // Behind this place the records begin.
    const ChainPoint &start() const { return m_start; }
    const ChainPoint &end() const { return m_end; }
    // The records after this one have no checkpoint yet.
    qint64 signedUpTo() const { return m_signedUpTo; }
    const AuditPublicKey &publicKey() const { return m_key.publicKey(); }
    const QByteArray &origin() const { return m_origin; }

private:
    QString damage(const StoredChain &stored) const;
    bool isWithoutItsDatabase(const StoredChain &stored) const;
    Result<Done> writeHead(Timestamp now) const;

    const AuditKey m_key;
    const HeadFile m_file;
    QByteArray m_origin;
    std::optional<SignedPoint> m_head;
    // What a head says that is not this chain's.
    std::optional<ChainPoint> m_otherHead;
    bool m_headMissing = false;
    QString m_headTrouble;
    QString m_anchorTrouble;
    ChainPoint m_start;
    ChainPoint m_end;
    qint64 m_signedUpTo = 0;
    bool m_ready = false;
};

}  // namespace cs

#pragma once

#include <vector>

#include <QTemporaryDir>

#include "auditchain/chainverifier.h"
#include "auditchain/chainwriter.h"

namespace cs {

// A key that is always the same for the same number.
AuditKey testKey(char number = 1);
// Records that differ from each other in every field.
AuditRecord testRecord(qint64 number);

// A whole chain in memory, as a service makes it: signed at record 57, at 157 and so on.
class MadeChain {
public:
    explicit MadeChain(int count);

    std::vector<AuditRecord> records;
    std::vector<SignedPoint> checkpoints;
    std::optional<SignedPoint> head;
    ChainTrust trust() const { return {m_origin, testKey().publicKey()}; }
    const QByteArray &origin() const { return m_origin; }
    // The place behind a record; 0 is the beginning.
    ChainPoint pointAt(qint64 seq) const;
    // As it is, from the record behind `after` to `to`, and to the head if that is asked for.
    enum class To { Anywhere, Head };
    ChainReport verify(qint64 after = 0, qint64 to = -1, To end = To::Head) const;
    // What somebody does who can write but not sign: every hash from this record on is made anew.
    void rehashFrom(qint64 seq);

private:
    void take(ChainWriter &writer, const ChainWriter::Piece &piece, Timestamp now);

    QByteArray m_origin;
    QTemporaryDir m_folder;
};

}  // namespace cs

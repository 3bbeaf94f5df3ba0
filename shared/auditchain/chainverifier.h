#pragma once

#include <optional>

#include <QString>

#include "auditchain/auditkey.h"
#include "auditchain/chainpage.h"

namespace cs {

// What a trail is held against.
struct ChainTrust {
    QByteArray origin;
    AuditPublicKey key;
};

struct ChainReport {
    bool valid = false;
    // Records that were found to be right, up to the first fault.
    qint64 checked = 0;
    std::optional<qint64> firstBadSeq;
    // One sentence; empty if nothing is wrong.
    QString reason;
    // The last record that was right, and the last one of those that a signature covers.
    qint64 lastSeq = 0;
    qint64 signedUpTo = 0;
};

// Reads a chain from a place on, record by record, and finds the first fault. Who can change the records but has no key
// cannot hide it; only the records after the last signature could be written anew. Any one thread.
class ChainVerifier {
public:
    // How the end is known: by its signature, or because the caller is the one who wrote it.
    enum class HeadIs { Signed, Known };

    // Begins behind `start`, whose hash is taken as it is. `head` is where the chain must lead at least; without one its
    // end is not asked for.
    ChainVerifier(ChainTrust trust, ChainPoint start, std::optional<SignedPoint> head, HeadIs headIs = HeadIs::Signed);

    void feed(const AuditRecord &record);
    // After the record that it signs.
    void feed(const SignedPoint &checkpoint);
    void feed(const ChainPage &page);
    // Something stands where the next record should.
    void broken(const QString &why);

    bool failed() const { return m_report.firstBadSeq.has_value(); }
    // The last record that was right.
    const ChainPoint &at() const { return m_at; }
    ChainReport finish();

private:
    void fail(qint64 seq, const QString &reason);
    void checkOrder(qint64 seq);
    void checkSigned(PointKind kind, const SignedPoint &point);
    bool isGenuine(PointKind kind, const SignedPoint &point) const;
    void reachHead();

    const ChainTrust m_trust;
    ChainPoint m_at;
    std::optional<SignedPoint> m_head;
    const HeadIs m_headIs;
    qint64 m_signedUpTo;
    ChainReport m_report;
};

}  // namespace cs

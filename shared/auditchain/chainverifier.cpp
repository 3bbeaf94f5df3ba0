#include "auditchain/chainverifier.h"

namespace cs {

namespace {

QString range(qint64 from, qint64 to)
{
    if (from >= to)
        return QStringLiteral("record %1").arg(from);
    return QStringLiteral("records %1 to %2").arg(from).arg(to);
}

QString missing(qint64 from, qint64 to)
{
    return range(from, to) + (from >= to ? QStringLiteral(" is missing") : QStringLiteral(" are missing"));
}

}  // namespace

ChainVerifier::ChainVerifier(ChainTrust trust, ChainPoint start, std::optional<SignedPoint> head, HeadIs headIs)
    : m_trust(std::move(trust)),
      m_at(std::move(start)),
      m_head(std::move(head)),
      m_headIs(headIs),
      m_signedUpTo(m_at.seq)
{
    m_report.lastSeq = m_at.seq;
    reachHead();
}

void ChainVerifier::fail(qint64 seq, const QString &reason)
{
    if (failed())
        return;
    m_report.firstBadSeq = seq;
    m_report.reason = reason;
}

void ChainVerifier::checkOrder(qint64 seq)
{
    const qint64 expected = m_at.seq + 1;
    if (seq > expected)
        fail(expected, missing(expected, seq - 1));
    else if (seq < expected)
        fail(seq, QStringLiteral("record %1 stands behind record %2").arg(seq).arg(m_at.seq));
    else if (m_at.seq - m_signedUpTo >= CheckpointEvery)
        fail(m_signedUpTo + 1,
             QStringLiteral("the signature over %1 is missing").arg(range(m_signedUpTo + 1, m_at.seq)));
}

void ChainVerifier::feed(const AuditRecord &record)
{
    if (failed())
        return;
    checkOrder(record.seq);
    if (failed())
        return;
    if (chainHash(record, m_at.hash) != record.hash) {
        fail(record.seq, QStringLiteral("record %1 was changed, or the hash of the one before it was").arg(record.seq));
        return;
    }
    m_at = {record.seq, record.hash};
    m_report.lastSeq = record.seq;
    ++m_report.checked;
    reachHead();
}

void ChainVerifier::feed(const SignedPoint &checkpoint)
{
    if (failed())
        return;
    if (checkpoint.seq > m_at.seq)
        fail(m_at.seq + 1, missing(m_at.seq + 1, checkpoint.seq) + QStringLiteral("; a signature over them is there"));
    else if (checkpoint.seq < m_at.seq)
        fail(checkpoint.seq, QStringLiteral("the signature of record %1 stands at another place").arg(checkpoint.seq));
    else
        checkSigned(PointKind::Checkpoint, checkpoint);
}

void ChainVerifier::feed(const ChainPage &page)
{
    auto checkpoint = page.checkpoints.begin();
    for (const AuditRecord &record : page.records) {
        feed(record);
        for (; checkpoint != page.checkpoints.end() && checkpoint->seq <= record.seq; ++checkpoint)
            feed(*checkpoint);
    }
    for (; checkpoint != page.checkpoints.end(); ++checkpoint)
        feed(*checkpoint);
}

void ChainVerifier::broken(const QString &why)
{
    fail(m_at.seq + 1, why);
}

void ChainVerifier::checkSigned(PointKind kind, const SignedPoint &point)
{
    const qint64 from = std::min(m_signedUpTo + 1, point.seq);
    if (!isGenuine(kind, point)) {
        fail(from,
             QStringLiteral("the signature over %1 was not made with this service's key").arg(range(from, point.seq)));
    } else if (point.hash != m_at.hash) {
        fail(from, QStringLiteral("%1: not what was signed there").arg(range(from, point.seq)));
    } else {
        m_signedUpTo = point.seq;
        m_report.signedUpTo = point.seq;
    }
}

bool ChainVerifier::isGenuine(PointKind kind, const SignedPoint &point) const
{
    if (kind == PointKind::Head && m_headIs == HeadIs::Known)
        return true;
    return m_trust.key.verify(kind, m_trust.origin, point);
}

void ChainVerifier::reachHead()
{
    if (!m_head || m_head->seq > m_at.seq)
        return;
    // The end as it was when the check began; records that came since lie behind it.
    const auto head = *std::exchange(m_head, std::nullopt);
    if (head.seq == m_at.seq)
        checkSigned(PointKind::Head, head);
}

ChainReport ChainVerifier::finish()
{
    if (m_head && !failed()) {
        const bool genuine = isGenuine(PointKind::Head, *m_head);
        fail(m_at.seq + 1, genuine ? missing(m_at.seq + 1, m_head->seq) + QStringLiteral(": cut off at the end")
                                   : QStringLiteral("the end of the trail is not signed by this service's key"));
    }
    m_report.valid = !failed();
    return m_report;
}

}  // namespace cs

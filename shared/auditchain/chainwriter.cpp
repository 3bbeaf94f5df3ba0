#include "auditchain/chainwriter.h"

#include <algorithm>

#include <QFileInfo>

#include "auditchain/signedtext.h"
#include "base/wholefile.h"

namespace cs {

namespace {

// What a trail can have reached; beyond it is a number that somebody made up.
constexpr qint64 mostRecords = qint64(1) << 52;

}  // namespace

bool ChainWriter::hasHead() const
{
    return QFileInfo::exists(m_file.path());
}

std::optional<qint64> ChainWriter::readHead(QByteArrayView origin)
{
    m_origin = origin.toByteArray();
    m_head.reset();
    m_otherHead.reset();
    m_headTrouble.clear();
    m_headMissing = false;
    auto head = m_file.read();
    if (!head.ok()) {
        m_headTrouble = QStringLiteral("its signed end cannot be read");
    } else if (!*head) {
        m_headMissing = true;
        m_headTrouble = QStringLiteral("its signed end is gone");
    } else if (!m_key.publicKey().verify(PointKind::Head, m_origin, **head)) {
        m_headTrouble = QStringLiteral("its end is not signed by this service's key");
        m_otherHead = {std::clamp<qint64>((**head).seq, 0, mostRecords), (**head).hash};
    } else {
        m_head = std::move(**head);
    }
    return m_head ? std::optional(m_head->seq) : std::nullopt;
}

ChainPoint ChainWriter::readAnchor(const std::optional<QByteArray> &anchor)
{
    m_start = {0, m_origin};
    m_anchorTrouble.clear();
    if (!anchor)
        return m_start;
    const auto point = signedPointOf(*anchor);
    if (point && m_key.publicKey().verify(PointKind::Anchor, m_origin, *point))
        m_start = {point->seq, point->hash};
    else
        m_anchorTrouble = QStringLiteral("its beginning is not signed by this service's key");
    return m_start;
}

Result<SignedPoint> ChainWriter::anchorAt(const ChainPoint &point, Timestamp now) const
{
    if (auto written = writeHead(now); !written.ok())
        return written.error();
    syncFolderOf(m_file.path());
    return m_key.sign(PointKind::Anchor, m_origin, point, now);
}

QString ChainWriter::damage(const StoredChain &stored) const
{
    if (!m_head) {
        // The first start, or one that was cut short before anything was written.
        const bool isNew = m_headMissing && stored.last.seq == 0;
        if (isWithoutItsDatabase(stored))
            return QStringLiteral("the records 1 to %1 are missing, with the database that they were in")
                .arg(m_otherHead->seq);
        return isNew ? QString() : m_headTrouble;
    }
    if (m_head->seq > stored.last.seq) {
        return QStringLiteral("the records %1 to %2 are missing at its end").arg(stored.last.seq + 1).arg(m_head->seq);
    }
    if (stored.hashAtHead != m_head->hash)
        return QStringLiteral("record %1 is not the one that was signed as its end").arg(m_head->seq);
    return m_anchorTrouble;
}

// A head that another chain's end was signed in, and no record: the database was removed, and with it what the signatures
// hang on.
bool ChainWriter::isWithoutItsDatabase(const StoredChain &stored) const
{
    return m_otherHead && stored.last.seq == 0 && m_start.seq == 0;
}

Result<QString> ChainWriter::begin(const StoredChain &stored, Timestamp now)
{
    QString trouble = damage(stored);
    m_end = stored.last;
    m_signedUpTo = std::min(stored.signedUpTo, stored.last.seq);
    if (m_head && !trouble.isEmpty() && trouble != m_anchorTrouble) {
        m_end.seq = std::max(m_head->seq, stored.last.seq);
        m_end.hash = m_head->hash;
    }
    if (isWithoutItsDatabase(stored))
        m_end = *m_otherHead;
    if (!m_head) {
        if (auto written = writeHead(now); !written.ok())
            return written.error();
    }
    m_ready = true;
    return trouble;
}

ChainWriter::Piece ChainWriter::link(std::vector<AuditRecord> records, Timestamp now) const
{
    Piece piece{std::move(records), {}, m_end};
    qint64 signedUpTo = m_signedUpTo;
    for (AuditRecord &record : piece.records) {
        tidy(record);
        record.seq = piece.end.seq + 1;
        record.hash = chainHash(record, piece.end.hash);
        piece.end = {record.seq, record.hash};
        if (record.seq - signedUpTo >= CheckpointEvery) {
            piece.checkpoints.push_back(m_key.sign(PointKind::Checkpoint, m_origin, piece.end, now));
            signedUpTo = record.seq;
        }
    }
    return piece;
}

ChainWriter::Piece ChainWriter::seal(Timestamp now) const
{
    Piece piece{{}, {}, m_end};
    if (m_end.seq > m_signedUpTo)
        piece.checkpoints.push_back(m_key.sign(PointKind::Checkpoint, m_origin, m_end, now));
    return piece;
}

Result<Done> ChainWriter::accept(const Piece &piece, Timestamp now)
{
    m_end = piece.end;
    if (!piece.checkpoints.empty())
        m_signedUpTo = piece.checkpoints.back().seq;
    return writeHead(now);
}

Result<Done> ChainWriter::writeHead(Timestamp now) const
{
    return m_file.write(m_key.sign(PointKind::Head, m_origin, m_end, now));
}

}  // namespace cs

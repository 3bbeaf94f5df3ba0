#include "unit/auditchain/madechain.h"

#include <QTest>

namespace cs {

AuditKey testKey(char number)
{
    return AuditKey::fromSeed(QByteArray(AuditKey::SeedSize, number)).value();
}

AuditRecord testRecord(qint64 number)
{
    AuditRecord record;
    record.at = fromMicroseconds(1'800'000'000'000'000 + number * 1'234'567);
    record.username = QStringLiteral("user%1").arg(number % 7);
    record.address = QStringLiteral("192.0.2.%1").arg(number % 251);
    record.action = QStringLiteral("action%1").arg(number % 5);
    record.target = QStringLiteral("target \"%1\"").arg(number);
    if (number % 3 != 0)
        record.device = CameraId(static_cast<quint32>(number % 11));
    record.result = number % 4 ? QStringLiteral("ok") : QStringLiteral("-32001 unauthenticated");
    record.requestId = QStringLiteral("r%1").arg(number);
    return record;
}

MadeChain::MadeChain(int count) : m_origin(originHash(QStringLiteral("an installation")))
{
    ChainWriter writer(testKey(), m_folder.filePath(QStringLiteral("head")));
    const Timestamp now = fromMicroseconds(1'900'000'000'000'000);
    writer.readHead(m_origin);
    if (!writer.begin({m_origin, {0, m_origin}, 0, {}}, now).ok())
        qFatal("no chain");
    // In two pieces with a signature between them at an odd place.
    qint64 next = 1;
    for (const qint64 upTo : {qint64(std::min(count, 57)), qint64(count)}) {
        std::vector<AuditRecord> some;
        while (next <= upTo)
            some.push_back(testRecord(next++));
        take(writer, writer.link(std::move(some), now), now);
        if (upTo < count)
            take(writer, writer.seal(now), now);
    }
    head = HeadFile(m_folder.filePath(QStringLiteral("head"))).read().value();
}

void MadeChain::take(ChainWriter &writer, const ChainWriter::Piece &piece, Timestamp now)
{
    records.insert(records.end(), piece.records.begin(), piece.records.end());
    checkpoints.insert(checkpoints.end(), piece.checkpoints.begin(), piece.checkpoints.end());
    if (!writer.accept(piece, now).ok())
        qFatal("no head");
}

ChainPoint MadeChain::pointAt(qint64 seq) const
{
    return seq == 0 ? ChainPoint{0, m_origin} : ChainPoint{seq, records[size_t(seq - 1)].hash};
}

ChainReport MadeChain::verify(qint64 after, qint64 to, To end) const
{
    const auto size = static_cast<qint64>(records.size());
    ChainVerifier verifier(trust(), pointAt(after), end == To::Head ? head : std::nullopt);
    ChainPage page;
    const qint64 last = to < 0 ? size : std::min(to, size);
    page.records.assign(records.begin() + after, records.begin() + last);
    for (const SignedPoint &point : checkpoints) {
        if (point.seq > after && (to < 0 || point.seq <= to))
            page.checkpoints.push_back(point);
    }
    verifier.feed(page);
    return verifier.finish();
}

void MadeChain::rehashFrom(qint64 seq)
{
    for (size_t i = size_t(seq - 1); i < records.size(); ++i) {
        records[i].seq = static_cast<qint64>(i) + 1;
        records[i].hash = chainHash(records[i], pointAt(records[i].seq - 1).hash);
    }
}

}  // namespace cs

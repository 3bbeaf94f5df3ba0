#include <QRandomGenerator>

#include "support/testprogram.h"
#include "unit/auditchain/madechain.h"

using namespace cs;

// Whatever is done to a chain of 10,000 records, the check names the place.
class TestChainVerifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_whole = std::make_unique<MadeChain>(Count); }
    void wholeChainIsValid();
    void anyPartOfItIsValid();
    void changeOfAnyFieldOfAnyRecordIsFound();
    void removalOfAnyRecordIsFound();
    void exchangeOfAnyNeighboursIsFound();
    void cutBehindAnyRecordIsFound();
    void exchangeFarApartIsFound();
    void doubledRecordIsFound();
    void insertedRecordIsFound();
    void historyWrittenAnewIsFoundAtItsSignature_data();
    void historyWrittenAnewIsFoundAtItsSignature();
    void historyWrittenAnewWithoutItsSignaturesIsFound();
    void missingSignatureIsFound();
    void signaturesOfAnotherKeyAreFound();
    void signatureAtAnotherPlaceIsFound();
    void checkpointCannotStandForTheHead();
    void oldHeadDoesNotHideWhatCameSince();
    void headOfAnotherKeyIsFound();
    void emptyChainNeedsItsHead();
    void firstFaultIsTheOneThatIsTold();

private:
    static constexpr int Count = 10'000;

    // Checks the neighbourhood of a record of a changed copy; without the rest, so that every record can have its turn.
    template<class Change>
    ChainReport around(qint64 seq, Change change) const
    {
        const qint64 after = std::max<qint64>(0, seq - 3);
        ChainPage page;
        for (qint64 i = after + 1; i <= std::min<qint64>(Count, seq + 3); ++i)
            page.records.push_back(m_whole->records[size_t(i - 1)]);
        change(page.records, size_t(seq - after - 1));
        ChainVerifier verifier(m_whole->trust(), m_whole->pointAt(after), std::nullopt);
        verifier.feed(page);
        return verifier.finish();
    }

    std::unique_ptr<MadeChain> m_whole;
};

void TestChainVerifier::wholeChainIsValid()
{
    const ChainReport report = m_whole->verify();
    QVERIFY2(report.valid, qPrintable(report.reason));
    QCOMPARE(report.checked, qint64(Count));
    QCOMPARE(report.lastSeq, qint64(Count));
    QCOMPARE(report.signedUpTo, qint64(Count));
    QVERIFY(!report.firstBadSeq && report.reason.isEmpty());
    QVERIFY(m_whole->checkpoints.size() >= size_t(Count / CheckpointEvery));
}

void TestChainVerifier::anyPartOfItIsValid()
{
    for (const auto &[after, to] : {std::pair(0, 0), std::pair(0, 1), std::pair(99, 100), std::pair(100, 101),
                                    std::pair(57, 9321), std::pair(9999, 10000)}) {
        const ChainReport report = m_whole->verify(after, to, MadeChain::To::Anywhere);
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, qint64(to - after));
    }
}

void TestChainVerifier::changeOfAnyFieldOfAnyRecordIsFound()
{
    using Records = std::vector<AuditRecord>;
    for (qint64 seq = 1; seq <= Count; ++seq) {
        for (int field = 0; field < 9; ++field) {
            const ChainReport report = around(seq, [field, seq](Records &records, size_t i) {
                AuditRecord &record = records[i];
                switch (field) {
                case 0: record.at += std::chrono::microseconds(1); break;
                case 1: record.username = QStringLiteral("somebody else"); break;
                case 2: record.address.chop(1); break;
                case 3: record.action = QStringLiteral("nothing"); break;
                case 4: record.target += u' '; break;
                case 5: record.device = record.device ? std::nullopt : std::optional(CameraId(1)); break;
                case 6: record.result = QStringLiteral("fine"); break;
                case 7: record.requestId.clear(); break;
                default: record.hash[seq % 32] = char(record.hash[seq % 32] ^ 4); break;
                }
            });
            if (report.valid || report.firstBadSeq != seq)
                QFAIL(qPrintable(QStringLiteral("record %1, field %2: %3").arg(seq).arg(field).arg(report.reason)));
        }
    }
}

void TestChainVerifier::removalOfAnyRecordIsFound()
{
    for (qint64 seq = 1; seq < Count; ++seq) {
        const ChainReport report = around(seq,
                                          [](auto &records, size_t i) { records.erase(records.begin() + int(i)); });
        if (report.valid || report.firstBadSeq != seq || !report.reason.contains(QLatin1String("is missing")))
            QFAIL(qPrintable(QStringLiteral("record %1: %2").arg(seq).arg(report.reason)));
    }
}

void TestChainVerifier::exchangeOfAnyNeighboursIsFound()
{
    for (qint64 seq = 1; seq < Count; ++seq) {
        // Once with their numbers, as lines of a file, and once without, as rows of a table.
        const ChainReport lines = around(seq, [](auto &records, size_t i) { std::swap(records[i], records[i + 1]); });
        const ChainReport rows = around(seq, [](auto &records, size_t i) {
            std::swap(records[i], records[i + 1]);
            std::swap(records[i].seq, records[i + 1].seq);
        });
        if (lines.firstBadSeq != seq || rows.firstBadSeq != seq)
            QFAIL(qPrintable(QStringLiteral("record %1: %2, %3").arg(seq).arg(lines.reason, rows.reason)));
    }
}

void TestChainVerifier::cutBehindAnyRecordIsFound()
{
    for (qint64 left = 0; left < Count; ++left) {
        ChainVerifier verifier(m_whole->trust(), m_whole->pointAt(left), m_whole->head);
        const ChainReport report = verifier.finish();
        if (report.valid || report.firstBadSeq != left + 1)
            QFAIL(qPrintable(QStringLiteral("%1 left: %2").arg(left).arg(report.reason)));
    }
    MadeChain cut(Count);
    cut.records.resize(7654);
    const ChainReport report = cut.verify();
    QCOMPARE(report.checked, 7654);
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(7655));
    QVERIFY2(report.reason.contains(QLatin1String("records 7655 to ")), qPrintable(report.reason));
    std::erase_if(cut.checkpoints, [](const SignedPoint &point) { return point.seq > 7654; });
    QCOMPARE(cut.verify().reason, QStringLiteral("records 7655 to 10000 are missing: cut off at the end"));
}

void TestChainVerifier::exchangeFarApartIsFound()
{
    QRandomGenerator random(4);
    for (int i = 0; i < 20; ++i) {
        MadeChain chain(1000);
        const auto a = size_t(random.bounded(1000));
        const auto b = size_t(random.bounded(1000));
        std::swap(chain.records[a], chain.records[b]);
        const ChainReport report = chain.verify();
        QCOMPARE(report.valid, a == b);
        if (a != b)
            QCOMPARE(report.firstBadSeq, std::optional<qint64>(qint64(std::min(a, b)) + 1));
    }
}

void TestChainVerifier::doubledRecordIsFound()
{
    MadeChain chain(300);
    chain.records.insert(chain.records.begin() + 150, chain.records[149]);
    const ChainReport report = chain.verify();
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(150));
    QVERIFY2(report.reason.contains(QLatin1String("stands behind record 150")), qPrintable(report.reason));
}

void TestChainVerifier::insertedRecordIsFound()
{
    MadeChain chain(300);
    AuditRecord forged = testRecord(999);
    forged.seq = 151;
    forged.hash = chainHash(forged, chain.records[149].hash);
    chain.records.insert(chain.records.begin() + 150, forged);
    // The next one stands at a number that is taken.
    QCOMPARE(chain.verify().firstBadSeq, std::optional<qint64>(151));
    chain.rehashFrom(151);
    const ChainReport report = chain.verify();
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(58));
    QVERIFY2(report.reason.contains(QLatin1String("not what was signed")), qPrintable(report.reason));
}

void TestChainVerifier::historyWrittenAnewIsFoundAtItsSignature_data()
{
    QTest::addColumn<int>("seq");
    for (const int seq : {1, 2, 99, 100, 101, 200, 5432, 9899, 9900, 9901, 9999, 10000})
        QTest::addRow("%d", seq) << seq;
}

void TestChainVerifier::historyWrittenAnewIsFoundAtItsSignature()
{
    QFETCH(int, seq);
    MadeChain chain(Count);
    chain.records[size_t(seq - 1)].username = QStringLiteral("nobody");
    chain.rehashFrom(seq);
    const ChainReport report = chain.verify();
    QVERIFY(!report.valid);
    QVERIFY2(report.reason.contains(QLatin1String("not what was signed")), qPrintable(report.reason));
    // Among the records of one signature; the sentence says from which to which.
    QVERIFY(*report.firstBadSeq <= seq && *report.firstBadSeq > seq - CheckpointEvery);
}

void TestChainVerifier::historyWrittenAnewWithoutItsSignaturesIsFound()
{
    MadeChain chain(Count);
    chain.records[5431].username = QStringLiteral("nobody");
    chain.rehashFrom(5432);
    std::erase_if(chain.checkpoints, [](const SignedPoint &point) { return point.seq >= 5432; });
    const ChainReport report = chain.verify();
    QVERIFY(report.firstBadSeq && *report.firstBadSeq <= 5432 && *report.firstBadSeq > 5332);
    QVERIFY2(report.reason.contains(QLatin1String("the signature over records")), qPrintable(report.reason));
}

void TestChainVerifier::missingSignatureIsFound()
{
    MadeChain chain(1000);
    const qint64 gone = chain.checkpoints[3].seq;
    const qint64 before = chain.checkpoints[2].seq;
    chain.checkpoints.erase(chain.checkpoints.begin() + 3);
    const ChainReport report = chain.verify();
    QCOMPARE(report.firstBadSeq, std::optional(before + 1));
    QVERIFY2(report.reason.contains(QString::number(gone)), qPrintable(report.reason));
}

void TestChainVerifier::signaturesOfAnotherKeyAreFound()
{
    MadeChain chain(Count);
    chain.records[5431].username = QStringLiteral("nobody");
    chain.rehashFrom(5432);
    for (SignedPoint &point : chain.checkpoints) {
        if (point.seq >= 5432)
            point = testKey(2).sign(PointKind::Checkpoint, chain.origin(), chain.pointAt(point.seq), point.at);
    }
    chain.head = testKey(2).sign(PointKind::Head, chain.origin(), chain.pointAt(Count), chain.head->at);
    const ChainReport report = chain.verify();
    QVERIFY(report.firstBadSeq && *report.firstBadSeq <= 5432 && *report.firstBadSeq > 5332);
    QVERIFY2(report.reason.contains(QLatin1String("not made with this service's key")), qPrintable(report.reason));
}

void TestChainVerifier::signatureAtAnotherPlaceIsFound()
{
    MadeChain chain(1000);
    const SignedPoint first = chain.checkpoints[0];
    ChainVerifier verifier(chain.trust(), chain.pointAt(0), std::nullopt);
    for (const AuditRecord &record : chain.records) {
        verifier.feed(record);
        if (record.seq == first.seq + 1)
            verifier.feed(first);
    }
    QCOMPARE(verifier.finish().firstBadSeq, std::optional(first.seq));
}

void TestChainVerifier::checkpointCannotStandForTheHead()
{
    MadeChain chain(1000);
    chain.head = chain.checkpoints[4];
    chain.records.resize(size_t(chain.head->seq));
    std::erase_if(chain.checkpoints, [&](const SignedPoint &point) { return point.seq > chain.head->seq; });
    const ChainReport report = chain.verify();
    QVERIFY(!report.valid);
    QVERIFY2(report.reason.contains(QLatin1String("not made with this service's key")), qPrintable(report.reason));
}

void TestChainVerifier::oldHeadDoesNotHideWhatCameSince()
{
    // As after a kill between the database and the head file.
    MadeChain chain(1000);
    chain.head = testKey().sign(PointKind::Head, chain.origin(), chain.pointAt(900), chain.head->at);
    const ChainReport report = chain.verify();
    QVERIFY2(report.valid, qPrintable(report.reason));
    QCOMPARE(report.checked, 1000);
    chain.records[950].target.clear();
    QCOMPARE(chain.verify().firstBadSeq, std::optional<qint64>(951));
}

void TestChainVerifier::headOfAnotherKeyIsFound()
{
    MadeChain chain(250);
    chain.head = testKey(2).sign(PointKind::Head, chain.origin(), {300, QByteArray(32, 'x')}, chain.head->at);
    const ChainReport report = chain.verify();
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(251));
    QVERIFY2(report.reason.contains(QLatin1String("not signed by this service's key")), qPrintable(report.reason));
}

void TestChainVerifier::emptyChainNeedsItsHead()
{
    const QByteArray origin = originHash(QStringLiteral("x"));
    const ChainTrust trust{origin, testKey().publicKey()};
    const auto head = [&](qint64 seq, const QByteArray &hash) {
        return testKey().sign(PointKind::Head, origin, {seq, hash}, fromMicroseconds(1));
    };
    QVERIFY(ChainVerifier(trust, {0, origin}, head(0, origin)).finish().valid);
    QVERIFY(!ChainVerifier(trust, {0, origin}, head(0, QByteArray(32, 'x'))).finish().valid);
    QCOMPARE(ChainVerifier(trust, {0, origin}, head(3, origin)).finish().firstBadSeq, std::optional<qint64>(1));
}

void TestChainVerifier::firstFaultIsTheOneThatIsTold()
{
    MadeChain chain(1000);
    chain.records[299].target.clear();
    chain.records[499].target.clear();
    const ChainReport report = chain.verify();
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(300));
    QCOMPARE(report.checked, 299);
    QCOMPARE(report.lastSeq, 299);
}

CS_TEST(TestChainVerifier)
#include "tst_chainverifier.moc"

#include <QFile>

#include "support/testprogram.h"
#include "unit/auditchain/madechain.h"

using namespace cs;

// How a chain is begun, gone on with and taken up again, and what its head file makes of damage.
class TestChainWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void newChainBeginsWithASignedHead();
    void everyHundredthRecordIsSigned();
    void sealSignsTheEndOnce();
    void pieceThatIsNotAcceptedLeavesTheEndWhereItWas();
    void chainGoesOnAfterARestart();
    void headThatIsBehindIsNoDamage();
    void cutChainGoesOnBehindTheGap();
    void changedEndShowsForEver();
    void lostHeadIsTold();
    void damagedHeadIsTold_data();
    void damagedHeadIsTold();
    void nothingBeginsWithoutAHead();
    void headSurvivesAWriteThatWasCutShort();
    void hostileHeadFilesAreRefused_data();
    void hostileHeadFilesAreRefused();

private:
    QString headPath() const { return m_folder->filePath(QStringLiteral("head")); }
    std::unique_ptr<ChainWriter> writer(char key = 1) const
    {
        return std::make_unique<ChainWriter>(testKey(key), headPath());
    }
    // A restart over the records and checkpoints that are stored.
    QString takeUp(ChainWriter &writer) const
    {
        const auto head = writer.readHead(m_origin);
        StoredChain stored{m_origin, {0, m_origin}, 0, {}};
        if (!m_records.empty())
            stored.last = {m_records.back().seq, m_records.back().hash};
        if (!m_checkpoints.empty())
            stored.signedUpTo = m_checkpoints.back().seq;
        if (head == 0)
            stored.hashAtHead = m_origin;
        for (const AuditRecord &record : m_records) {
            if (record.seq == head)
                stored.hashAtHead = record.hash;
        }
        const auto begun = writer.begin(stored, m_now);
        return begun.ok() ? *begun : QStringLiteral("failed: ") + begun.error().message;
    }
    void store(ChainWriter &writer, const ChainWriter::Piece &piece)
    {
        m_records.insert(m_records.end(), piece.records.begin(), piece.records.end());
        m_checkpoints.insert(m_checkpoints.end(), piece.checkpoints.begin(), piece.checkpoints.end());
        QVERIFY(writer.accept(piece, m_now).ok());
    }
    void add(ChainWriter &writer, int count)
    {
        std::vector<AuditRecord> some;
        for (int i = 0; i < count; ++i)
            some.push_back(testRecord(i));
        store(writer, writer.link(std::move(some), m_now));
    }
    ChainReport verify() const
    {
        const auto head = HeadFile(headPath()).read();
        ChainVerifier verifier({m_origin, testKey().publicKey()}, {0, m_origin}, head.ok() ? *head : std::nullopt);
        verifier.feed(ChainPage{m_records, m_checkpoints, true});
        return verifier.finish();
    }

    const QByteArray m_origin = originHash(QStringLiteral("here"));
    const Timestamp m_now = fromMicroseconds(1'800'000'000'000'000);
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<AuditRecord> m_records;
    std::vector<SignedPoint> m_checkpoints;
};

void TestChainWriter::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_records.clear();
    m_checkpoints.clear();
}

void TestChainWriter::newChainBeginsWithASignedHead()
{
    auto chain = writer();
    QVERIFY(!chain->isReady());
    QCOMPARE(takeUp(*chain), QString());
    QVERIFY(chain->isReady());
    const auto head = HeadFile(headPath()).read();
    QVERIFY(head.ok() && *head);
    QCOMPARE((*head)->seq, 0);
    QVERIFY(testKey().publicKey().verify(PointKind::Head, m_origin, **head));
    QCOMPARE(QFile::permissions(headPath()) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
}

void TestChainWriter::everyHundredthRecordIsSigned()
{
    auto chain = writer();
    takeUp(*chain);
    for (const int size : {30, 69, 1, 450, 49})
        add(*chain, size);
    std::vector<qint64> places;
    for (const SignedPoint &point : m_checkpoints)
        places.push_back(point.seq);
    QCOMPARE(places, (std::vector<qint64>{100, 200, 300, 400, 500}));
    QCOMPARE(chain->end().seq, 599);
    QVERIFY(verify().valid);
    QCOMPARE(verify().signedUpTo, 599);
}

void TestChainWriter::sealSignsTheEndOnce()
{
    auto chain = writer();
    takeUp(*chain);
    QVERIFY(chain->seal(m_now).checkpoints.empty());
    add(*chain, 3);
    store(*chain, chain->seal(m_now));
    QCOMPARE(m_checkpoints.size(), size_t(1));
    QCOMPARE(m_checkpoints.front().seq, 3);
    QVERIFY(chain->seal(m_now).checkpoints.empty());
    add(*chain, 100);
    QCOMPARE(m_checkpoints.back().seq, 103);
    QVERIFY(verify().valid);
}

void TestChainWriter::pieceThatIsNotAcceptedLeavesTheEndWhereItWas()
{
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 2);
    const ChainPoint end = chain->end();
    (void)chain->link({testRecord(1)}, m_now);
    QCOMPARE(chain->end(), end);
    add(*chain, 1);
    QCOMPARE(m_records.back().seq, 3);
    QVERIFY(verify().valid);
}

void TestChainWriter::chainGoesOnAfterARestart()
{
    for (int run = 0; run < 5; ++run) {
        auto chain = writer();
        QCOMPARE(takeUp(*chain), QString());
        add(*chain, 70);
    }
    const ChainReport report = verify();
    QVERIFY2(report.valid, qPrintable(report.reason));
    QCOMPARE(report.checked, 350);
}

void TestChainWriter::headThatIsBehindIsNoDamage()
{
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 5);
    // Stored, and then killed before the head was written.
    const auto piece = chain->link({testRecord(5), testRecord(6)}, m_now);
    m_records.insert(m_records.end(), piece.records.begin(), piece.records.end());
    QVERIFY(verify().valid);
    auto next = writer();
    QCOMPARE(takeUp(*next), QString());
    add(*next, 1);
    QCOMPARE(m_records.back().seq, 8);
    QVERIFY(verify().valid);
}

void TestChainWriter::cutChainGoesOnBehindTheGap()
{
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 150);
    m_records.resize(120);
    auto next = writer();
    QCOMPARE(takeUp(*next), QStringLiteral("the records 121 to 150 are missing at its end"));
    // What was cut off stays missing, whatever comes later.
    QCOMPARE(verify().firstBadSeq, std::optional<qint64>(121));
    add(*next, 300);
    QCOMPARE(m_records[120].seq, 151);
    QCOMPARE(verify().firstBadSeq, std::optional<qint64>(121));
    auto third = writer();
    QCOMPARE(takeUp(*third), QString());
}

void TestChainWriter::changedEndShowsForEver()
{
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 150);
    m_records[149].target = QStringLiteral("something else");
    m_records[149].hash = chainHash(m_records[149], m_records[148].hash);
    auto next = writer();
    QCOMPARE(takeUp(*next), QStringLiteral("record 150 is not the one that was signed as its end"));
    add(*next, 10);
    const ChainReport report = verify();
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(151));
    add(*next, 200);
    QCOMPARE(verify().firstBadSeq, std::optional<qint64>(151));
}

void TestChainWriter::lostHeadIsTold()
{
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 5);
    QVERIFY(QFile::remove(headPath()));
    auto next = writer();
    QCOMPARE(takeUp(*next), QStringLiteral("its signed end is gone"));
    add(*next, 1);
    QVERIFY(verify().valid);
}

void TestChainWriter::damagedHeadIsTold_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("head\n");
    QTest::newRow("no object") << QByteArray("[1]");
    QTest::newRow("foreign member") << QByteArray(R"({"seq":1,"at_us":1,"hash":"","signature":"","x":1})");
    QTest::newRow("short hash") << QByteArray(R"({"seq":1,"at_us":1,"hash":"00","signature":"00"})");
}

void TestChainWriter::damagedHeadIsTold()
{
    QFETCH(QByteArray, content);
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 5);
    QFile file(headPath());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size());
    file.close();
    QCOMPARE(takeUp(*writer()), QStringLiteral("its signed end cannot be read"));
    // And one of another key, which a stranger could make.
    auto foreign = writer(2);
    takeUp(*foreign);
    add(*foreign, 1);
    QCOMPARE(takeUp(*writer()), QStringLiteral("its end is not signed by this service's key"));
}

void TestChainWriter::nothingBeginsWithoutAHead()
{
    ChainWriter chain(testKey(), m_folder->filePath(QStringLiteral("missing/head")));
    chain.readHead(m_origin);
    QVERIFY(!chain.begin({m_origin, {0, m_origin}, 0, {}}, m_now).ok());
    QVERIFY(!chain.isReady());
}

void TestChainWriter::headSurvivesAWriteThatWasCutShort()
{
    auto chain = writer();
    takeUp(*chain);
    add(*chain, 5);
    QFile draft(headPath() + QStringLiteral(".new"));
    QVERIFY(draft.open(QIODevice::WriteOnly) && draft.write("{\"se") == 4);
    draft.close();
    auto next = writer();
    QCOMPARE(takeUp(*next), QString());
    add(*next, 1);
    QVERIFY(verify().valid);
    QVERIFY(!draft.exists());
}

void TestChainWriter::hostileHeadFilesAreRefused_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("endless") << QStringLiteral("/dev/zero");
    QTest::newRow("folder") << QStringLiteral("/tmp");
    QTest::newRow("loop") << QStringLiteral("head");
}

void TestChainWriter::hostileHeadFilesAreRefused()
{
    QFETCH(QString, target);
    QVERIFY(QFile::link(target, headPath()));
    QVERIFY(!HeadFile(headPath()).read().ok());
    QVERIFY(!HeadFile(target.startsWith(u'/') ? target : headPath()).read().ok());
}

CS_TEST(TestChainWriter)
#include "tst_chainwriter.moc"

#include <QFile>
#include <QRandomGenerator>

#include "support/testprogram.h"
#include "unit/audit/auditrig.h"

using namespace cs;

// A trail of 10,000 records in a real database: whoever can write to the file is found out, by the running service and
// by who has only the files.
class TestAuditTampering : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void wholeTrailIsValid();
    void changedRowIsFound_data();
    void changedRowIsFound();
    void removedRowIsFound_data();
    void removedRowIsFound();
    void exchangedRowsAreFound_data();
    void exchangedRowsAreFound();
    void cutEndIsFound_data();
    void cutEndIsFound();
    void partsAreCheckedByThemselves();
    void rangesThatAreNoneAreRefused();
    void oldHeadPutBackIsFoundByTheRunningService();
    void cutBetweenTwoRunsIsToldAndStays();
    void exchangedKeyIsFound();

private:
    static constexpr int Count = 10'000;
    void expectBoth(qint64 seq);
    static void someRecords();

    std::unique_ptr<AuditRig> m_rig;
};

void TestAuditTampering::initTestCase()
{
    m_rig = std::make_unique<AuditRig>();
    m_rig->add(Count);
    QCOMPARE(m_rig->records().size(), size_t(Count));
}

void TestAuditTampering::wholeTrailIsValid()
{
    for (const ChainReport &report : {m_rig->verify(), AuditRig::verifyFiles(m_rig->folder())}) {
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, qint64(Count));
    }
}

void TestAuditTampering::expectBoth(qint64 seq)
{
    for (const ChainReport &report : {m_rig->verify(), AuditRig::verifyFiles(m_rig->folder())}) {
        QVERIFY(!report.valid);
        QVERIFY2(report.firstBadSeq == seq, qPrintable(report.reason));
        QVERIFY(report.reason.contains(QString::number(seq)));
        QCOMPARE(report.checked, seq - 1);
    }
}

void TestAuditTampering::someRecords()
{
    QTest::addColumn<int>("seq");
    QRandomGenerator random(99);
    for (const int seq : {1, 2, 100, 101, 9999, 10000})
        QTest::addRow("%d", seq) << seq;
    for (int i = 0; i < 6; ++i) {
        const int seq = random.bounded(3, 9990);
        QTest::addRow("any: %d", seq) << seq;
    }
}

void TestAuditTampering::changedRowIsFound_data()
{
    someRecords();
}

void TestAuditTampering::changedRowIsFound()
{
    QFETCH(int, seq);
    static const QStringList changes{"username = username || 'x'", "at = at + 1",
                                     "camera_id = 5000000000",     "result = '-32001 unauthenticated'",
                                     "hash = zeroblob(32)",        "target = ''"};
    const QString where = QStringLiteral(" where seq = %1").arg(seq);
    m_rig->sql(QStringLiteral("create temp table kept as select * from audit_records") + where);
    m_rig->sql(QStringLiteral("update audit_records set ") + changes[seq % changes.size()] + where);
    expectBoth(seq);
    m_rig->sql(QStringLiteral("delete from audit_records") + where);
    m_rig->sql(QStringLiteral("insert into audit_records select * from kept"));
    m_rig->sql(QStringLiteral("drop table kept"));
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTampering::removedRowIsFound_data()
{
    someRecords();
}

void TestAuditTampering::removedRowIsFound()
{
    QFETCH(int, seq);
    const QString where = QStringLiteral(" where seq = %1").arg(seq);
    m_rig->sql(QStringLiteral("create temp table kept as select * from audit_records") + where);
    m_rig->sql(QStringLiteral("delete from audit_records") + where);
    expectBoth(seq);
    m_rig->sql(QStringLiteral("insert into audit_records select * from kept"));
    m_rig->sql(QStringLiteral("drop table kept"));
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTampering::exchangedRowsAreFound_data()
{
    someRecords();
}

void TestAuditTampering::exchangedRowsAreFound()
{
    QFETCH(int, seq);
    const int other = seq > 5000 ? seq - 777 : seq + 777;
    const auto exchange = [&] {
        m_rig->sql(QStringLiteral("update audit_records set seq = 20000 where seq = %1").arg(seq));
        m_rig->sql(QStringLiteral("update audit_records set seq = %1 where seq = %2").arg(seq).arg(other));
        m_rig->sql(QStringLiteral("update audit_records set seq = %1 where seq = 20000").arg(other));
    };
    exchange();
    expectBoth(std::min(seq, other));
    exchange();
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTampering::cutEndIsFound_data()
{
    someRecords();
}

void TestAuditTampering::cutEndIsFound()
{
    QFETCH(int, seq);
    const QString where = QStringLiteral(" where seq >= %1").arg(seq);
    m_rig->sql(QStringLiteral("create temp table kept as select * from audit_records") + where);
    m_rig->sql(QStringLiteral("create temp table signed as select * from audit_checkpoints") + where);
    m_rig->sql(QStringLiteral("delete from audit_records") + where);
    expectBoth(seq);
    m_rig->sql(QStringLiteral("delete from audit_checkpoints") + where);
    expectBoth(seq);
    m_rig->sql(QStringLiteral("insert into audit_records select * from kept"));
    m_rig->sql(QStringLiteral("insert into audit_checkpoints select * from signed"));
    m_rig->sql(QStringLiteral("drop table kept"));
    m_rig->sql(QStringLiteral("drop table signed"));
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTampering::partsAreCheckedByThemselves()
{
    m_rig->sql(QStringLiteral("update audit_records set target = 'x' || target where seq = 5000"));
    QVERIFY(m_rig->verify(1, 4999).valid);
    QVERIFY(m_rig->verify(5001).valid);
    const ChainReport report = m_rig->verify(4990, 5010);
    QCOMPARE(report.firstBadSeq, std::optional<qint64>(5000));
    QCOMPARE(report.checked, 10);
    m_rig->sql(QStringLiteral("update audit_records set target = substr(target, 2) where seq = 5000"));
    QCOMPARE(m_rig->verify(4990, 5010).checked, 21);
    QCOMPARE(m_rig->verify(10000).checked, 1);
}

void TestAuditTampering::rangesThatAreNoneAreRefused()
{
    QVERIFY(m_rig->verify(5, 4).reason.contains(QLatin1String("to_seq")));
    QVERIFY(m_rig->verify(Count + 1).reason.contains(QLatin1String("from_seq")));
}

void TestAuditTampering::oldHeadPutBackIsFoundByTheRunningService()
{
    AuditRig rig;
    rig.add(150);
    QVERIFY(QFile::copy(rig.headPath(), rig.headPath() + QStringLiteral(".old")));
    rig.add(30);
    rig.sql(QStringLiteral("delete from audit_records where seq > 150"));
    rig.sql(QStringLiteral("delete from audit_checkpoints where seq > 150"));
    QVERIFY(QFile::remove(rig.headPath()));
    QVERIFY(QFile::rename(rig.headPath() + QStringLiteral(".old"), rig.headPath()));
    QCOMPARE(rig.verify().firstBadSeq, std::optional<qint64>(151));
    // Who has no more than the files cannot see it: this is why exports are kept elsewhere.
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditTampering::cutBetweenTwoRunsIsToldAndStays()
{
    AuditRig rig;
    rig.add(150);
    rig.sql(QStringLiteral("delete from audit_records where seq > 140"));
    rig.stop();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the records 141 to 150 are missing"));
    rig.start();
    rig.add(5);
    const auto records = rig.records();
    QCOMPARE(records.size(), size_t(146));
    QCOMPARE(records[140].seq, 151);
    QCOMPARE(records[140].action, QString(auditaction::Damaged));
    QVERIFY(records[140].target.contains(QLatin1String("141 to 150")));
    for (const ChainReport &report : {rig.verify(), AuditRig::verifyFiles(rig.folder())})
        QCOMPARE(report.firstBadSeq, std::optional<qint64>(141));
    rig.stop();
    rig.start();
    rig.add(5);
    QCOMPARE(rig.verify().firstBadSeq, std::optional<qint64>(141));
    QVERIFY(rig.verify(152).valid);
}

void TestAuditTampering::exchangedKeyIsFound()
{
    AuditRig rig;
    rig.add(150);
    rig.stop();
    QVERIFY(QFile::remove(rig.folder() + QStringLiteral("/secrets/audit.key")));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("not signed by this service's key"));
    rig.start();
    rig.add(5);
    const ChainReport report = rig.verify();
    QVERIFY(!report.valid);
    QVERIFY2(report.reason.contains(QLatin1String("not made with this service's key")), qPrintable(report.reason));
}

CS_TEST(TestAuditTampering)
#include "tst_audittampering.moc"

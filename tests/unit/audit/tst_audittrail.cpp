#include <thread>

#include <QFile>

#include "support/logcapture.h"
#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/audit/auditrig.h"

using namespace cs;

// From record() to the rows: order, bounds, threads, a disk that fails.
class TestAuditTrail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<AuditRig>(); }
    void cleanup() { m_rig.reset(); }
    void recordsOfOneTurnAreWrittenInOrder();
    void recordsOfManyTurnsAreWrittenInOrder();
    void recordsOfOtherThreadsComeInEachInItsOrder();
    void callForWhatCanBeNoCameraLeavesTheChainWhole();
    void flushOfAnEmptyTrailIsDone();
    void flushSignsWhatWasWritten();
    void activityIsSignedWithoutAFlush();
    void whatWaitsAtTheEndIsWritten();
    void restartGoesOnWithTheChain();
    void fullDiskLosesNothingThatFits();
    void whatMustBeWrittenAheadIsOnTheDiskOrFails();
    void whatDoesNotFitIsCounted();
    void closedDatabaseFailsTheFlush();
    void manyRefusalsOfOneAddressAreCounted();
    void keyFilesAreForTheServiceAlone();
    void secretsNeverStandInTheLog();

private:
    void fillDisk() { m_rig->sql(QStringLiteral("pragma max_page_count = 1")); }
    void makeRoom() { m_rig->sql(QStringLiteral("pragma max_page_count = 1000000")); }

    std::unique_ptr<AuditRig> m_rig;
};

void TestAuditTrail::recordsOfOneTurnAreWrittenInOrder()
{
    m_rig->add(1234);
    const auto records = m_rig->records();
    QCOMPARE(records.size(), size_t(1234));
    for (size_t i = 0; i < records.size(); ++i) {
        QCOMPARE(records[i].seq, qint64(i) + 1);
        QCOMPARE(records[i].requestId, QStringLiteral("r%1").arg(i + 1));
    }
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTrail::recordsOfManyTurnsAreWrittenInOrder()
{
    for (int i = 1; i <= 300; ++i) {
        m_rig->trail->record(AuditRig::entry(i));
        if (i % 3 == 0)
            QCoreApplication::processEvents();
    }
    QVERIFY(m_rig->flush());
    const auto records = m_rig->records();
    QCOMPARE(records.size(), size_t(300));
    for (size_t i = 0; i < records.size(); ++i)
        QCOMPARE(records[i].requestId, QStringLiteral("r%1").arg(i + 1));
}

void TestAuditTrail::recordsOfOtherThreadsComeInEachInItsOrder()
{
    constexpr int Threads = 4;
    constexpr int Each = 500;
    std::vector<std::thread> threads;
    for (int t = 0; t < Threads; ++t) {
        threads.emplace_back([this, t] {
            for (int i = 0; i < Each; ++i) {
                AuditEntry entry = AuditRig::entry(i);
                entry.username = QString::number(t);
                m_rig->trail->record(entry);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCoreApplication::processEvents();
    QVERIFY(m_rig->flush());
    const auto records = m_rig->records();
    QCOMPARE(records.size(), size_t(Threads * Each));
    std::array<int, Threads> next{};
    for (const AuditRecord &record : records) {
        const auto thread = size_t(record.username.toInt());
        QCOMPARE(record.requestId, QStringLiteral("r%1").arg(next[thread]++));
    }
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTrail::callForWhatCanBeNoCameraLeavesTheChainWhole()
{
    AuditEntry entry = AuditRig::entry(1);
    entry.device = CameraId::parse(u"camera00");
    m_rig->trail->record(entry);
    QVERIFY(m_rig->flush());
    const ChainReport report = m_rig->verify();
    QVERIFY2(report.valid, qPrintable(report.reason));
    QVERIFY(!m_rig->records().front().device);
}

void TestAuditTrail::flushOfAnEmptyTrailIsDone()
{
    QVERIFY(m_rig->flush());
    QVERIFY(m_rig->flush());
    const ChainReport report = m_rig->verify();
    QVERIFY2(report.valid, qPrintable(report.reason));
    QCOMPARE(report.checked, 0);
    QVERIFY(AuditRig::verifyFiles(m_rig->folder()).valid);
}

void TestAuditTrail::flushSignsWhatWasWritten()
{
    m_rig->add(5);
    QCOMPARE(m_rig->verify().signedUpTo, 5);
    QCOMPARE(runSql(*m_rig->database, QStringLiteral("select max(seq) from audit_checkpoints")).value().toInt(), 5);
}

void TestAuditTrail::activityIsSignedWithoutAFlush()
{
    QTRY_VERIFY(runSql(*m_rig->database, QStringLiteral("select count(*) from audit_checkpoints")).ok());
    m_rig->trail->record(AuditRig::entry(1));
    QTRY_COMPARE(m_rig->records().size(), size_t(1));
    QTRY_COMPARE_WITH_TIMEOUT(
        runSql(*m_rig->database, QStringLiteral("select count(*) from audit_checkpoints")).value().toInt(), 1, 15000);
}

void TestAuditTrail::whatWaitsAtTheEndIsWritten()
{
    for (int i = 0; i < 2000; ++i)
        m_rig->trail->record(AuditRig::entry(i));
    QVERIFY(m_rig->flush());
    m_rig->stop();
    const ChainReport report = AuditRig::verifyFiles(m_rig->folder());
    QVERIFY2(report.valid, qPrintable(report.reason));
    QCOMPARE(report.checked, 2000);
    QCOMPARE(report.signedUpTo, 2000);
    m_rig->start();
}

void TestAuditTrail::restartGoesOnWithTheChain()
{
    for (int run = 1; run <= 4; ++run) {
        m_rig->add(33);
        m_rig->stop();
        m_rig->start();
        QVERIFY(m_rig->flush());
        const ChainReport report = m_rig->verify();
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, 33 * run);
    }
}

void TestAuditTrail::fullDiskLosesNothingThatFits()
{
    m_rig->add(10);
    fillDisk();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("cannot be written.*full"));
    for (int i = 11; i <= 3000; ++i)
        m_rig->trail->record(AuditRig::entry(i));
    QVERIFY(!m_rig->flush());
    QVERIFY(m_rig->trail->waiting() > 0);
    makeRoom();
    QVERIFY(m_rig->flush());
    const auto records = m_rig->records();
    QCOMPARE(records.size(), size_t(3000));
    for (size_t i = 0; i < records.size(); ++i)
        QCOMPARE(records[i].requestId, QStringLiteral("r%1").arg(i + 1));
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTrail::whatMustBeWrittenAheadIsOnTheDiskOrFails()
{
    QVERIFY(waitFor(m_rig->trail->recordAhead(AuditRig::entry(1))).ok());
    ChainReport report = AuditRig::verifyFiles(m_rig->folder());
    QVERIFY(report.valid);
    QCOMPARE(report.signedUpTo, 1);
    fillDisk();
    AuditEntry large = AuditRig::entry(2);
    large.target = QString(256, u'x');
    // More than the pages have room for that are there.
    for (int i = 0; i < 1000; ++i)
        m_rig->trail->record(large);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("cannot be written.*full"));
    const auto failed = waitFor(m_rig->trail->recordAhead(large));
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().code, ErrorCode::DependencyFailed);
    // Where there is no room to wait in, it is not even tried.
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("only counted"));
    for (size_t i = 0; i < AuditBacklog::Most; ++i)
        m_rig->trail->record(large);
    const auto refused = m_rig->trail->recordAhead(large);
    QVERIFY(refused.isFinished() && !resultOf(refused).ok());
    makeRoom();
    QVERIFY(m_rig->flush());
    QVERIFY(waitFor(m_rig->trail->recordAhead(AuditRig::entry(3))).ok());
    report = m_rig->verify();
    QVERIFY2(report.valid && report.signedUpTo == report.lastSeq, qPrintable(report.reason));
}

void TestAuditTrail::whatDoesNotFitIsCounted()
{
    m_rig->add(1);
    fillDisk();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("only counted"));
    const int offered = int(AuditBacklog::Most) + 777;
    for (int i = 2; i <= offered; ++i)
        m_rig->trail->record(AuditRig::entry(i));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("cannot be written"));
    QVERIFY(!m_rig->flush());
    QVERIFY(m_rig->trail->waiting() <= AuditBacklog::Most);
    makeRoom();
    QVERIFY(m_rig->flush());
    m_rig->add(1);
    const auto records = m_rig->records();
    const auto lost = std::find_if(records.begin(), records.end(),
                                   [](const AuditRecord &r) { return r.action == QLatin1String(auditaction::Lost); });
    QVERIFY(lost != records.end());
    const auto before = static_cast<int>(lost - records.begin());
    QCOMPARE(lost->target, QStringLiteral("%1 records").arg(offered - before));
    QCOMPARE(int(records.size()), before + 2);
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTrail::closedDatabaseFailsTheFlush()
{
    QVERIFY(m_rig->flush());
    m_rig->database->close();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("cannot be written"));
    m_rig->trail->record(AuditRig::entry(1));
    QVERIFY(!m_rig->flush());
}

void TestAuditTrail::manyRefusalsOfOneAddressAreCounted()
{
    AuditEntry entry = AuditRig::entry(1);
    entry.result = QStringLiteral("-32001 unauthenticated");
    for (int i = 0; i < RefusalQuota::Burst + 300; ++i)
        m_rig->trail->record(entry);
    // What succeeds is always written.
    m_rig->trail->record(AuditRig::entry(2));
    QVERIFY(m_rig->flush());
    const auto records = m_rig->records();
    QCOMPARE(records.size(), size_t(RefusalQuota::Burst + 2));
    QCOMPARE(records.back().action, QString(auditaction::Repeated));
    QCOMPARE(records.back().target, QStringLiteral("300 more refusals"));
    QCOMPARE(records.back().address, entry.address);
}

void TestAuditTrail::keyFilesAreForTheServiceAlone()
{
    QVERIFY(m_rig->flush());
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    QCOMPARE(QFile::permissions(m_rig->folder() + QStringLiteral("/secrets/audit.key")) & others, QFile::Permissions());
    QCOMPARE(QFile::permissions(m_rig->headPath()) & others, QFile::Permissions());
    m_rig->stop();
    QFile key(m_rig->folder() + QStringLiteral("/secrets/audit.key"));
    QVERIFY(key.open(QIODevice::WriteOnly | QIODevice::Truncate) && key.write("short\n") == 6);
    key.close();
    const auto refused = openAuditChain(m_rig->folder());
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.contains(QLatin1String("audit.key is damaged")),
             qPrintable(refused.error().message));
}

void TestAuditTrail::secretsNeverStandInTheLog()
{
    LogCapture log;
    m_rig->add(3);
    fillDisk();
    AuditEntry entry = AuditRig::entry(1);
    entry.target = QStringLiteral("canary-target");
    // More than the pages have room for that are there.
    for (int i = 0; i < 1000; ++i)
        m_rig->trail->record(entry);
    QVERIFY(!m_rig->flush());
    QVERIFY(log.text().contains(QLatin1String("cannot be written")));
    QVERIFY(!log.text().contains(QLatin1String("canary")));
}

CS_TEST(TestAuditTrail)
#include "tst_audittrail.moc"

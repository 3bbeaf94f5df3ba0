#include <QSignalSpy>

#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/audit/auditrig.h"
#include "unit/audit/retentionsteps.h"

using namespace cs;
using namespace std::chrono_literals;

// The oldest records go by configuration; whoever cuts without the key is found out as before.
class TestAuditRetention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutLimitsNothingGoes();
    void keepsSoManyAndStaysValid();
    void keepsWhatIsYoung();
    void cutIsWrittenDown();
    void recordsGoInSmallPieces();
    void whatWasGivenUpIsListedNoMore();
    void whatWasTamperedWithStays();
    void goesOnAfterARestart();
    void trailWithNothingLeftGoesOn();
};

void TestAuditRetention::withoutLimitsNothingGoes()
{
    AuditRig rig;
    rig.add(500);
    AuditRetention off(*rig.table, *rig.trail, rig.clock, {});
    const QSignalSpy looked(&off, &AuditRetention::looked);
    off.start();
    off.look();
    QTRY_COMPARE(looked.size(), 1);
    QCOMPARE(looked.first().first().toLongLong(), 0);
    QVERIFY(rig.flush());
    QCOMPARE(rig.records().size(), size_t(500));
}

void TestAuditRetention::keepsSoManyAndStaysValid()
{
    AuditRig rig;
    // More than one step.
    rig.add(5050);
    QCOMPARE(look(rig, keep(1000)), 4000);
    const auto left = rig.records();
    QCOMPARE(left.front().seq, 4001);
    for (const ChainReport &report : {rig.verify(), AuditRig::verifyFiles(rig.folder())}) {
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, qint64(left.size()));
    }
    QVERIFY(rig.verify(1).valid);
    QVERIFY(rig.verify(4500, 4600).valid);
    QCOMPARE(look(rig, keep(1000)), 0);
}

void TestAuditRetention::keepsWhatIsYoung()
{
    AuditRig rig;
    rig.add(330);
    rig.clock.advance(std::chrono::hours(24 * 31));
    rig.add(330);
    // Up to the end of the first lot, which is signed.
    QCOMPARE(look(rig, {std::chrono::days(30), 0, {}}), 330);
    QCOMPARE(rig.records().front().seq, 331);
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditRetention::cutIsWrittenDown()
{
    AuditRig rig;
    rig.add(350);
    QCOMPARE(look(rig, keep(100)), 200);
    const AuditRecord last = rig.records().back();
    QCOMPARE(last.action, QStringLiteral("audit.cut"));
    QCOMPARE(last.target, QStringLiteral("records 1 to 200"));
    QCOMPARE(last.username, QStringLiteral("service"));
}

// A job of the database's thread deletes so many and no more.
void TestAuditRetention::recordsGoInSmallPieces()
{
    AuditRig rig;
    rig.add(650);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 600, 1000));
    QVERIFY(waitFor(rig.table->moveStart(status->start, {600, page->records.back().hash}, rig.clock.now())).ok());
    for (qint64 first = 1; first <= 501; first += AuditTable::SweepStep) {
        QCOMPARE(rig.records().front().seq, first);
        const auto done = waitFor(rig.table->sweep());
        QVERIFY(done.ok());
        QCOMPARE(*done, first == 501);
        const ChainReport report = AuditRig::verifyFiles(rig.folder());
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, 50);
    }
    QCOMPARE(rig.records().front().seq, 601);
}

// The records before the beginning are no part of the trail, though some may not be deleted yet.
void TestAuditRetention::whatWasGivenUpIsListedNoMore()
{
    AuditRig rig;
    rig.add(650);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 600, 1000));
    QVERIFY(waitFor(rig.table->moveStart(status->start, {600, page->records.back().hash}, rig.clock.now())).ok());
    QCOMPARE(rig.records().front().seq, 1);
    const auto listed = waitFor(rig.table->page({}, 1000));
    QVERIFY(listed.ok());
    QCOMPARE(listed->records.size(), size_t(50));
    QCOMPARE(listed->records.back().seq, 601);
    QVERIFY(!listed->next);
}

void TestAuditRetention::whatWasTamperedWithStays()
{
    AuditRig rig;
    rig.add(350);
    rig.sql(QStringLiteral("update audit_records set username = 'nobody' where seq = 42"));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the oldest audit records stay: record 42 was changed.*"));
    QCOMPARE(look(rig, keep(100)), 0);
    expectFault(rig, 42);
}

void TestAuditRetention::goesOnAfterARestart()
{
    AuditRig rig;
    rig.add(350);
    QCOMPARE(look(rig, keep(100)), 200);
    rig.stop();
    rig.start();
    rig.add(150);
    QCOMPARE(rig.records().back().action.left(6), QStringLiteral("action"));
    QVERIFY2(rig.verify().valid, qPrintable(rig.verify().reason));
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
    QVERIFY(look(rig, keep(100)) > 0);
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditRetention::trailWithNothingLeftGoesOn()
{
    AuditRig rig;
    rig.add(300);
    rig.clock.advance(std::chrono::hours(48));
    {
        // Without a record about the cut.
        struct Nowhere : AuditSink {
            void record(AuditEntry) override {}
        } nowhere;
        AuditRetention retention(*rig.table, nowhere, rig.clock, {std::chrono::days(1), 0, {}});
        const QSignalSpy looked(&retention, &AuditRetention::looked);
        retention.look();
        QTRY_COMPARE(looked.size(), 1);
        QCOMPARE(looked.first().first().toLongLong(), 300);
    }
    QVERIFY(rig.records().empty());
    QVERIFY(rig.verify().valid);
    rig.stop();
    rig.start();
    rig.add(10);
    QCOMPARE(rig.records().front().seq, 301);
    QCOMPARE(rig.records().front().target, QStringLiteral("target 301"));
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

CS_TEST(TestAuditRetention)
#include "tst_auditretention.moc"

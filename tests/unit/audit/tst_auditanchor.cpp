#include <QFile>
#include <QRegularExpression>

#include "auditchain/signedtext.h"
#include "storage/metatable.h"
#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/audit/auditrig.h"
#include "unit/audit/retentionsteps.h"

using namespace cs;

namespace {

QString anchorOf(AuditRig &rig)
{
    const auto value = waitFor(MetaTable(*rig.database).get(QString::fromLatin1(AnchorFact)));
    return value.ok() ? value->value_or(QString()) : QString();
}

}  // namespace

// Where a trail begins whose oldest records were given up is signed: nobody else can move the beginning.
class TestAuditAnchor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutWithoutTheKeyIsFound();
    void oldAnchorPutBackIsFound();
    void checkpointIsNoAnchor();
    void removedAnchorIsFound();
    void rangesBeforeTheBeginningAreRefused();
    void removedDatabaseIsFound_data();
    void removedDatabaseIsFound();
};

void TestAuditAnchor::cutWithoutTheKeyIsFound()
{
    AuditRig rig;
    rig.add(650);
    QCOMPARE(look(rig, keep(450)), 200);
    rig.sql(QStringLiteral("delete from audit_records where seq <= 400"));
    rig.sql(QStringLiteral("delete from audit_checkpoints where seq <= 400"));
    expectFault(rig, 201);
    const ChainReport running = rig.verify();
    QVERIFY(!running.valid);
    QVERIFY(running.firstBadSeq == 201);
}

void TestAuditAnchor::oldAnchorPutBackIsFound()
{
    AuditRig rig;
    rig.add(650);
    QCOMPARE(look(rig, keep(450)), 200);
    const QString old = anchorOf(rig);
    QCOMPARE(look(rig, keep(250)), 200);
    QVERIFY(anchorOf(rig) != old);
    rig.sql(QStringLiteral("update meta set value = '%1' where key = 'audit_anchor'").arg(old));
    expectFault(rig, 201);
}

void TestAuditAnchor::checkpointIsNoAnchor()
{
    AuditRig rig;
    rig.add(650);
    const auto page = waitFor(rig.table->chain(0, 400, 1000));
    QVERIFY(page.ok());
    rig.sql(QStringLiteral("insert into meta (key, value) values ('audit_anchor', '%1')")
                .arg(QString::fromUtf8(signedLine(page->checkpoints.back()))));
    rig.sql(QStringLiteral("delete from audit_records where seq <= 400"));
    rig.sql(QStringLiteral("delete from audit_checkpoints where seq <= 400"));
    expectFault(rig, 1);
    rig.stop();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the audit trail was changed .*beginning is not signed.*"));
    rig.start();
    QVERIFY(rig.flush());
    QCOMPARE(rig.records().back().action, QStringLiteral("audit.damaged"));
    expectFault(rig, 1);
}

void TestAuditAnchor::removedAnchorIsFound()
{
    AuditRig rig;
    rig.add(350);
    QCOMPARE(look(rig, keep(100)), 200);
    rig.sql(QStringLiteral("delete from meta where key = 'audit_anchor'"));
    expectFault(rig, 1);
}

void TestAuditAnchor::rangesBeforeTheBeginningAreRefused()
{
    AuditRig rig;
    rig.add(350);
    QCOMPARE(look(rig, keep(100)), 200);
    QCOMPARE(rig.verify(100).checked, -1);
    QCOMPARE(rig.verify(1, 150).checked, -1);
    QVERIFY(rig.verify(201).valid);
}

void TestAuditAnchor::removedDatabaseIsFound_data()
{
    QTest::addColumn<bool>("emptied");
    QTest::newRow("removed") << false;
    QTest::newRow("emptied") << true;
}

void TestAuditAnchor::removedDatabaseIsFound()
{
    QFETCH(bool, emptied);
    AuditRig rig;
    QVERIFY(rig.flush());
    QVERIFY(openAuditChain(rig.folder()).value()->hasHead());
    rig.add(31);
    rig.stop();
    QVERIFY(emptied ? QFile::resize(rig.databasePath(), 0) : QFile::remove(rig.databasePath()));
    QTest::ignoreMessage(QtCriticalMsg,
                         QRegularExpression("the audit trail was changed .*records 1 to 31 are missing.*"));
    rig.start();
    QVERIFY(rig.flush());
    QCOMPARE(rig.records().front().action, QStringLiteral("audit.damaged"));
    expectFault(rig, 1);
    QVERIFY(!rig.verify().valid);
    // For good, also once there are new records and another start.
    rig.add(300);
    rig.stop();
    rig.start();
    QVERIFY(rig.flush());
    expectFault(rig, 1);
}

CS_TEST(TestAuditAnchor)
#include "tst_auditanchor.moc"

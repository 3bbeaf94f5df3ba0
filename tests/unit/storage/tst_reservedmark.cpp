#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "storage/reservedmark.h"
#include "support/testprogram.h"

using namespace cs;

// The file beside the database that vouches for its event numbers.
class TestReservedMark : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTakenOnce();
    void newOneReplacesTheOldOne();
    void whatIsNoMarkIsTakenForNone_data();
    void whatIsNoMarkIsTakenForNone();
    void failureLeavesNoOldOne();
    void vouchesForItsOwnDatabaseAsItIsOrNewer();
};

void TestReservedMark::isTakenOnce()
{
    const QTemporaryDir folder;
    const QString database = folder.filePath("service.db");
    QVERIFY(ReservedMark::put(database, {"epoch", 4711}).ok());
    const auto mark = ReservedMark::take(database);
    QVERIFY(mark);
    QCOMPARE(mark->epoch, QString("epoch"));
    QCOMPARE(mark->reserved, 4711);
    QVERIFY(!ReservedMark::take(database));
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestReservedMark::newOneReplacesTheOldOne()
{
    const QTemporaryDir folder;
    const QString database = folder.filePath("service.db");
    QVERIFY(ReservedMark::put(database, {"epoch", 1}).ok());
    QVERIFY(ReservedMark::put(database, {"epoch", 2}).ok());
    QCOMPARE(ReservedMark::take(database)->reserved, 2);
    QVERIFY(ReservedMark::put(database, {"epoch", 3}).ok());
    QVERIFY(ReservedMark::remove(database));
    QVERIFY(ReservedMark::remove(database));
    QVERIFY(!ReservedMark::take(database));
}

void TestReservedMark::whatIsNoMarkIsTakenForNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("sentence") << QByteArray("the numbers of the events are reserved\n");
    QTest::newRow("no number") << QByteArray("epoch\n");
    QTest::newRow("a word for a number") << QByteArray("epoch many\n");
    QTest::newRow("too great") << QByteArray("epoch 99999999999999999999\n");
    QTest::newRow("too long") << QByteArray(100'000, 'x');
}

void TestReservedMark::whatIsNoMarkIsTakenForNone()
{
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    const QString database = folder.filePath("service.db");
    QFile file(database + QStringLiteral(".events-reserved"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    QVERIFY(!ReservedMark::take(database));
    QVERIFY(!file.exists());
}

void TestReservedMark::failureLeavesNoOldOne()
{
    const QTemporaryDir folder;
    const QString database = folder.filePath("service.db");
    QVERIFY(ReservedMark::put(database, {"epoch", 1}).ok());
    // Where the draft should be written.
    QVERIFY(QDir().mkpath(database + QStringLiteral(".events-reserved.new/in the way")));
    QVERIFY(!ReservedMark::put(database, {"epoch", 2}).ok());
    QVERIFY(!ReservedMark::take(database));
}

void TestReservedMark::vouchesForItsOwnDatabaseAsItIsOrNewer()
{
    const ReservedMark mark{"epoch", 2000};
    QVERIFY(mark.vouchesFor("epoch", 2000));
    // Killed between the database and the mark.
    QVERIFY(mark.vouchesFor("epoch", 3000));
    QVERIFY(!mark.vouchesFor("epoch", 1999));
    QVERIFY(!mark.vouchesFor("another", 2000));
}

CS_TEST(TestReservedMark)
#include "tst_reservedmark.moc"

#include <csignal>
#include <cstdio>
#include <unistd.h>

#include <QProcess>
#include <QRandomGenerator>

#include "audit/auditretention.h"
#include "support/testprogram.h"
#include "unit/audit/auditrig.h"
#include "unit/audit/retentionsteps.h"

using namespace cs;

namespace {

// What is killed: writes to the trail in this folder as fast as it goes, with pauses now and then.
int writeUntilKilled(const QString &folder)
{
    Database database;
    if (!database.open(folder + QStringLiteral("/camera-service.db")).ok())
        return 1;
    const auto chain = openAuditChain(folder);
    if (!chain.ok())
        return 1;
    SystemClock clock;
    AuditTable table(database, *chain);
    AuditTrail trail(table, clock);
    QTimer timer;
    int number = 0;
    const auto write = [&] {
        const int count = QRandomGenerator::global()->bounded(1, 40);
        for (int i = 0; i < count; ++i)
            trail.record(AuditRig::entry(++number));
        timer.setInterval(QRandomGenerator::global()->bounded(6));
    };
    QObject::connect(&timer, &QTimer::timeout, &trail, write);
    // Says so once the first ones are stored, and goes on without a pause then.
    write();
    whenDone(&trail, trail.flush(), [&timer](const Result<Done> &) {
        if (::write(STDOUT_FILENO, "writing\n", 8) != 8)
            QCoreApplication::exit(1);
        timer.start(0);
    });
    return QCoreApplication::exec();
}

// The same, and gives up the oldest records all the time.
int cutUntilKilled(const QString &folder)
{
    Database database;
    const auto chain = openAuditChain(folder);
    if (!database.open(folder + QStringLiteral("/camera-service.db")).ok() || !chain.ok())
        return 1;
    SystemClock clock;
    AuditTable table(database, *chain);
    AuditTrail trail(table, clock);
    // Says so once the first records have been given up.
    struct CutSink : AuditSink {
        explicit CutSink(AuditTrail &to) : trail(to) {}
        void record(AuditEntry entry) override
        {
            trail.record(std::move(entry));
            if (!std::exchange(said, true) && ::write(STDOUT_FILENO, "cutting\n", 8) != 8)
                QCoreApplication::exit(1);
        }
        AuditTrail &trail;
        bool said = false;
    } sink(trail);
    AuditRetention retention(table, sink, clock, {std::chrono::days(0), 200, folder + QStringLiteral("/old")});
    int number = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &trail, [&] {
        for (int i = 0; i < 60 && trail.waiting() < 200; ++i)
            trail.record(AuditRig::entry(++number));
        retention.look();
    });
    timer.start(5);
    return QCoreApplication::exec();
}

}  // namespace

// A trail whose writer is killed at any moment, again and again, is whole.
class TestAuditKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chainSurvivesFiftyKills();
    void chainSurvivesKillsWhileItIsCut();

private:
    // Ends with the kill; false if it ended before.
    static bool runAndKill(const QString &folder, int delayMs, bool onceItWrites,
                           const QString &what = QStringLiteral("--write"));
};

bool TestAuditKill::runAndKill(const QString &folder, int delayMs, bool onceItWrites, const QString &what)
{
    QProcess writer;
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("tst_auditkill"), what, folder});
    if (!writer.waitForStarted() || (onceItWrites && !writer.waitForReadyRead(30000)))
        return false;
    QTest::qSleep(delayMs);
    const bool ran = writer.state() == QProcess::Running;
    ::kill(static_cast<pid_t>(writer.processId()), SIGKILL);
    return writer.waitForFinished(30000) && ran && writer.exitStatus() == QProcess::CrashExit;
}

void TestAuditKill::chainSurvivesFiftyKills()
{
    QTemporaryDir folder;
    // The first one makes the database.
    QVERIFY(runAndKill(folder.path(), 200, true));
    QRandomGenerator random(50);
    qint64 last = AuditRig::verifyFiles(folder.path()).checked;
    QVERIFY(last > 0);
    int grew = 0;
    for (int i = 0; i < 50; ++i) {
        // Every fifth at some moment of its start.
        const bool onceItWrites = i % 5 != 0;
        QVERIFY(runAndKill(folder.path(), random.bounded(onceItWrites ? 80 : 120), onceItWrites));
        const ChainReport report = AuditRig::verifyFiles(folder.path());
        QVERIFY2(report.valid, qPrintable(QStringLiteral("kill %1: %2").arg(i).arg(report.reason)));
        QVERIFY(report.checked >= last);
        grew += report.checked > last;
        last = report.checked;
        // No more than one batch can be there without a signature.
        QVERIFY(report.lastSeq - report.signedUpTo <= AuditTable::MaxAppend);
    }
    qInfo() << last << "records after 51 kills;" << grew << "of the last 50 runs came to write";
    QVERIFY(grew > 20);
    // And the next service finds nothing amiss.
    const int rc = QProcess::execute(QCoreApplication::applicationFilePath(),
                                     {QStringLiteral("tst_auditkill"), QStringLiteral("--check"), folder.path()});
    QCOMPARE(rc, 0);
}

void TestAuditKill::chainSurvivesKillsWhileItIsCut()
{
    const QTemporaryDir folder;
    const QString cut = QStringLiteral("--cut");
    QVERIFY(runAndKill(folder.path(), 200, true, cut));
    QRandomGenerator random(41);
    qint64 last = AuditRig::verifyFiles(folder.path()).lastSeq;
    int cuts = 0;
    qint64 begin = 0;
    for (int i = 0; i < 50; ++i) {
        const bool onceItCuts = i % 4 != 0;
        QVERIFY(runAndKill(folder.path(), random.bounded(onceItCuts ? 60 : 200), onceItCuts, cut));
        const ChainReport report = AuditRig::verifyFiles(folder.path());
        QVERIFY2(report.valid, qPrintable(QStringLiteral("kill %1: %2").arg(i).arg(report.reason)));
        QVERIFY(report.lastSeq >= last);
        last = report.lastSeq;
        const qint64 start = report.lastSeq - report.checked;
        QVERIFY(start >= begin);
        cuts += start > begin;
        begin = start;
        // All parts of all runs, those too whose records were not given up before the kill.
        if (i % 25 == 24)
            QVERIFY(partsReach(folder.path() + QStringLiteral("/old")) >= start);
    }
    qInfo() << last << "records after 51 kills, the first" << begin << "given up;" << cuts << "runs came to cut";
    QVERIFY(cuts > 20);
    const int rc = QProcess::execute(QCoreApplication::applicationFilePath(),
                                     {QStringLiteral("tst_auditkill"), QStringLiteral("--check"), folder.path()});
    QCOMPARE(rc, 0);
}

namespace {

int checkOnce(const QString &folder)
{
    Database database;
    if (!database.open(folder + QStringLiteral("/camera-service.db")).ok())
        return 1;
    AuditTable table(database, *openAuditChain(folder));
    const auto started = waitFor(table.start(SystemClock().now()));
    return started.ok() && started->isEmpty() ? 0 : 2;
}

int auditKillMain(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--write"))
        return writeUntilKilled(arguments[2]);
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--cut"))
        return cutUntilKilled(arguments[2]);
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--check"))
        return checkOnce(arguments[2]);
    TestAuditKill test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace

CS_TEST_MAIN(auditKillMain)
#include "tst_auditkill.moc"

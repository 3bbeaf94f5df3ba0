#include <csignal>
#include <cstdio>
#include <unistd.h>

#include <QProcess>
#include <QRandomGenerator>

#include "support/testprogram.h"
#include "unit/audit/auditrig.h"

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
    QObject::connect(&timer, &QTimer::timeout, &trail, [&] {
        const int count = QRandomGenerator::global()->bounded(1, 40);
        for (int i = 0; i < count; ++i)
            trail.record(AuditRig::entry(++number));
        timer.setInterval(QRandomGenerator::global()->bounded(6));
        if (number == count && ::write(STDOUT_FILENO, "writing\n", 8) != 8)
            QCoreApplication::exit(1);
    });
    timer.start(0);
    return QCoreApplication::exec();
}

}  // namespace

// A trail whose writer is killed at any moment, again and again, is whole.
class TestAuditKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void chainSurvivesFiftyKills();

private:
    // Ends with the kill; false if it ended before.
    static bool runAndKill(const QString &folder, int delayMs, bool onceItWrites);
};

bool TestAuditKill::runAndKill(const QString &folder, int delayMs, bool onceItWrites)
{
    QProcess writer;
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("tst_auditkill"), QStringLiteral("--write"), folder});
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
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--check"))
        return checkOnce(arguments[2]);
    TestAuditKill test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace

CS_TEST_MAIN(auditKillMain)
#include "tst_auditkill.moc"

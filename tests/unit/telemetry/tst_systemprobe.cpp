#include <cmath>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "support/manualclock.h"
#include "support/testprogram.h"
#include "telemetry/systemprobe.h"

using namespace cs;
using namespace std::chrono_literals;

class TestSystemProbe : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void processorsUseIsThatOfTheTimeBetween();
    void askingTwiceWithinASecondMeasuresOnce();
    void countersThatFallChangeNothing();
    void memoryIsWhatIsNotAvailable();
    void processNameMayHoldAnything();
    void filesThatAreNotThereCountAsNothing();
    void theRealSystemGivesSaneFigures();

private:
    static void write(const QTemporaryDir &folder, const QString &name, const QByteArray &text);
};

void TestSystemProbe::write(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
{
    QFile file(folder.filePath(name));
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

void TestSystemProbe::processorsUseIsThatOfTheTimeBetween()
{
    QTemporaryDir proc;
    ManualClock clock;
    write(proc, "stat", "cpu  100 0 100 800 0 0 0 0 50 0\ncpu0 1 2 3 4\n");
    SystemProbe probe(clock, proc.path());
    QCOMPARE(probe.system().cpuPercent, 0.0);
    // 30 busy, 60 idle, 10 waiting for a disk; the guests' time stands in the user time already.
    write(proc, "stat", "cpu  110 5 110 860 10 2 2 1 90 7\n");
    clock.advance(2s);
    QCOMPARE(probe.system().cpuPercent, 30.0);
}

void TestSystemProbe::askingTwiceWithinASecondMeasuresOnce()
{
    QTemporaryDir proc;
    ManualClock clock;
    write(proc, "stat", "cpu  0 0 0 0 0 0 0 0\n");
    SystemProbe probe(clock, proc.path());
    write(proc, "stat", "cpu  50 0 0 50 0 0 0 0\n");
    clock.advance(1s);
    QCOMPARE(probe.system().cpuPercent, 50.0);
    write(proc, "stat", "cpu  150 0 0 50 0 0 0 0\n");
    clock.advance(900ms);
    QCOMPARE(probe.system().cpuPercent, 50.0);
    clock.advance(100ms);
    QCOMPARE(probe.system().cpuPercent, 100.0);
}

void TestSystemProbe::countersThatFallChangeNothing()
{
    QTemporaryDir proc;
    ManualClock clock;
    write(proc, "stat", "cpu  100 0 0 100 0 0 0 0\n");
    SystemProbe probe(clock, proc.path());
    write(proc, "stat", "cpu  90 0 0 100 0 0 0 0\n");
    clock.advance(1s);
    QCOMPARE(probe.system().cpuPercent, 0.0);
}

void TestSystemProbe::memoryIsWhatIsNotAvailable()
{
    QTemporaryDir proc;
    ManualClock clock;
    write(proc, "meminfo", "MemTotal:        1000 kB\nMemFree:  10 kB\nMemAvailable:    250 kB\n");
    SystemProbe probe(clock, proc.path());
    const SystemFigures figures = probe.system();
    QCOMPARE(figures.memoryBytes, qint64(1000) * 1024);
    QCOMPARE(figures.memoryPercent, 75.0);
}

void TestSystemProbe::processNameMayHoldAnything()
{
    QTemporaryDir proc;
    ManualClock clock;
    // proc(5): state is the third field; utime 14, stime 15, num_threads 20, rss 24.
    write(proc, "self/stat",
          "42 (a ) b 9 9 9 9 9 9) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 7 0 12345 999999 100 18446744073709551615\n");
    write(proc, "self/fd/0", "");
    write(proc, "self/fd/1", "");
    write(proc, "self/fd/2", "");
    const SystemProbe probe(clock, proc.path());
    const ProcessFigures figures = probe.process();
    QCOMPARE(figures.threads, qint64(7));
    QCOMPARE(figures.residentBytes, 100 * qint64(::sysconf(_SC_PAGESIZE)));
    QCOMPARE(figures.cpuSeconds, 200.0 / double(::sysconf(_SC_CLK_TCK)));
    QCOMPARE(figures.openFiles, qint64(2));
}

void TestSystemProbe::filesThatAreNotThereCountAsNothing()
{
    ManualClock clock;
    SystemProbe probe(clock, "/nowhere");
    clock.advance(5s);
    QCOMPARE(probe.system().cpuPercent, 0.0);
    QCOMPARE(probe.system().memoryPercent, 0.0);
    QCOMPARE(probe.process().residentBytes, qint64(0));
    QCOMPARE(probe.process().openFiles, qint64(0));
}

void TestSystemProbe::theRealSystemGivesSaneFigures()
{
    const SystemClock clock;
    SystemProbe probe(clock);
    const SystemFigures system = probe.system();
    QVERIFY(system.memoryBytes > 100'000'000);
    QVERIFY(system.memoryPercent > 0 && system.memoryPercent < 100);
    const ProcessFigures process = probe.process();
    QVERIFY(process.residentBytes > 1'000'000);
    QVERIFY(process.threads >= 1);
    QVERIFY(std::isfinite(process.cpuSeconds));
    // Sockets and pipes are links that lead nowhere; they count like files.
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    QCOMPARE(probe.process().openFiles, process.openFiles + 2);
    ::close(ends[0]);
    ::close(ends[1]);
}

CS_TEST(TestSystemProbe)
#include "tst_systemprobe.moc"

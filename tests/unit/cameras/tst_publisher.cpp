#include <csignal>

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "cameras/publisher.h"
#include "cameras/testsource.h"
#include "support/fakemediaserver.h"
#include "support/manualclock.h"
#include "support/processlife.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

using State = MediaServer::State;

// Stands in for ffmpeg: says what it was given, then does what the test wants.
QString fakeProgram(const QString &folder, const QByteArray &end)
{
    const QString name = folder + QStringLiteral("/fake-ffmpeg");
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    const QByteArray place = folder.toUtf8();
    file.write("#!/bin/sh\nenv > " + place + "/env\nprintf '%s\\n' \"$@\" >> " + place + "/arguments\n" + end + "\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return name;
}

QStringList linesOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)
                                          : QStringList();
}

struct Setup {
    explicit Setup(const QByteArray &end)
        : program(fakeProgram(folder.path(), end)),
          publisher(server, tokens, clock, QStringLiteral("camera0"), program)
    {
        publisher.setArguments({QStringLiteral("-x"), QStringLiteral("one two")});
    }
    QStringList arguments() const { return linesOf(folder.filePath(QStringLiteral("arguments"))); }
    int starts() const { return int(arguments().count(QStringLiteral("-x"))); }

    QTemporaryDir folder;
    ManualClock clock;
    FakeMediaServer server;
    InternalTokens tokens{clock};
    QString program;
    Publisher publisher;
};

}  // namespace

class TestPublisher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsOnlyWhileTheMediaServerRuns();
    void startsAnewWithAFreshTokenAfterItsEnd();
    void reasonsAndCommandsHideTheToken();
    void saysWhenFfmpegIsMissingAndFindsItLater();
    void environmentOfTheServiceStaysOutside();
    void restartSparesAYoungProcess();
    void restartEndsAStoppedProcess();
    void stopKillsWhatDoesNotListen();
    void processEndsWithItsOwner();
    void processDiesWithAKilledService();
    void testPictureIsWhatWasAskedFor();
    void clockFontPrefersKnownPlainNames();
};

void TestPublisher::runsOnlyWhileTheMediaServerRuns()
{
    Setup s("exec sleep 600");
    s.publisher.start();
    QVERIFY(!s.publisher.info().running);
    s.server.become(State::Starting);
    QVERIFY(!s.publisher.info().running);
    s.server.become(State::Running);
    QTRY_VERIFY(s.publisher.info().running);
    const qint64 pid = s.publisher.info().pid;
    QVERIFY(isAlive(pid));
    QCOMPARE(s.publisher.info().startedAt, std::optional(s.clock.now()));
    s.server.become(State::Failed, QStringLiteral("gone"));
    QVERIFY(!s.publisher.info().running);
    QCOMPARE(s.publisher.info().pid, qint64(0));
    QTRY_VERIFY(!isAlive(pid));
    s.server.become(State::Running);
    QTRY_VERIFY(s.publisher.info().running);
    QVERIFY(s.publisher.info().pid != pid);
    const qint64 second = s.publisher.info().pid;
    const auto stopped = s.publisher.stop();
    QTRY_VERIFY(stopped.isFinished());
    QVERIFY(!isAlive(second));
}

void TestPublisher::startsAnewWithAFreshTokenAfterItsEnd()
{
    Setup s("exit 3");
    QSignalSpy failed(&s.publisher, &Publisher::failed);
    s.server.become(State::Running);
    s.publisher.start();
    QTRY_VERIFY(s.starts() >= 3);
    QVERIFY(failed.size() >= 2);
    QCOMPARE(failed.front().front().toString(), QStringLiteral("ffmpeg ended with code 3"));
    QStringList addresses = s.arguments().filter(QStringLiteral("rtsp://"));
    QVERIFY(addresses.front().startsWith(u"rtsp://127.0.0.1:8554/camera0?token="));
    const auto count = addresses.size();
    addresses.removeDuplicates();
    QCOMPARE(addresses.size(), count);
    QVERIFY(s.arguments().contains(QStringLiteral("one two")));
}

void TestPublisher::reasonsAndCommandsHideTheToken()
{
    Setup s("shift 2; printf 'hello\\n[rtsp @ 0x55d0c0de] cannot open %s\\033\\n' \"$1\" >&2; exit 1");
    QSignalSpy failed(&s.publisher, &Publisher::failed);
    s.server.become(State::Running);
    s.publisher.start();
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(failed.front().front().toString(),
             QStringLiteral("ffmpeg ended with code 1: [rtsp] cannot open rtsp://127.0.0.1:8554/camera0?token=***?"));
    QCOMPARE(s.publisher.info().command,
             s.program + QStringLiteral(" -x one two rtsp://127.0.0.1:8554/camera0?token=***"));
}

void TestPublisher::saysWhenFfmpegIsMissingAndFindsItLater()
{
    Setup s("exec sleep 600");
    QFile::rename(s.program, s.program + QStringLiteral(".away"));
    QSignalSpy changed(&s.publisher, &Publisher::changed);
    s.server.become(State::Running);
    s.publisher.start();
    QVERIFY(s.publisher.problem().contains(u"install ffmpeg"));
    QCOMPARE(changed.size(), 1);
    QFile::rename(s.program + QStringLiteral(".away"), s.program);
    QTRY_VERIFY(s.publisher.info().running);
    QVERIFY(s.publisher.problem().isEmpty());
}

void TestPublisher::environmentOfTheServiceStaysOutside()
{
    qputenv("CAMERA_SERVICE_AUTH_JWT_SECRET", "hunter2");
    Setup s("exec sleep 600");
    s.server.become(State::Running);
    s.publisher.start();
    QTRY_VERIFY(!s.arguments().isEmpty());
    qunsetenv("CAMERA_SERVICE_AUTH_JWT_SECRET");
    const QStringList environment = linesOf(s.folder.filePath(QStringLiteral("env")));
    QVERIFY(!environment.filter(QStringLiteral("PATH=")).isEmpty());
    QVERIFY(environment.filter(QStringLiteral("hunter2")).isEmpty());
}

void TestPublisher::restartSparesAYoungProcess()
{
    Setup s("exec sleep 600");
    s.server.become(State::Running);
    s.publisher.start();
    QTRY_VERIFY(s.publisher.info().running);
    const qint64 pid = s.publisher.info().pid;
    s.clock.advance(19s);
    s.publisher.restart();
    QCoreApplication::processEvents();
    QVERIFY(isAlive(pid));
    QCOMPARE(s.publisher.info().pid, pid);
}

void TestPublisher::restartEndsAStoppedProcess()
{
    Setup s("exec sleep 600");
    s.server.become(State::Running);
    s.publisher.start();
    QTRY_VERIFY(s.publisher.info().running);
    const qint64 pid = s.publisher.info().pid;
    ::kill(pid_t(pid), SIGSTOP);
    s.clock.advance(21s);
    s.publisher.restart();
    QTRY_VERIFY(s.publisher.info().running && s.publisher.info().pid != pid);
    QVERIFY(!isAlive(pid));
}

void TestPublisher::stopKillsWhatDoesNotListen()
{
    Setup s("trap '' TERM; while :; do sleep 1; done");
    s.server.become(State::Running);
    s.publisher.start();
    QTRY_VERIFY(s.starts() == 1);
    const qint64 pid = s.publisher.info().pid;
    const auto stopped = s.publisher.stop();
    QTRY_VERIFY(stopped.isFinished());
    QVERIFY(!isAlive(pid));
}

void TestPublisher::processEndsWithItsOwner()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("QProcess")));
    qint64 pid = 0;
    {
        Setup s("exec sleep 600");
        s.server.become(State::Running);
        s.publisher.start();
        QTRY_VERIFY(s.publisher.info().running);
        pid = s.publisher.info().pid;
        QVERIFY(isAlive(pid));
    }
    QVERIFY(!isAlive(pid));
}

void TestPublisher::processDiesWithAKilledService()
{
    QTemporaryDir folder;
    QProcess service;
    service.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("tst_publisher"), QStringLiteral("--publish"), folder.path()});
    QVERIFY(service.waitForStarted());
    const QString pidFile = folder.filePath(QStringLiteral("pid"));
    QTRY_VERIFY(!linesOf(pidFile).isEmpty());
    const qint64 pid = linesOf(pidFile).front().toLongLong();
    QVERIFY(isAlive(pid));
    service.kill();
    QVERIFY(service.waitForFinished());
    QTRY_VERIFY(!isAlive(pid));
}

void TestPublisher::testPictureIsWhatWasAskedFor()
{
    const TestPicture picture{QSize(320, 240), 10, 2s};
    const QString font = QStringLiteral("/fonts/a.ttf");
    const QStringList with = testPictureArguments(picture, QStringLiteral("camera7"), font);
    const QString graph = with.value(with.indexOf(QStringLiteral("-i")) + 1);
    QVERIFY(graph.startsWith(
        u"testsrc2=size=320x240:rate=10,drawtext=fontfile=/fonts/a.ttf:text='camera7  %{gmtime} UTC'"));
    QCOMPARE(with.value(with.indexOf(QStringLiteral("-g")) + 1), QStringLiteral("20"));
    const QStringList without = testPictureArguments(picture, QStringLiteral("camera7"), {});
    QCOMPARE(without.value(without.indexOf(QStringLiteral("-i")) + 1), QStringLiteral("testsrc2=size=320x240:rate=10"));
}

void TestPublisher::clockFontPrefersKnownPlainNames()
{
    QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/fontsXXXXXX"));
    const auto add = [&](const char *name) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly);
    };
    QCOMPARE(clockFont(folder.path()), QString());
    QVERIFY(add("a:b'.ttf"));
    QCOMPARE(clockFont(folder.path()), QString());
    QVERIFY(add("x/other.ttf"));
    QCOMPARE(clockFont(folder.path()), folder.filePath(QStringLiteral("x/other.ttf")));
    QVERIFY(add("y/DejaVuSans.ttf"));
    QCOMPARE(clockFont(folder.path()), folder.filePath(QStringLiteral("y/DejaVuSans.ttf")));
}

// Plays the service that is killed while its publisher runs.
static int publishUntilKilled(const QString &folder)
{
    SystemClock clock;
    FakeMediaServer server;
    InternalTokens tokens(clock);
    const QString program = fakeProgram(folder, "echo $$ > " + folder.toUtf8() + "/pid.new; mv " + folder.toUtf8()
                                                    + "/pid.new " + folder.toUtf8() + "/pid; exec sleep 600");
    Publisher publisher(server, tokens, clock, QStringLiteral("camera0"), program);
    server.become(State::Running);
    publisher.start();
    return QCoreApplication::exec();
}

static int runPublisher(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == u"--publish")
        return publishUntilKilled(app.arguments().value(2));
    TestPublisher test;
    return QTest::qExec(&test, argc, argv);
}

CS_TEST_MAIN(runPublisher)
#include "tst_publisher.moc"

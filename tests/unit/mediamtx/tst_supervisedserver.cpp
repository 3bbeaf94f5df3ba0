#include <csignal>

#include <QFile>
#include <QTcpServer>

#include "mediamtx/apiclient.h"
#include "mediamtx/pathwriter.h"
#include "mediamtx/pidfile.h"
#include "support/logcapture.h"
#include "support/mediamtxrig.h"
#include "support/testprogram.h"

using namespace cs;
using State = MediaServer::State;

namespace {

const auto OwnCamera = QStringLiteral("camera0");
const auto Other = QStringLiteral("camera1");

PathSpec pushed(const QString &name)
{
    return {name, {}, false, {}};
}

// Pulled from a place where nobody answers.
PathSpec pulled(const QString &name, const QByteArray &user = "user:pass")
{
    return {name, "rtsp://" + user + "@127.0.0.1:9/x", false, {}};
}

bool isGone(qint64 pid)
{
    return !markOf(pid).has_value();
}

}  // namespace

class TestSupervisedServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<MediaMtxRig>(m_nobody);
        const QString problem = m_rig->prepare();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        m_server = m_rig->server.get();
    }
    void cleanup() { m_rig.reset(); }

    void runsUntilItIsStopped()
    {
        QCOMPARE(m_server->state(), State::Stopped);
        QSignalSpy polled(m_server, &MediaServer::polled);
        QVERIFY(m_rig->startAndWait());
        QVERIFY(m_server->version().startsWith(u"v1."));
        QTRY_VERIFY(polled.count() >= 2);
        const qint64 pid = m_server->processId();
        QVERIFY(!isGone(pid));
        QVERIFY(waitFor(m_server->stop()).ok());
        QCOMPARE(m_server->state(), State::Stopped);
        QVERIFY(isGone(pid));
        QVERIFY(m_server->paths().isEmpty());
        QVERIFY(!QFile::exists(m_rig->options.stateDir + QStringLiteral("/mediamtx.pid")));
        QVERIFY(waitFor(m_server->stop()).ok());
    }

    void canBeStartedAgainAfterItsEnd()
    {
        QVERIFY(m_rig->startAndWait());
        QVERIFY(waitFor(m_server->stop()).ok());
        QVERIFY(m_rig->startAndWait());
    }

    void pathsAreInPlaceWhenTheAnswerComes()
    {
        QVERIFY(m_rig->startAndWait());
        QVERIFY(waitFor(m_server->setPath(pulled(OwnCamera))).ok());
        ApiClient api(m_rig->options.apiPort, m_rig->tokens.forApi());
        const auto config = waitFor(api.pathConfig(OwnCamera));
        QVERIFY(config.ok() && config->has_value());
        QCOMPARE((*config)->source.toLatin1(), pulled(OwnCamera).sourceUrl);
        QVERIFY(*waitFor(api.pathExists(OwnCamera)));

        QVERIFY(waitFor(m_server->setPath(pushed(OwnCamera))).ok());
        QCOMPARE((*waitFor(api.pathConfig(OwnCamera)))->source, QStringLiteral("publisher"));

        QVERIFY(waitFor(m_server->removePath(OwnCamera)).ok());
        QVERIFY(!waitFor(api.pathConfig(OwnCamera))->has_value());
        QVERIFY(!*waitFor(api.pathExists(OwnCamera)));
        QVERIFY(waitFor(m_server->removePath(OwnCamera)).ok());
    }

    void manyWritesAtOnceAllArrive()
    {
        QVERIFY(m_rig->startAndWait());
        std::vector<Async<Done>> answers;
        for (int i = 0; i < 40; ++i)
            answers.push_back(m_server->setPath(pushed(QStringLiteral("camera%1").arg(i))));
        for (int i = 0; i < 40; i += 2)
            answers.push_back(m_server->removePath(QStringLiteral("camera%1").arg(i)));
        for (const auto &answer : answers)
            QVERIFY(waitFor(answer).ok());
        ApiClient api(m_rig->options.apiPort, m_rig->tokens.forApi());
        QCOMPARE(waitFor(api.pathConfigs())->size(), size_t(20));
    }

    void whatIsWantedBeforeTheStartIsThereFromTheStart()
    {
        QVERIFY(waitFor(m_server->setPath(pulled(OwnCamera))).ok());
        QVERIFY(waitFor(m_server->setPath(pushed(Other))).ok());
        QVERIFY(waitFor(m_server->removePath(Other)).ok());
        QVERIFY(m_rig->startAndWait());
        QVERIFY(m_rig->waitForPath(OwnCamera, [](const PathState &) { return true; }));
        QCOMPARE(m_server->paths().size(), 1);
        QVERIFY(!m_server->paths().value(OwnCamera).available);
    }

    void whatIsWantedDuringTheStartIsAnsweredWhenItIsThere()
    {
        m_server->start();
        const auto answer = m_server->setPath(pushed(OwnCamera));
        QVERIFY(waitFor(answer).ok());
        ApiClient api(m_rig->options.apiPort, m_rig->tokens.forApi());
        QVERIFY(*waitFor(api.pathExists(OwnCamera)));
    }

    void sourceThatCannotBePulledIsTold()
    {
        QSignalSpy told(m_server, &MediaServer::sourceFailed);
        QVERIFY(m_rig->startAndWait());
        QVERIFY(waitFor(m_server->setPath(pulled(OwnCamera))).ok());
        QTRY_VERIFY(!told.isEmpty());
        QCOMPARE(told.front().at(0).toString(), OwnCamera);
        QVERIFY(told.front().at(1).toString().contains(QStringLiteral("connection refused")));
    }

    void hopelessPathsAreRefusedAndNotWanted()
    {
        QVERIFY(m_rig->startAndWait());
        QVERIFY(waitFor(m_server->setPath(pushed(OwnCamera))).ok());
        const auto bad = waitFor(m_server->setPath({QStringLiteral("~^.*$"), {}, false, {}}));
        QCOMPARE(bad.error().code, ErrorCode::InvalidParams);
        const auto badSource = waitFor(m_server->setPath({OwnCamera, "redirect", false, {}}));
        QCOMPARE(badSource.error().code, ErrorCode::InvalidParams);
        ApiClient api(m_rig->options.apiPort, m_rig->tokens.forApi());
        QCOMPARE((*waitFor(api.pathConfig(OwnCamera)))->source, QStringLiteral("publisher"));
    }

    void killedServerComesBackWithItsPaths()
    {
        QVERIFY(waitFor(m_server->setPath(pushed(OwnCamera))).ok());
        QVERIFY(m_rig->startAndWait());
        QVERIFY(waitFor(m_server->setPath(pulled(Other))).ok());
        QSignalSpy restarted(m_server, &MediaServer::restarted);
        const qint64 former = m_server->processId();
        ::kill(static_cast<pid_t>(former), SIGKILL);
        QVERIFY(m_rig->waitForState(State::Failed));
        QVERIFY(m_server->failure().contains(QStringLiteral("signal 9")));
        QVERIFY(m_server->paths().isEmpty());
        QCOMPARE(waitFor(m_server->fetchHls(QStringLiteral("camera0/index.m3u8"))).error().code,
                 ErrorCode::DependencyFailed);
        QVERIFY(m_rig->waitForState(State::Running));
        QCOMPARE(restarted.count(), 1);
        QVERIFY(m_server->processId() != former);
        QVERIFY(m_server->failure().isEmpty());
        QVERIFY(m_rig->waitForPath(OwnCamera, [](const PathState &) { return true; }));
        QVERIFY(m_server->paths().contains(Other));
    }

    void whatIsWantedWhileItIsDownFollows()
    {
        QVERIFY(m_rig->startAndWait());
        ::kill(static_cast<pid_t>(m_server->processId()), SIGKILL);
        QVERIFY(m_rig->waitForState(State::Failed));
        const auto answer = waitFor(m_server->setPath(pushed(OwnCamera)));
        QCOMPARE(answer.error().code, ErrorCode::DependencyFailed);
        QVERIFY(m_rig->waitForPath(OwnCamera, [](const PathState &) { return true; }));
    }

    void whatIsWantedWhilePathsArePutBackFollowsAtOnce()
    {
        // After a start file that cannot be read the paths come one by one, and the server is called Failed meanwhile.
        QVERIFY(waitFor(m_server->setPath({QStringLiteral("camera999"), OddSource, false, {}})).ok());
        for (int i = 100; i < 300; ++i)
            QVERIFY(waitFor(m_server->setPath(pushed(QStringLiteral("camera%1").arg(i)))).ok());
        m_server->start();
        ApiClient api(m_rig->options.apiPort, m_rig->tokens.forApi());
        const auto exists = [&](const char *name) { return waitFor(api.pathExists(QLatin1String(name))); };
        QTRY_VERIFY_WITH_TIMEOUT(exists("camera100").ok() && *exists("camera100"), 20000);
        QVERIFY2(m_server->state() == State::Failed, "the paths were put back too fast for this test");
        const auto unwanted = m_server->removePath(QStringLiteral("camera100"));
        QVERIFY(waitFor(m_server->setPath(pushed(OwnCamera))).ok() && waitFor(unwanted).ok());
        QVERIFY(m_rig->waitForState(State::Running) && *exists("camera0") && !*exists("camera100"));
    }

    void waitingCallsAreAnsweredWhenTheServerDies()
    {
        QVERIFY(m_rig->startAndWait());
        ::kill(static_cast<pid_t>(m_server->processId()), SIGSTOP);
        const auto set = m_server->setPath(pushed(OwnCamera));
        const auto next = m_server->setPath(pushed(Other));
        ::kill(static_cast<pid_t>(m_server->processId()), SIGKILL);
        QCOMPARE(waitFor(set).error().code, ErrorCode::DependencyFailed);
        QCOMPARE(waitFor(next).error().code, ErrorCode::DependencyFailed);
    }

    void takenPortIsSaidAndTriedAgain()
    {
        QTcpServer blocker;
        QVERIFY(blocker.listen(QHostAddress::LocalHost, m_rig->options.rtspPort));
        QSignalSpy changes(m_server, &MediaServer::stateChanged);
        m_server->start();
        QVERIFY(m_rig->waitForState(State::Failed));
        QVERIFY2(m_server->failure().contains(QStringLiteral("address already in use")),
                 qPrintable(m_server->failure()));
        QVERIFY(m_server->failure().contains(QString::number(m_rig->options.rtspPort)));
        blocker.close();
        QVERIFY(m_rig->waitForState(State::Running));
        // Starting, Failed, Running: what fails again and again does not flicker.
        QCOMPARE(changes.count(), 3);
    }

    void missingProgramIsSaidAndTriedAgain()
    {
        MediaMtxOptions options = m_rig->options;
        options.binary = m_rig->folder.filePath(QStringLiteral("missing"));
        SupervisedMediaServer server(options, m_rig->endpoint.url(), m_rig->tokens);
        server.start();
        QTRY_COMPARE(server.state(), State::Failed);
        QVERIFY(server.failure().contains(options.binary));
        QVERIFY(waitFor(server.stop()).ok());
        QCOMPARE(server.state(), State::Stopped);
    }

    void unreadableStartFileDoesNotKeepItDown()
    {
        // A user without a password: a sound address, and not for MediaMTX.
        const PathSpec odd{Other, OddSource, false, {}};
        QVERIFY(waitFor(m_server->setPath(pushed(OwnCamera))).ok());
        QVERIFY2(waitFor(m_server->setPath(odd)).ok(), "this address no longer is what the test needs");
        m_server->start();
        QVERIFY(m_rig->waitForState(State::Failed));
        QVERIFY(m_rig->waitForState(State::Running));
        QVERIFY(m_rig->waitForPath(OwnCamera, [](const PathState &) { return true; }));
        QVERIFY(!m_server->paths().contains(Other));

        const auto again = waitFor(m_server->setPath({QStringLiteral("camera2"), OddSource, false, {}}));
        QCOMPARE(again.error().code, ErrorCode::InvalidParams);
        QVERIFY(!again.error().data.value(QStringLiteral("hint")).toString().contains(QStringLiteral("geheim")));
    }

    void reconcilingPutsBackAndCleansUp()
    {
        QVERIFY(m_rig->startAndWait());
        ApiClient api(m_rig->options.apiPort, m_rig->tokens.forApi());
        PathWriter writer(api);
        writer.want(*toPathConfig(pushed(OwnCamera)));
        writer.want(*toPathConfig(pulled(Other)));
        QVERIFY(waitFor(api.replacePath(*toPathConfig(pushed(QStringLiteral("foreign"))))).ok());
        QVERIFY(waitFor(api.replacePath(*toPathConfig(pushed(Other)))).ok());
        writer.setGate(PathWriter::Gate::Open);
        QVERIFY(waitFor(writer.reconcile()).ok());
        QTRY_COMPARE(waitFor(api.pathConfigs())->size(), size_t(2));
        QVERIFY(waitFor(api.pathConfig(OwnCamera))->has_value());
        QCOMPARE((*waitFor(api.pathConfig(Other)))->source.toLatin1(), pulled(Other).sourceUrl);
    }

    void theApiIsClosedToEverybodyElse()
    {
        QVERIFY(m_rig->startAndWait());
        ApiClient stranger(m_rig->options.apiPort, "guess");
        ApiClient nobody(m_rig->options.apiPort, {});
        const auto guess = stranger.info();
        const auto silent = nobody.replacePath(*toPathConfig(pushed(OwnCamera)));
        QVERIFY(!waitFor(guess).ok());
        QVERIFY(!waitFor(silent).ok());
        QVERIFY(waitFor(ApiClient(m_rig->options.apiPort, m_rig->tokens.forApi()).info()).ok());
    }

    void secretsStayOutOfLogsFilesAndProcessLists()
    {
        LogCapture log;
        QVERIFY(waitFor(m_server->setPath(pulled(OwnCamera, "admin:geheim"))).ok());
        QVERIFY(m_rig->startAndWait());
        QVERIFY(waitFor(m_server->setPath(pulled(Other, "admin:geheim2"))).ok());
        // MediaMTX has tried, and has said that it failed.
        QTRY_VERIFY(log.text().contains(QStringLiteral("[path camera1] [RTSP source]")));
        const QByteArray authPath = m_rig->endpoint.url().mid(m_rig->endpoint.url().lastIndexOf('/') + 1);
        for (const QByteArray &secret : {QByteArray("geheim"), authPath, m_rig->tokens.forApi()}) {
            QVERIFY(!log.text().contains(QString::fromLatin1(secret)));
            QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(m_server->processId()));
            QVERIFY(commandLine.open(QIODevice::ReadOnly));
            QVERIFY(!commandLine.readAll().contains(secret));
            for (const QFileInfo &info : QDir(m_rig->options.stateDir).entryInfoList(QDir::Files | QDir::Hidden)) {
                QFile file(info.filePath());
                QVERIFY(file.open(QIODevice::ReadOnly));
                QVERIFY2(!file.readAll().contains(secret), qPrintable(info.filePath()));
                QCOMPARE(info.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
            }
        }
    }

    void environmentCannotOverrideTheStartFile()
    {
        qputenv("MTX_RTMP", "yes");
        qputenv("MTX_RTSP", "no");
        const auto restore = qScopeGuard([] {
            qunsetenv("MTX_RTMP");
            qunsetenv("MTX_RTSP");
        });
        QVERIFY(m_rig->startAndWait());
        QVERIFY(!isFreePort(m_rig->options.rtspPort, SOCK_STREAM));
    }

    void processOfAnEarlierRunIsEnded()
    {
        QProcess stale;
        stale.start(QStringLiteral("sleep"), {QStringLiteral("1000")});
        QVERIFY(stale.waitForStarted());
        QVERIFY(QDir().mkpath(m_rig->options.stateDir));
        QTRY_VERIFY(markOf(stale.processId()) && markOf(stale.processId())->program.contains(u"sleep"));
        const PidFile file(m_rig->options.stateDir + QStringLiteral("/mediamtx.pid"));
        QVERIFY(file.write(*markOf(stale.processId())));
        QVERIFY(m_rig->startAndWait());
        QTRY_COMPARE(stale.state(), QProcess::NotRunning);
        QCOMPARE(stale.exitStatus(), QProcess::CrashExit);
        QCOMPARE(file.running(), markOf(m_server->processId()));
    }

    void diesWithTheService()
    {
        // This program again, as a service that is killed.
        QProcess service;
        service.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("tst_supervisedserver"), QStringLiteral("--as-service")});
        QVERIFY(service.waitForStarted());
        QByteArray output;
        QTRY_VERIFY_WITH_TIMEOUT((output += service.readAllStandardOutput()).contains("running\n"), 20000);
        const qint64 pid = output.split(' ').value(0).toLongLong();
        QVERIFY(!isGone(pid));
        service.kill();
        QVERIFY(service.waitForFinished());
        QTRY_VERIFY(isGone(pid));
    }

private:
    static constexpr const char *OddSource = "rtsp://geheim@127.0.0.1:9/x";
    RefuseAll m_nobody;
    std::unique_ptr<MediaMtxRig> m_rig;
    SupervisedMediaServer *m_server = nullptr;
};

namespace {

int runAsService()
{
    RefuseAll nobody;
    MediaMtxRig rig(nobody);
    if (!rig.prepare().isEmpty() || !rig.startAndWait())
        return 1;
    printf("%lld running\n", static_cast<long long>(rig.server->processId()));
    fflush(stdout);
    return QCoreApplication::exec();
}

}  // namespace

static int runSupervisedServer(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().contains(QStringLiteral("--as-service")))
        return runAsService();
    TestSupervisedServer test;
    return QTest::qExec(&test, argc, argv);
}

CS_TEST_MAIN(runSupervisedServer)
#include "tst_supervisedserver.moc"

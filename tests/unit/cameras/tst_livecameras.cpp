#include <cstdio>

#include <QDirIterator>
#include <QElapsedTimer>
#include <QRegularExpression>

#include "auth/credentialbox.h"
#include "cameras/cameraregistry.h"
#include "storage/camerastable.h"
#include "support/logcapture.h"
#include "support/mediamtxrig.h"
#include "support/processlife.h"
#include "support/rtspcamera.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Both limits of the contract with the people who watch.
constexpr int MaxLossMs = 10000;
constexpr int MaxReturnMs = 10000;

const auto Password = QStringLiteral("hunter2:@/#%\"é");
const auto Credentials = QStringLiteral("admin:hunter2%3A%40%2F%23%25%22%C3%A9");

}  // namespace

// Cameras with real MediaMTX, real ffmpeg and a real RTSP camera with a Digest login; the tests build on one another.
class TestLiveCameras : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();

    void testCamerasConnectAndAreMeasured();
    void killedPublisherComesBack();
    void stoppedPublisherIsReplaced();
    void digestCameraConnectsAndIsMeasured();
    void stoppedCameraDisconnectsAndReturns();
    void killedCameraDisconnectsAndReturns();
    void wrongPasswordIsSaidSo();
    void camerasComeBackAfterTheMediaServerIsKilled();
    void camerasComeBackWithTheirIdsAfterARestart();
    void passwordIsInNoLogAndNoFile();
    void publishersEndWithTheRegistry();

private:
    void openRegistry();
    Camera at(quint32 number) const { return m_registry->camera(CameraId(number)).value_or(Camera{}); }
    // Milliseconds until the camera's link is this; -1 if it never gets there.
    qint64 untilLink(quint32 number, Camera::Link link, int timeoutMs)
    {
        QElapsedTimer timer;
        timer.start();
        return QTest::qWaitFor([&] { return at(number).link == link; }, timeoutMs) ? timer.elapsed() : -1;
    }
    bool waitConnected(quint32 number) { return untilLink(number, Camera::Link::Connected, 20000) >= 0; }

    std::unique_ptr<LogCapture> m_log;
    SystemClock m_clock;
    RefuseAll m_refuseAll;
    CredentialBox m_box{QByteArray(32, 'k')};
    std::unique_ptr<MediaMtxRig> m_rig;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CamerasTable> m_table;
    std::unique_ptr<CameraRegistry> m_registry;
    RtspCamera m_camera{QStringLiteral(CS_TEST_SUPPORT "/rtspcamera.py")};
};

void TestLiveCameras::openRegistry()
{
    m_database = std::make_unique<Database>();
    QVERIFY(m_database->open(m_rig->folder.filePath(QStringLiteral("cameras.db"))).ok());
    m_table = std::make_unique<CamerasTable>(*m_database);
    m_registry = std::make_unique<CameraRegistry>(*m_rig->server, m_rig->tokens, *m_table, m_box, m_clock);
    QVERIFY(waitFor(m_registry->load()).ok());
}

void TestLiveCameras::initTestCase()
{
    // Not before: the test framework takes the messages when it begins.
    m_log = std::make_unique<LogCapture>();
    m_rig = std::make_unique<MediaMtxRig>(m_refuseAll);
    const QString problem = m_rig->prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    openRegistry();
    QVERIFY(waitFor(m_registry->ensureTestCamera(CameraId(0), QStringLiteral("One"), {})).ok());
    QVERIFY(waitFor(m_registry->ensureTestCamera(CameraId(1), QStringLiteral("Two"), {QSize(320, 240), 10, 2s})).ok());
    QVERIFY(m_rig->startAndWait());
}

void TestLiveCameras::cleanupTestCase()
{
    m_registry.reset();
    m_table.reset();
    m_database.reset();
    m_rig.reset();
    m_log.reset();
}

void TestLiveCameras::cleanup()
{
    if (QTest::currentTestFailed())
        std::fputs(qPrintable(m_log->text().right(8000)), stderr);
}

void TestLiveCameras::testCamerasConnectAndAreMeasured()
{
    QVERIFY(waitConnected(0));
    QVERIFY(waitConnected(1));
    QTRY_COMPARE_WITH_TIMEOUT(at(0).fps, 15, 15000);
    QTRY_COMPARE_WITH_TIMEOUT(at(1).fps, 10, 15000);
    QCOMPARE(at(0).size, QSize(640, 360));
    QCOMPARE(at(1).size, QSize(320, 240));
    QCOMPARE(at(0).codecs, QStringList{QStringLiteral("H264")});
    QCOMPARE(at(0).readers, 0);
    QVERIFY(at(0).bitrate > 0);
    QVERIFY(at(0).publisher.running && isAlive(at(0).publisher.pid));
    QVERIFY(at(0).publisher.command.endsWith(u"camera0?token=***"));
}

void TestLiveCameras::killedPublisherComesBack()
{
    const qint64 pid = at(0).publisher.pid;
    ::kill(pid_t(pid), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(at(0).publisher.running && at(0).publisher.pid != pid, 5000);
    QVERIFY(waitConnected(0));
}

void TestLiveCameras::stoppedPublisherIsReplaced()
{
    const qint64 pid = at(1).publisher.pid;
    QTRY_VERIFY(at(1).isConnected());
    ::kill(pid_t(pid), SIGSTOP);
    const qint64 lost = untilLink(1, Camera::Link::Disconnected, MaxLossMs);
    QVERIFY(lost > 0);
    QTRY_VERIFY_WITH_TIMEOUT(at(1).publisher.running && at(1).publisher.pid != pid, 40000);
    const qint64 back = untilLink(1, Camera::Link::Connected, MaxReturnMs);
    QVERIFY(back >= 0);
    QVERIFY(!isAlive(pid));
    std::printf("figures: stopped publisher: disconnected after %lld ms, connected %lld ms after its replacement\n",
                lost, back);
}

void TestLiveCameras::digestCameraConnectsAndIsMeasured()
{
    QVERIFY(m_camera.start(QStringLiteral("digest"), QStringLiteral("admin"), Password));
    const auto added = waitFor(m_registry->addRtsp(m_camera.url(Credentials), QStringLiteral("Gate")));
    QVERIFY2(added.ok(), qPrintable(added.ok() ? QString() : added.error().message));
    QCOMPARE(added->id, CameraId(2));
    QCOMPARE(added->displayUrl, m_camera.url());
    const qint64 connected = untilLink(2, Camera::Link::Connected, MaxReturnMs);
    QVERIFY(connected >= 0);
    QTRY_COMPARE_WITH_TIMEOUT(at(2).fps, 15, 15000);
    QCOMPARE(at(2).size, QSize(640, 360));
    std::printf("figures: RTSP camera: connected %lld ms after it was added\n", connected);
}

void TestLiveCameras::stoppedCameraDisconnectsAndReturns()
{
    m_camera.signal(SIGSTOP);
    const qint64 lost = untilLink(2, Camera::Link::Disconnected, MaxLossMs);
    QVERIFY(lost > 0);
    QCOMPARE(at(2).reason, QStringLiteral("no data for 4 s"));
    // Until the media server gave it up as well: the harder case.
    QTRY_COMPARE_WITH_TIMEOUT(at(2).reason, QStringLiteral("not reachable or refused the login"), 15000);
    m_camera.signal(SIGCONT);
    const qint64 back = untilLink(2, Camera::Link::Connected, MaxReturnMs);
    QVERIFY(back >= 0);
    std::printf("figures: stopped camera: disconnected after %lld ms, connected %lld ms after its return\n", lost,
                back);
}

void TestLiveCameras::killedCameraDisconnectsAndReturns()
{
    m_camera.end();
    const qint64 lost = untilLink(2, Camera::Link::Disconnected, MaxLossMs);
    QVERIFY(lost >= 0);
    QVERIFY(m_camera.start(QStringLiteral("digest"), QStringLiteral("admin"), Password));
    const qint64 back = untilLink(2, Camera::Link::Connected, MaxReturnMs);
    QVERIFY(back >= 0);
    std::printf("figures: killed camera: disconnected after %lld ms, connected %lld ms after its return\n", lost, back);
}

void TestLiveCameras::wrongPasswordIsSaidSo()
{
    const QString url =
        m_camera.url(QStringLiteral("admin:wrong-hunter2")).replace(u"/stream"_qs, u"/stream?second"_qs);
    const auto added = waitFor(m_registry->addRtsp(url, QStringLiteral("Wrong")));
    QVERIFY(added.ok());
    QTRY_COMPARE_WITH_TIMEOUT(at(3).reason, QStringLiteral("not reachable or refused the login"), 15000);
    QCOMPARE(at(3).link, Camera::Link::Disconnected);
    QVERIFY(waitFor(m_registry->removeByUrl(url)).ok());
    QTRY_VERIFY(!m_rig->server->paths().contains(QStringLiteral("camera3")));
}

void TestLiveCameras::camerasComeBackAfterTheMediaServerIsKilled()
{
    ::kill(pid_t(m_rig->server->processId()), SIGKILL);
    for (const quint32 number : {0u, 1u, 2u})
        QVERIFY(untilLink(number, Camera::Link::Disconnected, 2000) >= 0);
    QCOMPARE(at(2).reason, QStringLiteral("media server is restarting"));
    QElapsedTimer timer;
    timer.start();
    for (const quint32 number : {0u, 1u, 2u})
        QVERIFY(untilLink(number, Camera::Link::Connected, MaxReturnMs) >= 0);
    std::printf("figures: killed media server: all cameras connected after %lld ms\n", timer.elapsed());
}

void TestLiveCameras::camerasComeBackWithTheirIdsAfterARestart()
{
    QVERIFY(waitFor(m_registry->stop()).ok());
    m_registry.reset();
    QVERIFY(waitFor(m_rig->server->stop()).ok());
    openRegistry();
    QCOMPARE(m_registry->cameras().size(), size_t(3));
    QVERIFY(m_rig->startAndWait());
    for (const quint32 number : {0u, 1u, 2u})
        QVERIFY(waitConnected(number));
    QCOMPARE(at(2).name, QStringLiteral("Gate"));
}

void TestLiveCameras::passwordIsInNoLogAndNoFile()
{
    QVERIFY(m_log->text().contains(u"camera2"));
    QVERIFY(!m_log->text().contains(u"hunter2"));
    QVERIFY(!m_log->text().contains(QRegularExpression(QStringLiteral("token=[^*&\\s]"))));
    QDirIterator files(m_rig->folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("hunter2"), qPrintable(file.fileName()));
    }
}

void TestLiveCameras::publishersEndWithTheRegistry()
{
    const qint64 pid = at(0).publisher.pid;
    QVERIFY(isAlive(pid));
    QVERIFY(waitFor(m_registry->stop()).ok());
    QVERIFY(!isAlive(pid));
}

CS_TEST(TestLiveCameras)
#include "tst_livecameras.moc"

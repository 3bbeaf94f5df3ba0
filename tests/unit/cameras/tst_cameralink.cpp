#include <QTemporaryDir>

#include "support/testprogram.h"
#include "unit/cameras/registryrig.h"

using namespace cs;
using namespace std::chrono_literals;

using State = MediaServer::State;

class TestCameraLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void growthConnectsAndSilenceDisconnects();
    void mediaServerRestartDisconnectsAndHeals();
    void mediaServerThatSaysNothingDisconnects();
    void frozenSourceIsConnectedAnew();
    void sizeAndCodecsStayKnownWhileAway();
    void missingFfmpegIsAnErrorWithItsRemedy();
    void listenersMayRemoveCameras();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("cameras.db")); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCameraLink::growthConnectsAndSilenceDisconnects()
{
    RegistryRig s(file());
    s.server.become(State::Running);
    const CameraId id = s.add(Gate);
    s.poll(id, 1000, 2);
    QVERIFY(s.at(id).isConnected());
    QCOMPARE(s.at(id).connectedSince, std::optional(s.clock.now()));
    QCOMPARE(s.at(id).lastSeen, std::optional(s.clock.now()));
    QCOMPARE(s.changes.back().second.link, Camera::Link::Connected);
    s.poll(id, 1000, 4);
    QCOMPARE(s.at(id).bitrate, 16000.0);
    const auto count = s.changes.size();
    s.poll(id, 0, 7);
    QVERIFY(s.at(id).isConnected());
    QCOMPARE(s.changes.size(), count);
    s.poll(id, 0);
    QCOMPARE(s.at(id).link, Camera::Link::Disconnected);
    QCOMPARE(s.at(id).reason, QStringLiteral("no data for 4 s"));
    QVERIFY(!s.at(id).connectedSince);
    QCOMPARE(s.changes.size(), count + 1);
    s.poll(id, 1000);
    QVERIFY(s.at(id).isConnected());
    QVERIFY(s.at(id).reason.isEmpty());
}

void TestCameraLink::mediaServerRestartDisconnectsAndHeals()
{
    RegistryRig s(file());
    const CameraId id = s.add(Gate);
    s.server.become(State::Starting);
    QCOMPARE(s.at(id).reason, QStringLiteral("media server is starting"));
    s.server.become(State::Running);
    s.poll(id, 1000, 2);
    s.changes.clear();
    s.server.become(State::Failed, QStringLiteral("it was ended by signal 9"));
    QCOMPARE(s.at(id).link, Camera::Link::Disconnected);
    s.server.become(State::Starting);
    s.server.become(State::Running);
    QCOMPARE(s.at(id).reason, QStringLiteral("media server is restarting"));
    QCOMPARE(s.changes.size(), 1);
    s.poll(id, 1000, 2);
    QVERIFY(s.at(id).isConnected());
    s.server.become(State::Failed, QStringLiteral("x"));
    s.server.become(State::Starting);
    s.server.become(State::Failed, QStringLiteral("the port is taken"));
    QCOMPARE(s.at(id).reason, QStringLiteral("media server does not run; the service's log says why"));
}

void TestCameraLink::mediaServerThatSaysNothingDisconnects()
{
    CameraOptions options;
    options.watchEvery = 20ms;
    RegistryRig s(file(), options);
    const CameraId id = s.add(Gate);
    s.server.become(State::Running);
    s.poll(id, 1000, 2);
    QVERIFY(s.at(id).isConnected());
    QTRY_COMPARE(s.at(id).reason, QStringLiteral("media server does not answer"));
    s.poll(id, 1000, 2);
    QVERIFY(s.at(id).isConnected());
}

void TestCameraLink::frozenSourceIsConnectedAnew()
{
    RegistryRig s(file());
    const CameraId id = s.add(Gate);
    s.server.become(State::Running);
    s.poll(id, 1000, 2);
    s.server.calls.clear();
    s.poll(id, 0, 39);
    QVERIFY(s.server.calls.isEmpty());
    s.poll(id, 0, 10);
    QCOMPARE(s.server.calls, QStringList({QStringLiteral("remove camera0"), QStringLiteral("set camera0")}));
    QCOMPARE(s.server.wanted.value(QStringLiteral("camera0")).sourceUrl, Gate.toUtf8());
}

void TestCameraLink::sizeAndCodecsStayKnownWhileAway()
{
    RegistryRig s(file());
    const CameraId id = s.add(Gate);
    QCOMPARE(s.at(id).size, QSize(0, 0));
    QCOMPARE(s.at(id).fps, 0);
    s.server.become(State::Running);
    PathState &path = s.server.path(QStringLiteral("camera0"));
    path.size = QSize(640, 360);
    path.codecs = QStringList{QStringLiteral("H264")};
    path.readers = 3;
    path.outboundBytes = 77;
    s.poll(id, 1000, 2);
    QCOMPARE(s.at(id).size, QSize(640, 360));
    QCOMPARE(s.at(id).readers, 3);
    QCOMPARE(s.at(id).bytesSent, 77);
    QVERIFY(s.at(id).onServer);
    s.server.become(State::Failed, QStringLiteral("x"));
    QCOMPARE(s.at(id).size, QSize(640, 360));
    QCOMPARE(s.at(id).codecs, QStringList{QStringLiteral("H264")});
    QCOMPARE(s.at(id).readers, 0);
    QVERIFY(!s.at(id).onServer);
}

void TestCameraLink::missingFfmpegIsAnErrorWithItsRemedy()
{
    RegistryRig s(file());
    s.server.become(State::Running);
    QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(0), QStringLiteral("x"), {})).ok());
    QTRY_COMPARE(s.at(CameraId(0)).link, Camera::Link::Error);
    QVERIFY(s.at(CameraId(0)).reason.contains(u"install ffmpeg"));
}

void TestCameraLink::listenersMayRemoveCameras()
{
    RegistryRig s(file());
    s.add(Gate);
    s.add(Yard);
    s.server.become(State::Running);
    connect(s.registry.get(), &CameraRegistry::cameraChanged, this, [&] {
        for (const Camera &camera : s.registry->cameras())
            s.registry->remove(camera.id);
    });
    s.poll(CameraId(0), 1000, 2);
    QTRY_VERIFY(s.registry->cameras().empty());
    s.poll(CameraId(0), 1000, 2);
}

CS_TEST(TestCameraLink)
#include "tst_cameralink.moc"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "auth/credentialbox.h"
#include "cameras/cameraregistry.h"
#include "mediamtx/internaltokens.h"
#include "storage/camerastable.h"
#include "support/fakemediaserver.h"
#include "support/manualclock.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

using State = MediaServer::State;

const auto Gate = QStringLiteral("rtsp://admin:hunter2@192.0.2.1/gate");
const auto Yard = QStringLiteral("rtsp://192.0.2.2/yard?token=s3cr3t&channel=1");

template<class T>
Result<T> answerOf(const Async<T> &future)
{
    [&] { QTRY_VERIFY(future.isFinished()); }();
    return resultOf(future);
}

// A registry over a real database file and a media server that says what a test wants.
struct Setup {
    explicit Setup(const QString &file, CameraOptions wanted = {}, const QByteArray &key = QByteArray(32, 'k'))
        : box(key),
          table(database),
          options(std::move(wanted))
    {
        if (options.ffmpeg.isEmpty())
            options.ffmpeg = QStringLiteral("/nowhere/ffmpeg");
        opened = database.open(file).ok();
        registry = std::make_unique<CameraRegistry>(server, tokens, table, box, clock, options);
        QObject::connect(registry.get(), &CameraRegistry::cameraChanged, registry.get(),
                         [this](const Camera &before, const Camera &now) {
                             changes.append({before, now});
                         });
        opened = opened && answerOf(registry->load()).ok();
    }
    // Polls twice a second; `bytes` come in per poll.
    void poll(CameraId id, qint64 bytes, int times = 1)
    {
        for (int i = 0; i < times; ++i) {
            clock.advance(500ms);
            PathState &path = server.path(id.toString());
            path.available = path.online = true;
            path.inboundBytes += bytes;
            server.poll();
        }
    }
    CameraId add(const QString &url) { return answerOf(registry->addRtsp(url, QStringLiteral("A camera")))->id; }
    Camera at(CameraId id) const { return *registry->camera(id); }

    ManualClock clock;
    FakeMediaServer server;
    InternalTokens tokens{clock};
    CredentialBox box;
    Database database;
    CamerasTable table;
    CameraOptions options;
    std::unique_ptr<CameraRegistry> registry;
    QList<std::pair<Camera, Camera>> changes;
    bool opened = false;
};

}  // namespace

class TestCameraRegistry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void addedCameraGetsAnIdAndAPath();
    void sameAddressIsRefusedWhateverItsCredentials();
    void refusesWhatCannotBeACamera();
    void refusesMoreThanTheLimit();
    void refusalOfTheMediaServerIsTheCallersFault();
    void removedIdIsNeverGivenAgain();
    void removesByAddressAsAddedOrAsListed();
    void answersComeBeforeSignals();
    void camerasSurviveARestart();
    void secretsAreInNoFileAndNoValue();
    void anotherKeyLeavesTheCameraListedWithItsReason();
    void growthConnectsAndSilenceDisconnects();
    void mediaServerRestartDisconnectsAndHeals();
    void mediaServerThatSaysNothingDisconnects();
    void frozenSourceIsConnectedAnew();
    void sizeAndCodecsStayKnownWhileAway();
    void testCameraIsMadeOnceAndNeverFromAnother();
    void missingFfmpegIsAnErrorWithItsRemedy();
    void listenersMayRemoveCameras();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("cameras.db")); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCameraRegistry::addedCameraGetsAnIdAndAPath()
{
    Setup s(file());
    QVERIFY(s.opened);
    const auto camera = answerOf(s.registry->addRtsp(Gate, QStringLiteral("  Gate ")));
    QVERIFY(camera.ok());
    QCOMPARE(camera->id, CameraId(0));
    QCOMPARE(camera->name, QStringLiteral("Gate"));
    QCOMPARE(camera->kind, QStringLiteral("rtsp"));
    QCOMPARE(camera->link, Camera::Link::Disconnected);
    QCOMPARE(camera->displayUrl, QStringLiteral("rtsp://192.0.2.1/gate"));
    QCOMPARE(s.server.wanted.value(QStringLiteral("camera0")).sourceUrl, Gate.toUtf8());
    QCOMPARE(s.add(Yard), CameraId(1));
    QCOMPARE(s.registry->cameras().size(), size_t(2));
}

void TestCameraRegistry::sameAddressIsRefusedWhateverItsCredentials()
{
    Setup s(file());
    s.add(Gate);
    s.add(Yard);
    for (const char *again : {"rtsp://192.0.2.1/gate", "RTSP://other:pw@192.0.2.1:554/gate",
                              "rtsp://192.0.2.2/yard?token=another&channel=1"}) {
        const auto answer = answerOf(s.registry->addRtsp(QString::fromLatin1(again), QStringLiteral("x")));
        QVERIFY(!answer.ok());
        QCOMPARE(answer.error().code, ErrorCode::InvalidState);
        QVERIFY(answer.error().message.contains(u"camera"));
    }
    // Two at the same moment: the database decides.
    const auto first = s.registry->addRtsp(QStringLiteral("rtsp://h/x"), QStringLiteral("x"));
    const auto second = s.registry->addRtsp(QStringLiteral("rtsp://h/x"), QStringLiteral("x"));
    QVERIFY(answerOf(first).ok());
    QCOMPARE(answerOf(second).error().code, ErrorCode::InvalidState);
    QCOMPARE(s.registry->cameras().size(), size_t(3));
}

void TestCameraRegistry::refusesWhatCannotBeACamera()
{
    Setup s(file());
    const auto param = [&](const char *url, const QString &name) {
        const auto answer = answerOf(s.registry->addRtsp(QString::fromLatin1(url), name));
        return answer.ok() ? QString() : answer.error().data.value(QStringLiteral("param")).toString();
    };
    QCOMPARE(param("http://h/x", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://127.0.0.1:8554/camera0", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://localhost:8554/manual/camera0", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://h/x?token=***", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://h/x", QStringLiteral("  ")), QStringLiteral("stream_name"));
    QCOMPARE(param("rtsp://h/x", QStringLiteral("a\nb")), QStringLiteral("stream_name"));
    QCOMPARE(param("rtsp://h/x", QString(129, u'x')), QStringLiteral("stream_name"));
    QVERIFY(s.registry->cameras().empty());
    QVERIFY(s.server.calls.isEmpty());
}

void TestCameraRegistry::refusesMoreThanTheLimit()
{
    CameraOptions options;
    options.limit = 2;
    Setup s(file(), options);
    QCOMPARE(s.registry->limit(), 2);
    const auto name = QStringLiteral("x");
    const auto one = s.registry->addRtsp(QStringLiteral("rtsp://h/1"), name);
    const auto two = s.registry->addRtsp(QStringLiteral("rtsp://h/2"), name);
    const auto three = s.registry->addRtsp(QStringLiteral("rtsp://h/3"), name);
    QVERIFY(answerOf(one).ok() && answerOf(two).ok());
    QCOMPARE(answerOf(three).error().code, ErrorCode::InvalidState);
    QVERIFY(answerOf(three).error().message.contains(u"2 cameras"));
    QVERIFY(answerOf(s.registry->remove(CameraId(0))).ok());
    QVERIFY(answerOf(s.registry->addRtsp(QStringLiteral("rtsp://h/3"), name)).ok());
}

void TestCameraRegistry::refusalOfTheMediaServerIsTheCallersFault()
{
    Setup s(file());
    QSignalSpy added(s.registry.get(), &CameraRegistry::cameraAdded);
    s.server.setPathError = Error::invalidParam(QStringLiteral("source"), QStringLiteral("x"), QStringLiteral("y"));
    const auto answer = answerOf(s.registry->addRtsp(Gate, QStringLiteral("Gate")));
    QCOMPARE(answer.error().code, ErrorCode::InvalidParams);
    QVERIFY(s.registry->cameras().empty());
    QVERIFY(added.isEmpty());
    // One that is merely away keeps nobody from adding.
    s.server.setPathError = Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("away"));
    QVERIFY(answerOf(s.registry->addRtsp(Gate, QStringLiteral("Gate"))).ok());
}

void TestCameraRegistry::removedIdIsNeverGivenAgain()
{
    Setup s(file());
    s.add(Gate);
    const CameraId last = s.add(Yard);
    QSignalSpy removed(s.registry.get(), &CameraRegistry::cameraRemoved);
    QVERIFY(answerOf(s.registry->remove(last)).ok());
    QCOMPARE(removed.size(), 1);
    QVERIFY(!s.server.wanted.contains(last.toString()));
    QVERIFY(!s.registry->camera(last));
    QCOMPARE(s.add(Yard), CameraId(2));
    QCOMPARE(answerOf(s.registry->remove(last)).error().code, ErrorCode::NotFound);
}

void TestCameraRegistry::removesByAddressAsAddedOrAsListed()
{
    Setup s(file());
    const auto remove = [&](const QString &url) { return answerOf(s.registry->removeByUrl(url)); };
    s.add(Gate);
    QVERIFY(remove(Gate).ok());
    s.add(Yard);
    const QString listed = s.at(CameraId(1)).displayUrl;
    QCOMPARE(listed, QStringLiteral("rtsp://192.0.2.2/yard?token=***&channel=1"));
    QCOMPARE(s.registry->cameraByUrl(Yard)->id, CameraId(1));
    QCOMPARE(remove(listed)->id, CameraId(1));
    const auto again = remove(QStringLiteral("rtsp://u:hunter2@192.0.2.2/yard"));
    QCOMPARE(again.error().code, ErrorCode::NotFound);
    QVERIFY(!again.error().message.contains(u"hunter2"));
    QCOMPARE(remove(QStringLiteral("gate")).error().code, ErrorCode::InvalidParams);
}

void TestCameraRegistry::answersComeBeforeSignals()
{
    Setup s(file());
    QStringList order;
    connect(s.registry.get(), &CameraRegistry::cameraAdded, this, [&] { order << QStringLiteral("added"); });
    connect(s.registry.get(), &CameraRegistry::cameraRemoved, this, [&] { order << QStringLiteral("removed"); });
    whenDone(this, s.registry->addRtsp(Gate, QStringLiteral("x")),
             [&](const auto &) { order << QStringLiteral("answer"); });
    QTRY_COMPARE(order, QStringList({QStringLiteral("answer"), QStringLiteral("added")}));
    order.clear();
    whenDone(this, s.registry->remove(CameraId(0)), [&](const auto &) { order << QStringLiteral("answer"); });
    QTRY_COMPARE(order, QStringList({QStringLiteral("answer"), QStringLiteral("removed")}));
}

void TestCameraRegistry::camerasSurviveARestart()
{
    {
        Setup s(file());
        s.add(QStringLiteral("rtsp://h/gone"));
        s.add(Gate);
        s.add(Yard);
        QVERIFY(answerOf(s.registry->remove(CameraId(0))).ok());
    }
    Setup s(file());
    const auto cameras = s.registry->cameras();
    QCOMPARE(cameras.size(), size_t(2));
    QCOMPARE(cameras[0].id, CameraId(1));
    QCOMPARE(cameras[1].id, CameraId(2));
    QCOMPARE(cameras[1].displayUrl, QStringLiteral("rtsp://192.0.2.2/yard?token=***&channel=1"));
    QCOMPARE(cameras[0].name, QStringLiteral("A camera"));
    QCOMPARE(s.server.wanted.value(QStringLiteral("camera1")).sourceUrl, Gate.toUtf8());
    QCOMPARE(s.server.wanted.value(QStringLiteral("camera2")).sourceUrl, Yard.toUtf8());
    QCOMPARE(s.add(QStringLiteral("rtsp://h/new")), CameraId(3));
}

void TestCameraRegistry::secretsAreInNoFileAndNoValue()
{
    Setup s(file());
    s.add(Gate);
    s.add(Yard);
    for (const Camera &camera : s.registry->cameras())
        QVERIFY(!(camera.displayUrl + camera.reason + camera.publisher.command)
                     .contains(QRegularExpression("hunter2|s3cr3t")));
    for (const QFileInfo &info : QDir(m_folder->path()).entryInfoList(QDir::Files)) {
        QFile content(info.filePath());
        QVERIFY(content.open(QIODevice::ReadOnly));
        const QByteArray bytes = content.readAll();
        QVERIFY2(!bytes.contains("hunter2") && !bytes.contains("s3cr3t"), qPrintable(info.filePath()));
    }
}

void TestCameraRegistry::anotherKeyLeavesTheCameraListedWithItsReason()
{
    {
        Setup s(file());
        s.add(Gate);
    }
    Setup s(file(), {}, QByteArray(32, 'z'));
    const Camera camera = s.at(CameraId(0));
    QCOMPARE(camera.link, Camera::Link::Error);
    QVERIFY(camera.reason.contains(u"decrypted"));
    QCOMPARE(camera.displayUrl, QStringLiteral("rtsp://192.0.2.1/gate"));
    QVERIFY(s.server.wanted.isEmpty());
    QVERIFY(answerOf(s.registry->removeByUrl(Gate)).ok());
}

void TestCameraRegistry::growthConnectsAndSilenceDisconnects()
{
    Setup s(file());
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

void TestCameraRegistry::mediaServerRestartDisconnectsAndHeals()
{
    Setup s(file());
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
    QCOMPARE(s.at(id).reason, QStringLiteral("media server does not run: the port is taken"));
}

void TestCameraRegistry::mediaServerThatSaysNothingDisconnects()
{
    CameraOptions options;
    options.watchEvery = 20ms;
    Setup s(file(), options);
    const CameraId id = s.add(Gate);
    s.server.become(State::Running);
    s.poll(id, 1000, 2);
    QVERIFY(s.at(id).isConnected());
    QTRY_COMPARE(s.at(id).reason, QStringLiteral("media server does not answer"));
    s.poll(id, 1000, 2);
    QVERIFY(s.at(id).isConnected());
}

void TestCameraRegistry::frozenSourceIsConnectedAnew()
{
    Setup s(file());
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

void TestCameraRegistry::sizeAndCodecsStayKnownWhileAway()
{
    Setup s(file());
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

void TestCameraRegistry::testCameraIsMadeOnceAndNeverFromAnother()
{
    const auto name = QStringLiteral("Test picture");
    {
        Setup s(file());
        QSignalSpy added(s.registry.get(), &CameraRegistry::cameraAdded);
        QVERIFY(answerOf(s.registry->ensureTestCamera(CameraId(0), name, {})).ok());
        QVERIFY(answerOf(s.registry->ensureTestCamera(CameraId(1), name, {QSize(320, 240), 10, 2s})).ok());
        QCOMPARE(added.size(), 2);
        QVERIFY(s.server.wanted.value(QStringLiteral("camera0")).sourceUrl.isEmpty());
        QCOMPARE(s.add(Gate), CameraId(2));
    }
    Setup s(file());
    QCOMPARE(s.registry->cameras().size(), size_t(3));
    s.server.calls.clear();
    QVERIFY(answerOf(s.registry->ensureTestCamera(CameraId(1), name, {QSize(320, 240), 10, 2s})).ok());
    QVERIFY(s.server.calls.isEmpty());
    s.changes.clear();
    QVERIFY(answerOf(s.registry->ensureTestCamera(CameraId(1), QStringLiteral("Other"), {})).ok());
    QCOMPARE(s.at(CameraId(1)).name, QStringLiteral("Other"));
    QCOMPARE(s.changes.size(), 1);
    QCOMPARE(answerOf(s.registry->ensureTestCamera(CameraId(2), name, {})).error().code, ErrorCode::InvalidState);
    QVERIFY(answerOf(s.registry->remove(CameraId(2))).ok());
    QCOMPARE(answerOf(s.registry->ensureTestCamera(CameraId(2), name, {})).error().code, ErrorCode::InvalidState);
}

void TestCameraRegistry::missingFfmpegIsAnErrorWithItsRemedy()
{
    Setup s(file());
    s.server.become(State::Running);
    QVERIFY(answerOf(s.registry->ensureTestCamera(CameraId(0), QStringLiteral("x"), {})).ok());
    QTRY_COMPARE(s.at(CameraId(0)).link, Camera::Link::Error);
    QVERIFY(s.at(CameraId(0)).reason.contains(u"install ffmpeg"));
}

void TestCameraRegistry::listenersMayRemoveCameras()
{
    Setup s(file());
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

QTEST_GUILESS_MAIN(TestCameraRegistry)
#include "tst_cameraregistry.moc"

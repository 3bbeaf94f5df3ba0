#include <QDir>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "support/testprogram.h"
#include "unit/cameras/registryrig.h"

using namespace cs;
using namespace std::chrono_literals;

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
    void readerTokenGoesWithItsCamera();
    void removesByAddressAsAddedOrAsListed();
    void answersComeBeforeSignals();
    void camerasSurviveARestart();
    void secretsAreInNoFileAndNoValue();
    void anotherKeyLeavesTheCameraListedWithItsReason();
    void missingKeyIsSaidAndNothingIsLost();
    void testCameraIsMadeOnceAndNeverFromAnother();

private:
    static bool namesACamera(const Error &error)
    {
        const QByteArray data = QJsonDocument(error.data).toJson();
        return (error.message + QString::fromUtf8(data)).contains(QRegularExpression(QStringLiteral("camera[0-9]")));
    }
    QString file() const { return m_folder->filePath(QStringLiteral("cameras.db")); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCameraRegistry::addedCameraGetsAnIdAndAPath()
{
    RegistryRig s(file());
    QVERIFY(s.opened);
    const auto camera = waitFor(s.registry->addRtsp(Gate, QStringLiteral("  Gate ")));
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
    RegistryRig s(file());
    s.add(Gate);
    s.add(Yard);
    for (const char *again : {"rtsp://192.0.2.1/gate", "RTSP://other:pw@192.0.2.1:554/gate",
                              "rtsp://192.0.2.2/yard?token=another&channel=1"}) {
        const auto answer = waitFor(s.registry->addRtsp(QString::fromLatin1(again), QStringLiteral("x")));
        QVERIFY(!answer.ok());
        QCOMPARE(answer.error().code, ErrorCode::InvalidState);
        QVERIFY(answer.error().message.contains(u"camera"));
        // Whoever asks may not be allowed to see that one.
        QVERIFY(!namesACamera(answer.error()));
    }
    // Two at the same moment: the database decides.
    const auto first = s.registry->addRtsp(QStringLiteral("rtsp://h/x"), QStringLiteral("x"));
    const auto second = s.registry->addRtsp(QStringLiteral("rtsp://h/x"), QStringLiteral("x"));
    QVERIFY(waitFor(first).ok());
    QCOMPARE(waitFor(second).error().code, ErrorCode::InvalidState);
    QVERIFY(!namesACamera(waitFor(second).error()));
    QCOMPARE(s.registry->cameras().size(), size_t(3));
}

void TestCameraRegistry::refusesWhatCannotBeACamera()
{
    RegistryRig s(file());
    const auto param = [&](const char *url, const QString &name) {
        const auto answer = waitFor(s.registry->addRtsp(QString::fromLatin1(url), name));
        return answer.ok() ? QString() : answer.error().data.value(QStringLiteral("param")).toString();
    };
    QCOMPARE(param("http://h/x", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://127.0.0.1:8554/camera0", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://localhost:8554/manual/camera0", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://h/x?token=***", QStringLiteral("x")), QStringLiteral("stream_url"));
    QCOMPARE(param("rtsp://h/x", QStringLiteral("  ")), QStringLiteral("stream_name"));
    QCOMPARE(param("rtsp://h/x", QStringLiteral("a\nb")), QStringLiteral("stream_name"));
    for (const QString &hidden :
         {QStringLiteral("Ga\u200bte"), QStringLiteral("Ga\u200dte"), QStringLiteral("\u202eetaG"),
          QStringLiteral("Gate\u3164"), QStringLiteral("\ufeffGate")})
        QCOMPARE(param("rtsp://h/x", hidden), QStringLiteral("stream_name"));
    QCOMPARE(param("rtsp://h/x", QString(129, u'x')), QStringLiteral("stream_name"));
    QVERIFY(s.registry->cameras().empty());
    QVERIFY(s.server.calls.isEmpty());
}

void TestCameraRegistry::refusesMoreThanTheLimit()
{
    CameraOptions options;
    options.limit = 2;
    RegistryRig s(file(), options);
    QCOMPARE(s.registry->limit(), 2);
    const auto name = QStringLiteral("x");
    const auto one = s.registry->addRtsp(QStringLiteral("rtsp://h/1"), name);
    const auto two = s.registry->addRtsp(QStringLiteral("rtsp://h/2"), name);
    const auto three = s.registry->addRtsp(QStringLiteral("rtsp://h/3"), name);
    QVERIFY(waitFor(one).ok() && waitFor(two).ok());
    QCOMPARE(waitFor(three).error().code, ErrorCode::InvalidState);
    QVERIFY(waitFor(three).error().message.contains(u"2 cameras"));
    QVERIFY(waitFor(s.registry->remove(CameraId(0))).ok());
    QVERIFY(waitFor(s.registry->addRtsp(QStringLiteral("rtsp://h/3"), name)).ok());
}

void TestCameraRegistry::refusalOfTheMediaServerIsTheCallersFault()
{
    RegistryRig s(file());
    QSignalSpy added(s.registry.get(), &CameraRegistry::cameraAdded);
    s.server.setPathError = Error::invalidParam(QStringLiteral("source"), QStringLiteral("x"), QStringLiteral("y"));
    const auto answer = waitFor(s.registry->addRtsp(Gate, QStringLiteral("Gate")));
    QCOMPARE(answer.error().code, ErrorCode::InvalidParams);
    QVERIFY(s.registry->cameras().empty());
    QVERIFY(added.isEmpty());
    // One that is merely away keeps nobody from adding.
    s.server.setPathError = Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("away"));
    QVERIFY(waitFor(s.registry->addRtsp(Gate, QStringLiteral("Gate"))).ok());
}

void TestCameraRegistry::removedIdIsNeverGivenAgain()
{
    RegistryRig s(file());
    s.add(Gate);
    const CameraId last = s.add(Yard);
    QSignalSpy removed(s.registry.get(), &CameraRegistry::cameraRemoved);
    QVERIFY(waitFor(s.registry->remove(last)).ok());
    QCOMPARE(removed.size(), 1);
    QVERIFY(!s.server.wanted.contains(last.toString()));
    QVERIFY(!s.registry->camera(last));
    QCOMPARE(s.add(Yard), CameraId(2));
    QCOMPARE(waitFor(s.registry->remove(last)).error().code, ErrorCode::NotFound);
}

void TestCameraRegistry::readerTokenGoesWithItsCamera()
{
    RegistryRig s(file());
    const CameraId id = s.add(Gate);
    const CameraId other = s.add(Yard);
    const QByteArray token = s.tokens.forReader(id.toString());
    const QByteArray otherToken = s.tokens.forReader(other.toString());
    QVERIFY(waitFor(s.registry->remove(id)).ok());
    QVERIFY(s.tokens.forReader(id.toString()) != token);
    QCOMPARE(s.tokens.forReader(other.toString()), otherToken);
}

void TestCameraRegistry::removesByAddressAsAddedOrAsListed()
{
    RegistryRig s(file());
    const auto remove = [&](const QString &url) { return waitFor(s.registry->removeByUrl(url)); };
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
    RegistryRig s(file());
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
        RegistryRig s(file());
        s.add(QStringLiteral("rtsp://h/gone"));
        s.add(Gate);
        s.add(Yard);
        QVERIFY(waitFor(s.registry->remove(CameraId(0))).ok());
    }
    RegistryRig s(file());
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
    RegistryRig s(file());
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
        RegistryRig s(file());
        s.add(Gate);
    }
    RegistryRig s(file(), {}, QByteArray(32, 'z'));
    const Camera camera = s.at(CameraId(0));
    QCOMPARE(camera.link, Camera::Link::Error);
    QVERIFY(camera.reason.contains(u"sealed with another key than the service has"));
    QCOMPARE(camera.displayUrl, QStringLiteral("rtsp://192.0.2.1/gate"));
    QVERIFY(s.server.wanted.isEmpty());
    QVERIFY(waitFor(s.registry->removeByUrl(Gate)).ok());
}

void TestCameraRegistry::missingKeyIsSaidAndNothingIsLost()
{
    {
        RegistryRig s(file());
        s.add(Gate);
        QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(1), QStringLiteral("Test"), {})).ok());
    }
    {
        RegistryRig s(file(), {}, {});
        QVERIFY(s.at(CameraId(0)).reason.contains(u"the key of the stored credentials is missing; put it back"));
        // Not stored unsealed, nor sealed with something else.
        const auto added = waitFor(s.registry->addRtsp(Yard, QStringLiteral("Yard")));
        QCOMPARE(added.error().data.value("state").toString(), QStringLiteral("locked"));
        // A test camera that is there goes on.
        QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(1), QStringLiteral("Test"), {{320, 240}, 10, 2s})).ok());
    }
    RegistryRig s(file());
    QVERIFY(!s.at(CameraId(0)).reason.contains(u"key"));
    QVERIFY(!s.server.wanted.isEmpty());
}

void TestCameraRegistry::testCameraIsMadeOnceAndNeverFromAnother()
{
    const auto name = QStringLiteral("Test picture");
    {
        RegistryRig s(file());
        QSignalSpy added(s.registry.get(), &CameraRegistry::cameraAdded);
        QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(0), name, {})).ok());
        QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(1), name, {QSize(320, 240), 10, 2s})).ok());
        QCOMPARE(added.size(), 2);
        QVERIFY(s.server.wanted.value(QStringLiteral("camera0")).sourceUrl.isEmpty());
        QCOMPARE(s.add(Gate), CameraId(2));
    }
    RegistryRig s(file());
    QCOMPARE(s.registry->cameras().size(), size_t(3));
    s.server.calls.clear();
    QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(1), name, {QSize(320, 240), 10, 2s})).ok());
    QVERIFY(s.server.calls.isEmpty());
    s.changes.clear();
    QVERIFY(waitFor(s.registry->ensureTestCamera(CameraId(1), QStringLiteral("Other"), {})).ok());
    QCOMPARE(s.at(CameraId(1)).name, QStringLiteral("Other"));
    QCOMPARE(s.changes.size(), 1);
    QCOMPARE(waitFor(s.registry->ensureTestCamera(CameraId(2), name, {})).error().code, ErrorCode::InvalidState);
    QVERIFY(waitFor(s.registry->remove(CameraId(2))).ok());
    QCOMPARE(waitFor(s.registry->ensureTestCamera(CameraId(2), name, {})).error().code, ErrorCode::InvalidState);
}

CS_TEST(TestCameraRegistry)
#include "tst_cameraregistry.moc"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "events/subscriptions.h"
#include "support/manualclock.h"

using namespace cs;

namespace {

class FakeAudience : public Audience {
public:
    std::optional<Listener> listener(ConnectionId connection) const override
    {
        const auto found = listeners.constFind(connection);
        return found == listeners.constEnd() ? std::nullopt : std::optional(*found);
    }
    QHash<ConnectionId, Listener> listeners;
};

struct Sent {
    ConnectionId to;
    QJsonObject frame;

    QString method() const { return frame.value("method").toString(); }
    QJsonObject params() const { return frame.value("params").toObject(); }
};

constexpr ConnectionId alice{1};
constexpr ConnectionId bob{2};

Principal viewer(std::optional<QSet<CameraId>> cameras = {})
{
    Principal principal;
    principal.kind = Principal::Kind::Session;
    principal.userId = "someone";
    principal.role = Role::Viewer;
    principal.allCameras = !cameras;
    principal.cameras = cameras.value_or(QSet<CameraId>());
    return principal;
}

api::SubscribeEvents::Params topics(const QStringList &names, const std::optional<QJsonObject> &filters = {})
{
    api::SubscribeEvents::Params params;
    for (const QString &name : names)
        params.topics.emplace_back(name);
    params.filters = filters;
    return params;
}

Event cameraEvent(quint32 camera, const QByteArray &status = "CONNECTED")
{
    const QByteArray name = "camera" + QByteArray::number(camera);
    Event event;
    event.type = "camera.connected";
    event.camera = CameraId(camera);
    event.faces = {{"camera.connected", "{\"device\":\"" + name + "\"}"},
                   {"camera_status_update", "{\"device\":\"" + name + "\",\"status\":\"" + status
                                                + "\",\"streams\":{\"rtsp\":\"rtsp://\001:8554/" + name + "\"}}"}};
    return event;
}

Event recordingEvent(quint32 camera)
{
    Event event;
    event.type = "recording.start";
    event.camera = CameraId(camera);
    event.faces = {{"recording_status_update", "{\"device\":\"camera" + QByteArray::number(camera) + "\",\"status\":\"RECORDING\"}"},
                   {"recording.start", "{\"device\":\"camera" + QByteArray::number(camera) + "\"}"}};
    return event;
}

Event systemEvent()
{
    Event event;
    event.type = "system.startup";
    event.faces = {{"system.startup", "{}"}};
    return event;
}

}  // namespace

// Who gets which notification, and how it looks.
class TestSubscriptions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void notificationIsJsonRpcWithoutIdAndCarriesSeqAndTimestamp();
    void timestampOfTheFaceIsKept();
    void eventComesUnderEverySubscribedNameInThatNamesShape();
    void nobodyElseGetsIt();
    void eventsOfOtherCamerasAreForThoseWhoMayViewThem();
    void eventsWithoutCameraGoToAllSignedIn();
    void thoseWhoAreNotSignedInGetNothing();
    void rightsAreThoseOfTheMoment();
    void deviceFilterNarrows();
    void severalFiltersAreAlternatives();
    void subscribingWithoutFilterLiftsTheFilter();
    void recordingStatusAlsoGoesWithCameraStatus();
    void recordingStatusComesOnceToThoseWhoWantBoth();
    void hostSlotTakesEachClientsHost();
    void hostIsEscaped();
    void subscribeAnswersWithTopicsFiltersAndLastSeq();
    void eventOfTheSameTurnComesAfterSubscribing();
    void unknownTopicIsRefusedWithTheNearest();
    void emptyTopicsAreRefused();
    void badFilterChangesNothing();
    void filtersPerTopicAreBounded();
    void unsubscribingEndsSomeOrAll();
    void closedConnectionGetsNothing();
    void statsCountTopicsAndClients();
    void faceThatIsNoObjectIsNotSent_data();
    void faceThatIsNoObjectIsNotSent();
    void sinkMayCloseConnections();
    void manyClientsShareOneFrame();

private:
    std::vector<Sent> publish(const Event &event);
    void subscribe(ConnectionId connection, const QStringList &names, const std::optional<QJsonObject> &filters = {});

    QTemporaryDir m_folder;
    ManualClock m_clock;
    AccessPolicy m_policy;
    std::unique_ptr<FakeAudience> m_audience;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<EventBus> m_bus;
    std::unique_ptr<Subscriptions> m_subscriptions;
    std::vector<Sent> m_sent;
    std::vector<QByteArray> m_raw;
    std::function<void(ConnectionId)> m_onSend;
};

void TestSubscriptions::init()
{
    static int number = 0;
    m_onSend = {};
    m_sent.clear();
    m_raw.clear();
    m_audience = std::make_unique<FakeAudience>();
    m_audience->listeners = {{alice, {viewer(), "cam.example"}}, {bob, {viewer(), "10.0.0.7"}}};
    m_database = std::make_unique<Database>();
    QVERIFY(m_database->open(m_folder.filePath(QString("%1.db").arg(++number))).ok());
    m_bus = std::make_unique<EventBus>(*m_database, m_clock);
    auto loading = m_bus->load();
    QTRY_VERIFY(loading.isFinished());
    m_subscriptions = std::make_unique<Subscriptions>(*m_bus, m_policy, *m_audience, [this](ConnectionId to, const QByteArray &frame) {
        m_raw.push_back(frame);
        m_sent.push_back({to, QJsonDocument::fromJson(frame).object()});
        if (m_onSend)
            m_onSend(to);
    });
}

void TestSubscriptions::cleanup()
{
    m_subscriptions.reset();
    m_bus.reset();
    m_database.reset();
}

std::vector<Sent> TestSubscriptions::publish(const Event &event)
{
    m_sent.clear();
    m_bus->publish(event);
    QCoreApplication::processEvents();
    return m_sent;
}

void TestSubscriptions::subscribe(ConnectionId connection, const QStringList &names, const std::optional<QJsonObject> &filters)
{
    const auto done = m_subscriptions->subscribe(connection, topics(names, filters));
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
}

void TestSubscriptions::notificationIsJsonRpcWithoutIdAndCarriesSeqAndTimestamp()
{
    subscribe(alice, {"camera.connected", "system.startup"});
    const auto camera = publish(cameraEvent(1));
    QCOMPARE(camera.size(), size_t(1));
    QCOMPARE(camera[0].frame, QJsonObject({{"jsonrpc", "2.0"},
                                           {"method", "camera.connected"},
                                           {"params", QJsonObject({{"device", "camera1"}, {"seq", 1}, {"timestamp", "2026-01-01T00:00:00.000Z"}})}}));
    const auto system = publish(systemEvent());
    QCOMPARE(system[0].params(), QJsonObject({{"seq", 2}, {"timestamp", "2026-01-01T00:00:00.000Z"}}));
}

void TestSubscriptions::timestampOfTheFaceIsKept()
{
    subscribe(alice, {"system.startup"});
    Event event = systemEvent();
    event.faces[0].params = R"( {"timestamp":"2020-02-02T02:02:02.000Z"} )";
    const auto sent = publish(event);
    QCOMPARE(sent[0].params(), QJsonObject({{"seq", 1}, {"timestamp", "2020-02-02T02:02:02.000Z"}}));
    QCOMPARE(m_raw.back().count("timestamp"), 1);
    event.faces[0].params = R"({"timestamp":"2020-02-02T02:02:02.000Z","seq":77})";
    QCOMPARE(publish(event)[0].params().value("seq").toInt(), 77);
}

void TestSubscriptions::eventComesUnderEverySubscribedNameInThatNamesShape()
{
    subscribe(alice, {"camera.connected", "camera_status_update"});
    const auto sent = publish(cameraEvent(1));
    QCOMPARE(sent.size(), size_t(2));
    QCOMPARE(sent[0].method(), QString("camera.connected"));
    QVERIFY(!sent[0].params().contains("streams"));
    QCOMPARE(sent[1].method(), QString("camera_status_update"));
    QVERIFY(sent[1].params().contains("streams"));
    QCOMPARE(sent[0].params().value("seq"), sent[1].params().value("seq"));
}

void TestSubscriptions::nobodyElseGetsIt()
{
    subscribe(alice, {"camera.disconnected"});
    QVERIFY(publish(cameraEvent(1)).empty());
    subscribe(bob, {"camera.connected"});
    const auto sent = publish(cameraEvent(1));
    QCOMPARE(sent.size(), size_t(1));
    QCOMPARE(sent[0].to, bob);
}

void TestSubscriptions::eventsOfOtherCamerasAreForThoseWhoMayViewThem()
{
    m_audience->listeners[alice].principal = viewer(QSet<CameraId>{CameraId(1)});
    subscribe(alice, {"camera.connected"});
    subscribe(bob, {"camera.connected"});
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(2));
    const auto sent = publish(cameraEvent(2));
    QCOMPARE(sent.size(), size_t(1));
    QCOMPARE(sent[0].to, bob);
}

void TestSubscriptions::eventsWithoutCameraGoToAllSignedIn()
{
    m_audience->listeners[alice].principal = viewer(QSet<CameraId>{});
    subscribe(alice, {"system.startup"});
    QCOMPARE(publish(systemEvent()).size(), size_t(1));
}

void TestSubscriptions::thoseWhoAreNotSignedInGetNothing()
{
    m_audience->listeners[alice].principal = Principal();
    m_audience->listeners.remove(bob);
    subscribe(alice, {"system.startup", "camera.connected"});
    subscribe(bob, {"system.startup", "camera.connected"});
    QVERIFY(publish(systemEvent()).empty());
    QVERIFY(publish(cameraEvent(1)).empty());
}

void TestSubscriptions::rightsAreThoseOfTheMoment()
{
    subscribe(alice, {"camera.connected"});
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
    m_audience->listeners[alice].principal = viewer(QSet<CameraId>{CameraId(2)});
    QVERIFY(publish(cameraEvent(1)).empty());
    m_audience->listeners[alice].principal = viewer();
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
}

void TestSubscriptions::deviceFilterNarrows()
{
    subscribe(alice, {"camera.connected", "system.startup"}, QJsonObject{{"device", "camera1"}});
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
    QVERIFY(publish(cameraEvent(2)).empty());
    QVERIFY(publish(systemEvent()).empty());
}

void TestSubscriptions::severalFiltersAreAlternatives()
{
    subscribe(alice, {"camera_status_update"}, QJsonObject{{"device", "camera1"}});
    subscribe(alice, {"camera_status_update"}, QJsonObject{{"device", "camera2"}, {"status", "ERROR"}});
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
    QVERIFY(publish(cameraEvent(2)).empty());
    QCOMPARE(publish(cameraEvent(2, "ERROR")).size(), size_t(1));
    QVERIFY(publish(cameraEvent(3, "ERROR")).empty());
}

void TestSubscriptions::subscribingWithoutFilterLiftsTheFilter()
{
    subscribe(alice, {"camera.connected"}, QJsonObject{{"device", "camera1"}});
    subscribe(alice, {"camera.connected"});
    QCOMPARE(publish(cameraEvent(2)).size(), size_t(1));
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
}

void TestSubscriptions::recordingStatusAlsoGoesWithCameraStatus()
{
    subscribe(alice, {"camera_status_update"}, QJsonObject{{"device", "camera1"}});
    const auto sent = publish(recordingEvent(1));
    QCOMPARE(sent.size(), size_t(1));
    QCOMPARE(sent[0].method(), QString("recording_status_update"));
    QVERIFY(publish(recordingEvent(2)).empty());
    m_audience->listeners[alice].principal = viewer(QSet<CameraId>{});
    QVERIFY(publish(recordingEvent(1)).empty());
}

void TestSubscriptions::recordingStatusComesOnceToThoseWhoWantBoth()
{
    subscribe(alice, {"camera_status_update", "recording_status_update"});
    QCOMPARE(publish(recordingEvent(1)).size(), size_t(1));
    subscribe(bob, {"recording_status_update"}, QJsonObject{{"device", "camera2"}});
    subscribe(bob, {"camera_status_update"});
    QCOMPARE(publish(recordingEvent(1)).size(), size_t(2));
    QCOMPARE(publish(recordingEvent(2)).size(), size_t(2));
}

void TestSubscriptions::hostSlotTakesEachClientsHost()
{
    constexpr ConnectionId control{3};
    m_audience->listeners[control] = {Principal::control("root"), QString()};
    for (const ConnectionId connection : {alice, bob, control})
        subscribe(connection, {"camera_status_update"});
    QHash<ConnectionId, QString> urls;
    for (const Sent &sent : publish(cameraEvent(1)))
        urls[sent.to] = sent.params().value("streams").toObject().value("rtsp").toString();
    QCOMPARE(urls.value(alice), QString("rtsp://cam.example:8554/camera1"));
    QCOMPARE(urls.value(bob), QString("rtsp://10.0.0.7:8554/camera1"));
    QCOMPARE(urls.value(control), QString("rtsp://localhost:8554/camera1"));
    for (const QByteArray &frame : m_raw)
        QVERIFY(!frame.contains(HostSlot));
}

void TestSubscriptions::hostIsEscaped()
{
    m_audience->listeners[alice].host = "evil\",\"device\":\"camera9\\";
    subscribe(alice, {"camera_status_update"});
    const auto sent = publish(cameraEvent(1));
    QCOMPARE(sent.size(), size_t(1));
    QCOMPARE(sent[0].params().value("device").toString(), QString("camera1"));
    QCOMPARE(sent[0].params().value("streams").toObject().value("rtsp").toString(),
             QString("rtsp://evil\",\"device\":\"camera9\\:8554/camera1"));
}

void TestSubscriptions::subscribeAnswersWithTopicsFiltersAndLastSeq()
{
    publish(systemEvent());
    publish(systemEvent());
    const QJsonObject filters{{"device", "camera1"}};
    const auto reply = m_subscriptions->subscribe(alice, topics({"system.health", "camera.connected", "system.health"}, filters));
    QVERIFY(reply.ok());
    QCOMPARE(reply->topics, std::vector<QString>({"system.health", "camera.connected"}));
    QCOMPARE(reply->filters, filters);
    QCOMPARE(reply->lastSeq, 2);
    QVERIFY(reply->subscribed);
}

void TestSubscriptions::eventOfTheSameTurnComesAfterSubscribing()
{
    m_bus->publish(systemEvent());
    const auto reply = m_subscriptions->subscribe(alice, topics({"system.startup"}));
    QCOMPARE(reply->lastSeq, 0);
    QCoreApplication::processEvents();
    QCOMPARE(m_sent.size(), size_t(1));
    QCOMPARE(m_sent[0].params().value("seq").toInt(), 1);
}

void TestSubscriptions::unknownTopicIsRefusedWithTheNearest()
{
    const auto near = m_subscriptions->subscribe(alice, topics({"system.startup", "camera.conected"}));
    QVERIFY(!near.ok());
    QCOMPARE(near.error().code, ErrorCode::InvalidParams);
    QCOMPARE(near.error().data.value("param").toString(), QString("topics"));
    QVERIFY(near.error().data.value("rule").toString().contains("camera.conected"));
    QVERIFY(near.error().data.value("hint").toString().contains("'camera.connected'"));
    const auto far = m_subscriptions->subscribe(alice, topics({"weather"}));
    QVERIFY(far.error().data.value("hint").toString().contains("recording.start"));
    QVERIFY(publish(systemEvent()).empty());
    api::UnsubscribeEvents::Params unsubscribe;
    unsubscribe.topics = topics({"weather"}).topics;
    QVERIFY(!m_subscriptions->unsubscribe(alice, unsubscribe).ok());
}

void TestSubscriptions::emptyTopicsAreRefused()
{
    const auto empty = m_subscriptions->subscribe(alice, topics({}));
    QVERIFY(!empty.ok());
    QCOMPARE(empty.error().data.value("param").toString(), QString("topics"));
}

void TestSubscriptions::badFilterChangesNothing()
{
    QVERIFY(!m_subscriptions->subscribe(alice, topics({"system.startup"}, QJsonObject{{"device", 7}})).ok());
    QVERIFY(publish(systemEvent()).empty());
}

void TestSubscriptions::filtersPerTopicAreBounded()
{
    for (int i = 0; i < 32; ++i)
        subscribe(alice, {"camera.connected"}, QJsonObject{{"device", QString("camera%1").arg(i)}});
    QVERIFY(!m_subscriptions->subscribe(alice, topics({"system.startup", "camera.connected"}, QJsonObject{{"device", "camera99"}})).ok());
    QCOMPARE(m_subscriptions->stats(alice).clientTopics.size(), size_t(1));
    subscribe(alice, {"camera.connected"}, QJsonObject{{"device", "camera5"}});
}

void TestSubscriptions::unsubscribingEndsSomeOrAll()
{
    subscribe(alice, {"camera.connected", "camera_status_update", "system.startup"});
    api::UnsubscribeEvents::Params some;
    some.topics = topics({"camera.connected", "system.health"}).topics;
    QCOMPARE(m_subscriptions->unsubscribe(alice, some)->topics, std::vector<QString>({"camera.connected"}));
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
    QCOMPARE(m_subscriptions->unsubscribe(alice, {})->topics, std::vector<QString>({"camera_status_update", "system.startup"}));
    QVERIFY(publish(cameraEvent(1)).empty());
    QVERIFY(m_subscriptions->unsubscribe(alice, {})->topics.empty());
}

void TestSubscriptions::closedConnectionGetsNothing()
{
    subscribe(alice, {"system.startup"});
    m_subscriptions->connectionClosed(alice);
    QVERIFY(publish(systemEvent()).empty());
    QCOMPARE(m_subscriptions->stats(alice).globalStats.totalSubscriptions, 0);
}

void TestSubscriptions::statsCountTopicsAndClients()
{
    subscribe(alice, {"camera.connected", "system.startup"});
    subscribe(alice, {"camera.connected"}, QJsonObject{{"device", "camera1"}});
    subscribe(bob, {"camera.connected"});
    const auto stats = m_subscriptions->stats(alice);
    QCOMPARE(stats.globalStats.totalSubscriptions, 3);
    QCOMPARE(stats.globalStats.activeClients, 2);
    QCOMPARE(stats.globalStats.topicCounts, (std::map<QString, qint64>{{"camera.connected", 2}, {"system.startup", 1}}));
    QCOMPARE(stats.clientTopics, std::vector<QString>({"camera.connected", "system.startup"}));
    QCOMPARE(stats.clientId, QString("client-1"));
    QVERIFY(m_subscriptions->stats(ConnectionId{9}).clientTopics.empty());
}

void TestSubscriptions::faceThatIsNoObjectIsNotSent_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("an array") << QByteArray("[1]");
    QTest::newRow("null") << QByteArray("null");
}

void TestSubscriptions::faceThatIsNoObjectIsNotSent()
{
    QFETCH(QByteArray, params);
    subscribe(alice, {"system.startup"});
    Event event = systemEvent();
    event.faces[0].params = params;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("are no JSON object"));
    QVERIFY(publish(event).empty());
}

void TestSubscriptions::sinkMayCloseConnections()
{
    subscribe(alice, {"system.startup"});
    subscribe(bob, {"system.startup"});
    m_onSend = [this](ConnectionId connection) { m_subscriptions->connectionClosed(connection); };
    QCOMPARE(publish(systemEvent()).size(), size_t(2));
    QVERIFY(publish(systemEvent()).empty());
}

void TestSubscriptions::manyClientsShareOneFrame()
{
    for (quint64 i = 10; i < 510; ++i) {
        m_audience->listeners[ConnectionId{i}] = {viewer(), "cam.example"};
        subscribe(ConnectionId{i}, {"camera_status_update"});
    }
    m_raw.clear();
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(500));
    for (const QByteArray &frame : m_raw)
        QVERIFY(frame.constData() == m_raw.front().constData());
}

QTEST_GUILESS_MAIN(TestSubscriptions)
#include "tst_subscriptions.moc"

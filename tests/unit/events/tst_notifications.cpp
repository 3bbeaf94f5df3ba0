#include "support/testprogram.h"
#include "unit/events/subscriptionsfixture.h"

using namespace cs;

// How a notification looks when it reaches a client.
class TestNotifications : public SubscriptionsFixture {
    Q_OBJECT
private Q_SLOTS:
    void notificationIsJsonRpcWithoutIdAndCarriesSeqAndTimestamp();
    void timestampOfTheFaceIsKept();
    void eventComesUnderEverySubscribedNameInThatNamesShape();
    void hostSlotTakesEachClientsHost();
    void hostIsEscaped();
    void faceThatIsNoObjectIsNotSent_data();
    void faceThatIsNoObjectIsNotSent();
    void sinkMayCloseConnections();
    void manyClientsShareOneFrame();
};

void TestNotifications::notificationIsJsonRpcWithoutIdAndCarriesSeqAndTimestamp()
{
    subscribe(alice, {"camera.connected", "system.startup"});
    const auto camera = publish(cameraEvent(1));
    QCOMPARE(camera.size(), size_t(1));
    QCOMPARE(
        camera[0].frame,
        QJsonObject(
            {{"jsonrpc", "2.0"},
             {"method", "camera.connected"},
             {"params", QJsonObject({{"device", "camera1"}, {"seq", 1}, {"timestamp", "2026-01-01T00:00:00.000Z"}})}}));
    const auto system = publish(systemEvent());
    QCOMPARE(system[0].params(), QJsonObject({{"seq", 2}, {"timestamp", "2026-01-01T00:00:00.000Z"}}));
}

void TestNotifications::timestampOfTheFaceIsKept()
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

void TestNotifications::eventComesUnderEverySubscribedNameInThatNamesShape()
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

void TestNotifications::hostSlotTakesEachClientsHost()
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

void TestNotifications::hostIsEscaped()
{
    m_audience->listeners[alice].host = "evil\",\"device\":\"camera9\\";
    subscribe(alice, {"camera_status_update"});
    const auto sent = publish(cameraEvent(1));
    QCOMPARE(sent.size(), size_t(1));
    QCOMPARE(sent[0].params().value("device").toString(), QString("camera1"));
    QCOMPARE(sent[0].params().value("streams").toObject().value("rtsp").toString(),
             QString("rtsp://evil\",\"device\":\"camera9\\:8554/camera1"));
}

void TestNotifications::faceThatIsNoObjectIsNotSent_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("an array") << QByteArray("[1]");
    QTest::newRow("null") << QByteArray("null");
}

void TestNotifications::faceThatIsNoObjectIsNotSent()
{
    QFETCH(QByteArray, params);
    subscribe(alice, {"system.startup"});
    Event event = systemEvent();
    event.faces[0].params = params;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("are no JSON object"));
    QVERIFY(publish(event).empty());
}

void TestNotifications::sinkMayCloseConnections()
{
    subscribe(alice, {"system.startup"});
    subscribe(bob, {"system.startup"});
    m_onSend = [this](ConnectionId connection) { m_subscriptions->connectionClosed(connection); };
    QCOMPARE(publish(systemEvent()).size(), size_t(2));
    QVERIFY(publish(systemEvent()).empty());
}

void TestNotifications::manyClientsShareOneFrame()
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

CS_TEST(TestNotifications)
#include "tst_notifications.moc"

#include "support/testprogram.h"
#include "unit/events/subscriptionsfixture.h"

using namespace cs;

// Who gets which notification.
class TestSubscriptions : public SubscriptionsFixture {
    Q_OBJECT
private Q_SLOTS:
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
    void subscribeAnswersWithTopicsFiltersAndLastSeq();
    void eventOfTheSameTurnComesAfterSubscribing();
    void unknownTopicIsRefusedWithTheNearest();
    void emptyTopicsAreRefused();
    void badFilterChangesNothing();
    void filtersPerTopicAreBounded();
    void unsubscribingEndsSomeOrAll();
    void closedConnectionGetsNothing();
    void statsCountTopicsAndClients();
};

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

void TestSubscriptions::subscribeAnswersWithTopicsFiltersAndLastSeq()
{
    publish(systemEvent());
    publish(systemEvent());
    const QJsonObject filters{{"device", "camera1"}};
    const auto reply = subscribed(alice, topics({"system.health", "camera.connected", "system.health"}, filters));
    QVERIFY(reply.ok());
    QCOMPARE(reply->topics, std::vector<QString>({"system.health", "camera.connected"}));
    QCOMPARE(reply->filters, filters);
    QCOMPARE(reply->lastSeq, 2);
    QVERIFY(reply->subscribed);
}

void TestSubscriptions::eventOfTheSameTurnComesAfterSubscribing()
{
    m_bus->publish(systemEvent());
    const auto reply = subscribed(alice, topics({"system.startup"}));
    QCOMPARE(reply->lastSeq, 0);
    QCoreApplication::processEvents();
    QCOMPARE(m_sent.size(), size_t(1));
    QCOMPARE(m_sent[0].params().value("seq").toInt(), 1);
}

void TestSubscriptions::unknownTopicIsRefusedWithTheNearest()
{
    const auto near = subscribed(alice, topics({"system.startup", "camera.conected"}));
    QVERIFY(!near.ok());
    QCOMPARE(near.error().code, ErrorCode::InvalidParams);
    QCOMPARE(near.error().data.value("param").toString(), QString("topics"));
    QVERIFY(near.error().data.value("rule").toString().contains("camera.conected"));
    QVERIFY(near.error().data.value("hint").toString().contains("'camera.connected'"));
    const auto far = subscribed(alice, topics({"weather"}));
    QVERIFY(far.error().data.value("hint").toString().contains("recording.start"));
    QVERIFY(publish(systemEvent()).empty());
    api::UnsubscribeEvents::Params unsubscribe;
    unsubscribe.topics = topics({"weather"}).topics;
    QVERIFY(!m_subscriptions->unsubscribe(alice, unsubscribe).ok());
}

void TestSubscriptions::emptyTopicsAreRefused()
{
    const auto empty = subscribed(alice, topics({}));
    QVERIFY(!empty.ok());
    QCOMPARE(empty.error().data.value("param").toString(), QString("topics"));
}

void TestSubscriptions::badFilterChangesNothing()
{
    QVERIFY(!subscribed(alice, topics({"system.startup"}, QJsonObject{{"device", 7}})).ok());
    QVERIFY(publish(systemEvent()).empty());
}

void TestSubscriptions::filtersPerTopicAreBounded()
{
    for (int i = 0; i < 32; ++i)
        subscribe(alice, {"camera.connected"}, QJsonObject{{"device", QString("camera%1").arg(i)}});
    QVERIFY(
        !subscribed(alice, topics({"system.startup", "camera.connected"}, QJsonObject{{"device", "camera99"}})).ok());
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
    QCOMPARE(m_subscriptions->unsubscribe(alice, {})->topics,
             std::vector<QString>({"camera_status_update", "system.startup"}));
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
    QCOMPARE(stats.globalStats.topicCounts,
             (std::map<QString, qint64>{{"camera.connected", 2}, {"system.startup", 1}}));
    QCOMPARE(stats.clientTopics, std::vector<QString>({"camera.connected", "system.startup"}));
    QCOMPARE(stats.clientId, QString("client-1"));
    QVERIFY(m_subscriptions->stats(ConnectionId{9}).clientTopics.empty());
}

CS_TEST(TestSubscriptions)
#include "tst_subscriptions.moc"

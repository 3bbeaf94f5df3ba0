#include "support/testprogram.h"
#include "unit/events/subscriptionsfixture.h"

using namespace cs;

// Clients that do not keep up, and the notices they get.
class TestSlowClients : public SubscriptionsFixture {
    Q_OBJECT
private Q_SLOTS:
    void stateIsCoalesced();
    void otherEventsAreLeftOutAndNoticed();
    void whatWasLeftOutCanBeFetched();
    void rightsCountWhenItCatchesUp();
    void othersAreNotHeldUp();
    void streamEventsKeepTheirLastWord();
    void whatIsHeldIsBounded();
    void clientsThatNeverReadStayBounded();
    void anEndedSessionIsToldAfterTheAnswer();
    void otherRightsAreToldToWhoSubscribed();
    void aClosedSlowClientIsForgotten();

private:
    QStringList statesOf(ConnectionId connection) const;
};

QStringList TestSlowClients::statesOf(ConnectionId connection) const
{
    QStringList lines;
    for (const Sent &sent : m_sent) {
        if (sent.to == connection)
            lines << sent.params().value("device").toString() + ' ' + sent.params().value("status").toString();
    }
    return lines;
}

void TestSlowClients::stateIsCoalesced()
{
    subscribe(alice, {"camera_status_update"});
    m_queued[alice] = Deliveries::SlowBytes + 1;
    for (int i = 0; i < 50; ++i)
        publish(cameraEvent(static_cast<quint32>(i % 3), i < 47 ? "CONNECTED" : "ERROR"));
    QVERIFY(m_sent.empty());
    m_queued[alice] = 0;
    m_subscriptions->drained(alice);
    QCOMPARE(statesOf(alice), QStringList({"camera2 ERROR", "camera0 ERROR", "camera1 ERROR"}));
    QCOMPARE(m_sent[2].params().value("seq").toInt(), 50);
    // Newer states would have been all it wanted: nothing to be told.
    QCOMPARE(m_sent.size(), size_t(3));
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
}

void TestSlowClients::otherEventsAreLeftOutAndNoticed()
{
    subscribe(alice, {"camera.connected"});
    publish(cameraEvent(1));
    m_queued[alice] = Deliveries::SlowBytes + 1;
    for (int i = 0; i < 5; ++i)
        QVERIFY(publish(cameraEvent(1)).empty());
    // Half empty is not empty enough.
    m_queued[alice] = Deliveries::DrainedBytes;
    m_subscriptions->drained(alice);
    QVERIFY(publish(cameraEvent(1)).empty());
    m_queued[alice] = 10;
    m_sent.clear();
    QTRY_COMPARE(m_sent.size(), size_t(1));
    QCOMPARE(m_sent[0].method(), QString("events.resync"));
    QVERIFY(!m_sent[0].frame.contains("id"));
    QCOMPARE(m_sent[0].params(),
             QJsonObject({{"from_seq", 1}, {"last_seq", 7}, {"timestamp", "2026-01-01T00:00:00.000Z"}}));
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
}

void TestSlowClients::whatWasLeftOutCanBeFetched()
{
    subscribe(alice, {"camera.connected"});
    publish(cameraEvent(1));
    m_queued[alice] = Deliveries::SlowBytes + 1;
    for (int i = 0; i < 5; ++i)
        publish(cameraEvent(1));
    m_queued[alice] = 0;
    m_subscriptions->drained(alice);
    publish(cameraEvent(1));
    auto params = topics({"camera.connected"});
    params.sinceSeq = 1;
    m_sent.clear();
    QVERIFY(!subscribed(alice, params)->resyncRequired);
    QTRY_COMPARE(m_sent.size(), size_t(5));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_sent[static_cast<size_t>(i)].params().value("seq").toInt(), 2 + i);
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
}

void TestSlowClients::rightsCountWhenItCatchesUp()
{
    subscribe(alice, {"camera_status_update"});
    m_queued[alice] = Deliveries::SlowBytes + 1;
    publish(cameraEvent(1));
    publish(cameraEvent(2));
    m_audience->listeners[alice].principal = viewer(QSet<CameraId>{CameraId(2)});
    m_queued[alice] = 0;
    m_subscriptions->drained(alice);
    QCOMPARE(statesOf(alice), QStringList({"camera2 CONNECTED"}));
}

void TestSlowClients::othersAreNotHeldUp()
{
    subscribe(alice, {"camera.connected"});
    subscribe(bob, {"camera.connected"});
    m_queued[alice] = Deliveries::SlowBytes + 1;
    const auto sent = publish(cameraEvent(1));
    QCOMPARE(sent.size(), size_t(1));
    QCOMPARE(sent[0].to, bob);
}

void TestSlowClients::streamEventsKeepTheirLastWord()
{
    const auto stream = [](const QString &topic) {
        Event event;
        event.type = topic;
        event.camera = CameraId(1);
        event.faces = {{topic, R"({"name":"camera1"})"}};
        return event;
    };
    subscribe(alice, {"mediamtx.stream_started", "mediamtx.stream_stopped"});
    m_queued[alice] = Deliveries::SlowBytes + 1;
    for (const char *topic : {"started", "stopped", "started", "stopped", "started"})
        publish(stream(QStringLiteral("mediamtx.stream_") + QString::fromLatin1(topic)));
    m_queued[alice] = 0;
    m_subscriptions->drained(alice);
    QCOMPARE(m_sent.size(), size_t(2));
    QCOMPARE(m_sent.back().method(), QString("mediamtx.stream_started"));
}

void TestSlowClients::whatIsHeldIsBounded()
{
    subscribe(alice, {"camera_status_update"});
    m_queued[alice] = Deliveries::SlowBytes + 1;
    for (quint32 camera = 0; camera < 100; ++camera) {
        Event event = cameraEvent(camera);
        event.faces[1].params.chop(1);
        event.faces[1].params += ",\"text\":\"" + QByteArray(20'000, 'x') + "\"}";
        m_bus->publish(event);
    }
    QCoreApplication::processEvents();
    m_queued[alice] = 0;
    m_subscriptions->drained(alice);
    qint64 bytes = 0;
    for (const QByteArray &frame : m_raw)
        bytes += frame.size();
    QVERIFY2(bytes > Deliveries::MaxHeldBytes / 2 && bytes < Deliveries::MaxHeldBytes + 1000,
             qPrintable(QString::number(bytes)));
    QCOMPARE(m_sent.back().method(), QString("events.resync"));
    QCOMPARE(m_sent.back().params().value("last_seq").toInt(), 100);
}

void TestSlowClients::clientsThatNeverReadStayBounded()
{
    constexpr quint64 clients = 20;
    m_onSend = [this](ConnectionId to) { m_queued[to] += m_raw.back().size(); };
    for (quint64 i = 0; i < clients; ++i) {
        const ConnectionId connection{100 + i};
        m_audience->listeners[connection] = {viewer(), QString("host%1").arg(i)};
        QStringList all;
        for (const char *topic : api::topics)
            all << QString::fromLatin1(topic);
        subscribe(connection, all);
    }
    for (int i = 0; i < 10'000; ++i) {
        m_bus->publish(i % 2 ? cameraEvent(static_cast<quint32>(i % 64))
                             : recordingEvent(static_cast<quint32>(i % 64)));
        if (i % 100 == 99) {
            QCoreApplication::processEvents();
            m_sent.clear();
            m_raw.clear();
        }
    }
    QCoreApplication::processEvents();
    for (quint64 i = 0; i < clients; ++i) {
        const qint64 queued = m_queued.value(ConnectionId{100 + i});
        QVERIFY2(queued > Deliveries::SlowBytes && queued < Deliveries::SlowBytes + 2000,
                 qPrintable(QString::number(queued)));
    }
}

void TestSlowClients::anEndedSessionIsToldAfterTheAnswer()
{
    subscribe(alice, {"camera.connected"});
    m_subscriptions->sessionEnded(alice, SessionId("s1"), SessionEnd::UserDisabled);
    QVERIFY(m_sent.empty());
    QVERIFY(m_subscriptions->stats(alice).clientTopics.empty());
    QCoreApplication::processEvents();
    QCOMPARE(m_sent.size(), size_t(1));
    QCOMPARE(m_sent[0].frame, QJsonObject({{"jsonrpc", "2.0"},
                                           {"method", "session.ended"},
                                           {"params", QJsonObject({{"session_id", "s1"},
                                                                   {"code", "user_disabled"},
                                                                   {"reason", "user disabled or removed"},
                                                                   {"timestamp", "2026-01-01T00:00:00.000Z"}})}}));
    QVERIFY(publish(cameraEvent(1)).empty());
}

void TestSlowClients::otherRightsAreToldToWhoSubscribed()
{
    subscribe(alice, {"camera.connected"});
    m_subscriptions->rightsChanged(alice, SessionId("s1"));
    m_subscriptions->rightsChanged(bob, SessionId("s2"));
    QVERIFY(m_sent.empty());
    QCoreApplication::processEvents();
    QCOMPARE(m_sent.size(), size_t(1));
    QVERIFY(m_sent[0].to == alice);
    QCOMPARE(m_sent[0].frame,
             QJsonObject({{"jsonrpc", "2.0"},
                          {"method", "session.rights_changed"},
                          {"params", QJsonObject({{"session_id", "s1"}, {"timestamp", "2026-01-01T00:00:00.000Z"}})}}));
    // The subscription goes on.
    QCOMPARE(publish(cameraEvent(1)).size(), size_t(1));
}

void TestSlowClients::aClosedSlowClientIsForgotten()
{
    subscribe(alice, {"camera.connected"});
    m_queued[alice] = Deliveries::SlowBytes + 1;
    publish(cameraEvent(1));
    m_subscriptions->connectionClosed(alice);
    m_queued[alice] = 0;
    m_subscriptions->drained(alice);
    QTest::qWait(300);
    QVERIFY(m_sent.empty());
}

CS_TEST(TestSlowClients)
#include "tst_slowclients.moc"

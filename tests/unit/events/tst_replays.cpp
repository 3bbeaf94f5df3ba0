#include "support/testprogram.h"
#include "unit/events/replayfixture.h"

using namespace cs;

// What a client that was away gets when it comes back.
class TestReplays : public ReplayFixture {
    Q_OBJECT
private Q_SLOTS:
    void missedEventsComeInOrderAndThenTheLiveOnes();
    void missedEventsLookAsTheyDid();
    void theAnswerComesFirst();
    void nothingMissedIsNothingSent();
    void onlyTopicsAndFiltersOfTheSubscriptionCome();
    void recordingStatusComesWithCameraStatusToo();
    void rightsAreThoseOfTheMoment();
    void whatWasSentLiveDoesNotComeAgain();
    void unsubscribingEndsTheReplay();
    void aClosedConnectionEndsTheReplay();
    void replaysOfAConnectionAreBounded();
    void aFullQueueHoldsTheReplay();
    void manyClientsAtOnceGetAll();
    void cutOffAHundredTimesEachEventComesOnce();
};

void TestReplays::missedEventsComeInOrderAndThenTheLiveOnes()
{
    startBus(littleMemory());
    publishMany(350);
    const auto reply = resume(alice, {"camera.connected"}, 10);
    QVERIFY(reply.ok() && !reply->resyncRequired);
    QCOMPARE(reply->lastSeq, 350);
    QCOMPARE(reply->epoch, m_bus->epoch());
    // Live ones while it runs.
    publishMany(30);
    QTRY_COMPARE(seqsOf(alice).size(), size_t(370));
    publishMany(1);
    QCOMPARE(seqsOf(alice), range(11, 381));
}

void TestReplays::missedEventsLookAsTheyDid()
{
    startBus(littleMemory());
    subscribe(bob, {"camera_status_update"});
    m_audience->listeners[alice].host = m_audience->listeners[bob].host;
    Event event = cameraEvent(1);
    event.faces[1].params = "{\"a\":1.5,\"b\":2.0,\"c\":[null,true,\"\\u00fc\\\\u0001\"],\"z\":12345678901,"
                            "\"rtsp\":\"rtsp://\001:8554/camera1\"}";
    m_bus->publish(event);
    publishMany(9);
    QTRY_COMPARE(seqsOf(bob).size(), size_t(10));
    QVERIFY(resume(alice, {"camera_status_update"}, 0).ok());
    QTRY_COMPARE(seqsOf(alice).size(), size_t(10));
    QCOMPARE(m_sent[10].params(), m_sent[0].params());
    QCOMPARE(m_sent[19].params(), m_sent[9].params());
}

void TestReplays::theAnswerComesFirst()
{
    publishMany(3);
    auto params = topics({"camera.connected"});
    params.sinceSeq = 0;
    const auto answer = m_subscriptions->subscribe(alice, params);
    QVERIFY(answer.isFinished());
    QVERIFY(m_sent.empty());
    QTRY_COMPARE(seqsOf(alice), range(1, 3));
}

void TestReplays::nothingMissedIsNothingSent()
{
    publishMany(3);
    const auto reply = resume(alice, {"camera.connected"}, 3);
    QVERIFY(!reply->resyncRequired);
    QCoreApplication::processEvents();
    QVERIFY(m_sent.empty());
    publishMany(1);
    QCOMPARE(seqsOf(alice), range(4, 4));
}

void TestReplays::onlyTopicsAndFiltersOfTheSubscriptionCome()
{
    startBus(littleMemory());
    for (int i = 0; i < 40; ++i)
        m_bus->publish(i % 4 == 0 ? systemEvent() : cameraEvent(static_cast<quint32>(i % 4)));
    QCoreApplication::processEvents();
    QVERIFY(resume(alice, {"camera.connected"}, 0, QJsonObject{{"device", "camera2"}}).ok());
    QTRY_COMPARE(m_sent.size(), size_t(10));
    publishMany(1);
    QCOMPARE(m_sent.size(), size_t(10));
    for (const Sent &sent : m_sent) {
        QCOMPARE(sent.method(), QString("camera.connected"));
        QCOMPARE(sent.params().value("device").toString(), QString("camera2"));
    }
}

void TestReplays::recordingStatusComesWithCameraStatusToo()
{
    m_bus->publish(recordingEvent(1));
    QCoreApplication::processEvents();
    QVERIFY(resume(alice, {"camera_status_update"}, 0).ok());
    QTRY_COMPARE(m_sent.size(), size_t(1));
    QVERIFY(resume(bob, {"camera_status_update", "recording_status_update"}, 0).ok());
    QTRY_COMPARE(m_sent.size(), size_t(2));
    QCoreApplication::processEvents();
    QCOMPARE(m_sent.size(), size_t(2));
    QCOMPARE(m_sent[1].method(), QString("recording_status_update"));
}

void TestReplays::rightsAreThoseOfTheMoment()
{
    startBus(littleMemory());
    for (int i = 0; i < 30; ++i)
        m_bus->publish(cameraEvent(static_cast<quint32>(i % 3)));
    QCoreApplication::processEvents();
    m_audience->listeners[alice].principal = viewer(QSet<CameraId>{CameraId(1)});
    QVERIFY(resume(alice, {"camera.connected"}, 0).ok());
    QTRY_COMPARE(m_sent.size(), size_t(10));
    for (const Sent &sent : m_sent)
        QCOMPARE(sent.params().value("device").toString(), QString("camera1"));
    m_audience->listeners[bob].principal = Principal();
    QVERIFY(resume(bob, {"camera.connected"}, 0).ok());
    QTest::qWait(50);
    QVERIFY(seqsOf(bob).empty());
}

void TestReplays::whatWasSentLiveDoesNotComeAgain()
{
    publishMany(5);
    subscribe(alice, {"camera.connected"});
    publishMany(5);
    QCOMPARE(seqsOf(alice), range(6, 10));
    // What was missed before, and nothing of what came since.
    QVERIFY(resume(alice, {"camera.connected"}, 2).ok());
    QTRY_COMPARE(seqsOf(alice).size(), size_t(8));
    publishMany(1);
    std::vector<qint64> seqs = seqsOf(alice);
    std::sort(seqs.begin(), seqs.end());
    QCOMPARE(seqs, range(3, 11));
    // And once more: nothing is due.
    QVERIFY(resume(alice, {"camera.connected"}, 2).ok());
    QTest::qWait(20);
    QCOMPARE(seqsOf(alice).size(), size_t(9));
}

void TestReplays::unsubscribingEndsTheReplay()
{
    startBus(littleMemory());
    publishMany(300);
    auto params = topics({"camera.connected", "camera_status_update"});
    params.sinceSeq = 0;
    const auto answer = m_subscriptions->subscribe(alice, params);
    // Before the store has answered.
    QVERIFY(!answer.isFinished());
    QVERIFY(m_subscriptions->unsubscribe(alice, {}).ok());
    QTRY_VERIFY(answer.isFinished());
    QVERIFY(resultOf(answer).ok());
    publishMany(3);
    QTest::qWait(50);
    QVERIFY(m_sent.empty());
    // Of some topics only: the others go on.
    const auto again = m_subscriptions->subscribe(alice, params);
    api::UnsubscribeEvents::Params some;
    some.topics = topics({"camera.connected"}).topics;
    QVERIFY(m_subscriptions->unsubscribe(alice, some).ok());
    QTRY_COMPARE(m_sent.size(), size_t(303));
    QCOMPARE(m_sent.back().method(), QString("camera_status_update"));
}

void TestReplays::aClosedConnectionEndsTheReplay()
{
    startBus(littleMemory());
    publishMany(300);
    QVERIFY(resume(alice, {"camera.connected"}, 0).ok());
    m_onSend = [this](ConnectionId to) {
        if (seqsOf(to).size() == 50)
            QMetaObject::invokeMethod(
                this, [this, to] { m_subscriptions->connectionClosed(to); }, Qt::QueuedConnection);
    };
    QTest::qWait(100);
    QVERIFY(seqsOf(alice).size() < 300);
    const auto count = m_sent.size();
    publishMany(3);
    QTest::qWait(20);
    QCOMPARE(m_sent.size(), count);
}

void TestReplays::replaysOfAConnectionAreBounded()
{
    startBus(littleMemory());
    publishMany(100);
    std::vector<Async<api::SubscribeEvents::Reply>> answers;
    for (int i = 0; i < 9; ++i) {
        auto params = topics({"camera.connected"}, QJsonObject{{"uptime", i}});
        params.sinceSeq = 0;
        answers.push_back(m_subscriptions->subscribe(alice, params));
    }
    QVERIFY(answers[8].isFinished());
    QCOMPARE(resultOf(answers[8]).error().code, ErrorCode::RateLimited);
    for (const auto &answer : answers)
        QTRY_VERIFY(answer.isFinished());
    QVERIFY(QTest::qWaitFor([&] { return resume(alice, {"system.startup"}, 0).ok(); }));
}

void TestReplays::aFullQueueHoldsTheReplay()
{
    startBus(littleMemory());
    publishMany(500);
    m_onSend = [this](ConnectionId to) { m_queued[to] += 10'000; };
    QVERIFY(resume(alice, {"camera.connected"}, 0).ok());
    QTest::qWait(100);
    // A page after the mark at most.
    QVERIFY(seqsOf(alice).size() >= 26 && seqsOf(alice).size() <= 200);
    const size_t held = seqsOf(alice).size();
    QTest::qWait(300);
    QCOMPARE(seqsOf(alice).size(), held);
    for (int i = 0; i < 20; ++i) {
        m_queued[alice] = 0;
        m_subscriptions->drained(alice);
        QTest::qWait(20);
    }
    QCOMPARE(seqsOf(alice), range(1, 500));
    // Also without a word from the transport.
    m_queued[bob] = 1'000'000;
    QVERIFY(resume(bob, {"camera.connected"}, 400).ok());
    QTest::qWait(50);
    QVERIFY(seqsOf(bob).empty());
    m_onSend = {};
    m_queued[bob] = 0;
    QTRY_COMPARE(seqsOf(bob), range(401, 500));
}

void TestReplays::manyClientsAtOnceGetAll()
{
    startBus(littleMemory());
    publishMany(400);
    constexpr quint64 clients = 60;
    std::vector<Async<api::SubscribeEvents::Reply>> answers;
    for (quint64 i = 0; i < clients; ++i) {
        const ConnectionId connection{100 + i};
        m_audience->listeners[connection] = {viewer(), "host"};
        auto params = topics({"camera.connected"});
        params.sinceSeq = static_cast<qint64>(i);
        answers.push_back(m_subscriptions->subscribe(connection, params));
    }
    publishMany(10);
    for (quint64 i = 0; i < clients; ++i) {
        QTRY_COMPARE_WITH_TIMEOUT(seqsOf(ConnectionId{100 + i}).size(), size_t(410 - i), 20'000);
        QCOMPARE(seqsOf(ConnectionId{100 + i}), range(static_cast<qint64>(i) + 1, 410));
    }
}

void TestReplays::cutOffAHundredTimesEachEventComesOnce()
{
    EventLogOptions options;
    options.recent = 50;
    startBus(options);
    constexpr qint64 total = 10'000;
    srand(4711);
    std::vector<qint64> got;
    quint64 connection = 1000;
    int cuts = 0;
    const auto connectAgain = [&] {
        ++connection;
        m_audience->listeners[ConnectionId{connection}] = {viewer(), "host"};
        auto params = topics({"camera.connected"});
        params.sinceSeq = got.empty() ? 0 : got.back();
        params.sinceEpoch = m_bus->epoch();
        m_subscriptions->subscribe(ConnectionId{connection}, params);
    };
    bool alive = true;
    m_onSend = [&](ConnectionId to) {
        // What reaches a connection that was cut is lost.
        if (alive && to == ConnectionId{connection})
            got.push_back(m_sent.back().params().value("seq").toInteger());
        m_sent.clear();
        m_raw.clear();
        if (alive && cuts < 100 && rand() % 90 == 0)
            alive = false;
    };
    connectAgain();
    qint64 published = 0;
    while (published < total || got.empty() || got.back() < total) {
        for (int i = rand() % 12; i > 0 && published < total; --i, ++published)
            m_bus->publish(cameraEvent(1));
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        if (!alive) {
            ++cuts;
            // The service learns of it a little later, or not before the client is back.
            const ConnectionId old{connection};
            if (rand() % 2)
                m_subscriptions->connectionClosed(old);
            alive = true;
            connectAgain();
            m_subscriptions->connectionClosed(old);
        }
    }
    m_onSend = {};
    QVERIFY2(cuts >= 90, qPrintable(QString::number(cuts)));
    QCOMPARE(got.size(), size_t(total));
    QCOMPARE(got, range(1, total));
}

CS_TEST(TestReplays)
#include "tst_replays.moc"

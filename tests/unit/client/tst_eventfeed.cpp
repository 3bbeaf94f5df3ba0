#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include "client/eventfeed.h"
#include "support/quoted.h"
#include "support/scriptedservice.h"
#include "support/testprogram.h"

using namespace cs;

class TestEventFeed : public QObject {
    Q_OBJECT

    struct Seen {
        QString topic;
        qint64 seq;
        bool operator==(const Seen &) const = default;
    };

    bool reachesCurrent()
    {
        return QTest::qWaitFor([&] { return m_feed->isCurrent(); });
    }
    // Whatever was sent has arrived.
    void settle() { QTest::qWait(5); }
    QJsonObject subscription() const { return m_service->lastParams("subscribe_events"); }
    QStringList topics() const
    {
        QStringList list;
        for (const QJsonValue &topic : subscription().value("topics").toArray())
            list << topic.toString();
        return list;
    }

    std::unique_ptr<ScriptedService> m_service;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<EventFeed> m_feed;
    std::vector<Seen> m_seen;

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<ScriptedService>();
        m_service->lastSeq = 10;
        m_session = std::make_unique<Session>(m_service->transports(), scriptedOptions());
        m_feed = std::make_unique<EventFeed>(*m_session);
        m_seen.clear();
        connect(m_feed.get(), &EventFeed::event, this, [this](const QString &topic, const json::Value &, qint64 seq) {
            m_seen.push_back({topic, seq});
        });
    }
    void cleanup()
    {
        m_feed.reset();
        m_session.reset();
        m_service.reset();
    }

    void wishesOfSeveralBecomeOneSubscription()
    {
        const auto one = m_feed->want({"camera.connected", "recording.start"});
        const auto two = m_feed->want({"recording.start", "snapshot.taken"});
        QSignalSpy resync(m_feed.get(), &EventFeed::resyncNeeded);
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        QCOMPARE(m_service->countOf("subscribe_events"), 1);
        QCOMPARE(topics(), (QStringList{"camera.connected", "recording.start", "snapshot.taken"}));
        QVERIFY(!subscription().contains("since_seq"));
        // Nothing is known yet: the models read the state.
        QCOMPARE(resync.count(), 1);
    }

    void laterWishesAreAdded()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        const auto two = m_feed->want({"recording.start"});
        QTRY_COMPARE(m_service->countOf("subscribe_events"), 2);
        QCOMPARE(topics(), QStringList{"recording.start"});
        QVERIFY(m_feed->isCurrent());
    }

    void lastWishThatGoesUnsubscribes()
    {
        auto one = m_feed->want({"camera.connected", "recording.start"});
        auto two = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        one = {};
        QTRY_COMPARE(m_service->countOf("unsubscribe_events"), 1);
        QCOMPARE(m_service->lastParams("unsubscribe_events").value("topics").toArray(), QJsonArray{"recording.start"});
        m_service->publish("recording.start", 11);
        m_service->publish("camera.connected", 12);
        settle();
        QCOMPARE(m_seen, (std::vector<Seen>{{"camera.connected", 12}}));
    }

    void missedEventsAreAskedForAndComeOnce()
    {
        const auto one = m_feed->want({"camera.connected", "recording.start"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        m_service->publish("camera.connected", 11);
        settle();
        QSignalSpy current(m_feed.get(), &EventFeed::currentChanged);
        QSignalSpy resync(m_feed.get(), &EventFeed::resyncNeeded);
        m_service->drop();
        QVERIFY(!m_feed->isCurrent());
        m_service->lastSeq = 13;
        QTRY_COMPARE(m_service->countOf("subscribe_events"), 2);
        // The one before the last, whose other names may not have come.
        QCOMPARE(subscription().value("since_seq").toInteger(), 10);
        QCOMPARE(subscription().value("since_epoch").toString(), QStringLiteral("e1"));
        settle();
        QVERIFY(!m_feed->isCurrent());
        m_service->publish("camera.connected", 11);
        m_service->publish("recording.start", 11);
        m_service->publish("camera.connected", 12);
        m_service->publish("camera.connected", 12);
        m_service->publish("recording.start", 13);
        QVERIFY(reachesCurrent());
        QCOMPARE(
            m_seen,
            (std::vector<Seen>{
                {"camera.connected", 11}, {"recording.start", 11}, {"camera.connected", 12}, {"recording.start", 13}}));
        QCOMPARE(resync.count(), 0);
        QCOMPARE(current.count(), 2);
    }

    void nothingMissedIsCurrentAtOnce()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        m_service->drop();
        QVERIFY(QTest::qWaitFor([&] { return m_feed->isCurrent(); }, 300));
        QCOMPARE(subscription().value("since_seq").toInteger(), 10);
    }

    void whatCannotBeSentIsReadAnew()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        QSignalSpy resync(m_feed.get(), &EventFeed::resyncNeeded);
        m_service->resync = true;
        m_service->epoch = "e2";
        m_service->lastSeq = 2;
        m_service->drop();
        QVERIFY(reachesCurrent());
        QCOMPARE(resync.count(), 1);
        // The numbers began anew.
        m_service->publish("camera.connected", 3);
        settle();
        QCOMPARE(m_seen, (std::vector<Seen>{{"camera.connected", 3}}));
        QCOMPARE(m_feed->epoch(), QStringLiteral("e2"));
    }

    void leftOutEventsAreReadAnew()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        QSignalSpy resync(m_feed.get(), &EventFeed::resyncNeeded);
        m_service->notify("events.resync",
                          quoted("{'from_seq':11,'last_seq':20,'timestamp':'2026-11-23T10:00:00.000Z'}"));
        QVERIFY(resync.wait());
    }

    void otherRightsMeanThatStateIsReadAnew()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        QSignalSpy resync(m_feed.get(), &EventFeed::resyncNeeded);
        m_service->notify("session.rights_changed",
                          quoted("{'session_id':'s1','timestamp':'2026-11-23T10:00:00.000Z'}"));
        QVERIFY(resync.wait());
        QVERIFY(m_feed->isCurrent());
    }

    void anotherUserBeginsAnew()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        m_session->signOut();
        QVERIFY(!m_feed->isCurrent());
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        QVERIFY(!subscription().contains("since_seq"));
    }

    void nonsenseIsPassedOver()
    {
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(reachesCurrent());
        m_service->notify("camera.connected", quoted("{'device':'camera0'}"));
        m_service->notify("camera.connected", quoted("{'seq':'11'}"));
        m_service->notify("camera.connected", "[]");
        m_service->publish("camera.disconnected", 12);
        settle();
        QVERIFY(m_seen.empty());
        QVERIFY(m_session->isLive());
    }

    void refusedSubscriptionIsTriedAgain()
    {
        int tries = 0;
        const auto good = m_service->transports();
        m_service->on("subscribe_events", [&tries](const QJsonObject &) -> ScriptedService::Answer {
            if (++tries == 1)
                return ErrorObject{rpccode::RateLimited, QStringLiteral("rate limited"), {}};
            return QByteArray(quoted(
                "{'subscribed':true,'topics':[],'filters':{},'last_seq':1,'resync_required':false,'epoch':'e'}"));
        });
        const auto one = m_feed->want({"camera.connected"});
        QVERIFY(goLive(*m_session));
        QVERIFY(QTest::qWaitFor([&] { return m_feed->isCurrent(); }, 5000));
        QCOMPARE(tries, 2);
    }
};

CS_TEST(TestEventFeed)
#include "tst_eventfeed.moc"

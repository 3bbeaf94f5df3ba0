
#include "cameras/linkwatch.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Polls twice a second, as the media server does.
struct Polls {
    explicit Polls(LinkWatch::Feed feed = LinkWatch::Feed::Pulled) : watch(feed, 4s) {}

    void poll(qint64 bytes, std::chrono::milliseconds after = 500ms)
    {
        now += after;
        PathState state;
        state.available = state.online = true;
        state.inboundBytes = bytes;
        watch.poll(&state, now);
    }
    // As an address that never answered: online all the same.
    void unavailable()
    {
        now += 500ms;
        PathState state;
        state.online = true;
        watch.poll(&state, now);
    }
    void unknown()
    {
        now += 500ms;
        watch.poll(nullptr, now);
    }
    void connect()
    {
        poll(1000);
        poll(2000);
    }

    LinkWatch watch;
    LinkWatch::Time now{std::chrono::hours(1)};
};

}  // namespace

class TestLinkWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesThatGrowMeanConnected();
    void bytesThatDoNotGrowAreNoConnection();
    void onlineAloneIsNoConnection();
    void silenceEndsTheConnectionAfterFourSeconds();
    void oneLatePollDoesNotFlap();
    void oneOddPollDoesNotFlap();
    void twoUnavailablePollsEndTheConnection();
    void counterThatBeginsAnewIsGrowth();
    void returnAfterSilenceConnectsAtOnce();
    void reasonsSayWhatIsKnown();
    void serverAwayForgetsEverything();
    void bitrateIsMeasuredOverTheLastSeconds();
};

void TestLinkWatch::bytesThatGrowMeanConnected()
{
    Polls p;
    p.poll(1000);
    QVERIFY(!p.watch.isConnected());
    p.poll(1001);
    QVERIFY(p.watch.isConnected());
    QVERIFY(p.watch.grew());
    QVERIFY(p.watch.reason().isEmpty());
}

void TestLinkWatch::bytesThatDoNotGrowAreNoConnection()
{
    Polls p;
    for (int i = 0; i < 20; ++i)
        p.poll(5000);
    QVERIFY(!p.watch.isConnected());
    QCOMPARE(p.watch.reason(), QStringLiteral("waiting for data"));
}

void TestLinkWatch::onlineAloneIsNoConnection()
{
    Polls p;
    for (int i = 0; i < 20; ++i)
        p.unavailable();
    QVERIFY(!p.watch.isConnected());
}

void TestLinkWatch::silenceEndsTheConnectionAfterFourSeconds()
{
    Polls p;
    p.connect();
    for (int i = 0; i < 7; ++i) {
        p.poll(2000);
        QVERIFY(p.watch.isConnected());
    }
    p.poll(2000);
    QVERIFY(!p.watch.isConnected());
    QCOMPARE(p.watch.reason(), QStringLiteral("no data for 4 s"));
    QCOMPARE(p.watch.silentFor(p.now), 4000ms);
}

void TestLinkWatch::oneLatePollDoesNotFlap()
{
    Polls p;
    p.connect();
    p.poll(2000, 9s);
    QVERIFY(p.watch.isConnected());
    p.poll(3000);
    QVERIFY(p.watch.isConnected());
    p.poll(3000, 9s);
    QVERIFY(p.watch.isConnected());
    p.poll(3000);
    QVERIFY(!p.watch.isConnected());
}

void TestLinkWatch::oneOddPollDoesNotFlap()
{
    Polls p;
    p.connect();
    p.unavailable();
    QVERIFY(p.watch.isConnected());
    p.poll(300);
    QVERIFY(p.watch.isConnected());
    p.unknown();
    QVERIFY(p.watch.isConnected());
    p.poll(600);
    QVERIFY(p.watch.isConnected());
}

void TestLinkWatch::twoUnavailablePollsEndTheConnection()
{
    Polls p;
    p.connect();
    p.unavailable();
    p.unavailable();
    QVERIFY(!p.watch.isConnected());
    QCOMPARE(p.watch.reason(), QStringLiteral("not reachable or refused the login"));
}

void TestLinkWatch::counterThatBeginsAnewIsGrowth()
{
    Polls p;
    p.connect();
    p.poll(10);
    QVERIFY(p.watch.isConnected() && p.watch.grew());
    p.poll(0);
    QVERIFY(!p.watch.grew());
}

void TestLinkWatch::returnAfterSilenceConnectsAtOnce()
{
    Polls p;
    p.connect();
    for (int i = 0; i < 30; ++i)
        p.unavailable();
    QVERIFY(!p.watch.isConnected());
    p.poll(1);
    QVERIFY(p.watch.isConnected());
}

void TestLinkWatch::reasonsSayWhatIsKnown()
{
    Polls pulled;
    pulled.unknown();
    QCOMPARE(pulled.watch.reason(), QStringLiteral("not known to the media server yet"));
    pulled.unavailable();
    QCOMPARE(pulled.watch.reason(), QStringLiteral("connecting"));
    for (int i = 0; i < 6; ++i)
        pulled.unavailable();
    QCOMPARE(pulled.watch.reason(), QStringLiteral("not reachable or refused the login"));
    Polls published(LinkWatch::Feed::Published);
    published.unavailable();
    QCOMPARE(published.watch.reason(), QStringLiteral("waiting for its publisher"));
}

void TestLinkWatch::serverAwayForgetsEverything()
{
    Polls p;
    p.connect();
    p.watch.serverAway(QStringLiteral("media server is restarting"));
    QVERIFY(!p.watch.isConnected());
    QVERIFY(!p.watch.grew());
    QCOMPARE(p.watch.reason(), QStringLiteral("media server is restarting"));
    QCOMPARE(p.watch.bitrate(), 0.0);
    QCOMPARE(p.watch.silentFor(p.now + 1h), 0ms);
    // The first number after it compares with nothing.
    p.poll(5000);
    QVERIFY(!p.watch.isConnected());
}

void TestLinkWatch::bitrateIsMeasuredOverTheLastSeconds()
{
    Polls p;
    p.poll(0);
    for (int i = 1; i <= 40; ++i)
        p.poll(i * 1000);
    QCOMPARE(p.watch.bitrate(), 16000.0);
    for (int i = 1; i <= 40; ++i)
        p.poll(40000 + i * 2000);
    QCOMPARE(p.watch.bitrate(), 32000.0);
    p.poll(10);
    QCOMPARE(p.watch.bitrate(), 0.0);
}

CS_TEST(TestLinkWatch)
#include "tst_linkwatch.moc"

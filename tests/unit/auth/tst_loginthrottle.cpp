#include "auth/loginthrottle.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;
using Outcome = LoginThrottle::Outcome;

class TestLoginThrottle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausesGrowToHalfAMinuteAndEnd();
    void strangersDoNotHoldUpWhoSignedInBefore();
    void familiarPartyHasACountOfItsOwn();
    void addressIsShutOutAfterManyNames();
    void triesUnderWayAreBounded();
    void oldFailuresAreForgotten();
    void memoryIsBounded();

private:
    // Nothing if the try was let in.
    std::optional<std::chrono::milliseconds> attempt(LoginThrottle &throttle, Outcome outcome,
                                                     const QString &address = QStringLiteral("192.0.2.1"),
                                                     const QString &user = QStringLiteral("alice"),
                                                     bool familiar = false)
    {
        LoginThrottle::Try entered;
        const auto wait = throttle.enter(user, address, familiar, entered);
        if (!wait)
            throttle.leave(entered, outcome);
        return wait;
    }
    // Each from another network, as fast as it lets them.
    void attack(LoginThrottle &throttle, int failures)
    {
        for (int i = 0; i < failures; ++i) {
            const QString address = QStringLiteral("198.51.%1.%2").arg(i / 200).arg(1 + i % 200);
            while (const auto wait = attempt(throttle, Outcome::Bad, address))
                m_clock.advance(*wait);
        }
    }
    ManualClock m_clock;
};

void TestLoginThrottle::pausesGrowToHalfAMinuteAndEnd()
{
    LoginThrottle throttle(m_clock);
    QList<qint64> pauses;
    for (int i = 0; i < 14; ++i) {
        const QString address = QStringLiteral("192.0.2.%1").arg(i + 1);
        std::chrono::milliseconds waited{0};
        while (const auto wait = attempt(throttle, Outcome::Bad, address)) {
            waited += *wait;
            m_clock.advance(*wait);
        }
        pauses << waited.count() / 1000;
    }
    QCOMPARE(pauses, QList<qint64>({0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30}));
    m_clock.advance(30s);
    QVERIFY(!attempt(throttle, Outcome::Good));
}

void TestLoginThrottle::strangersDoNotHoldUpWhoSignedInBefore()
{
    LoginThrottle throttle(m_clock);
    const QString home = QStringLiteral("203.0.113.5");
    QVERIFY(!attempt(throttle, Outcome::Good, home));
    attack(throttle, 30);
    QVERIFY(attempt(throttle, Outcome::Good, "203.0.113.77"));
    QVERIFY(!attempt(throttle, Outcome::Good, home));
    // Known from before a restart.
    QVERIFY(!attempt(throttle, Outcome::Good, "203.0.113.78", "alice", true));
    // Familiar is who signed in as this user, not as another one.
    QVERIFY(!attempt(throttle, Outcome::Good, "203.0.113.79", "bob"));
    QVERIFY(attempt(throttle, Outcome::Good, "203.0.113.79"));
}

void TestLoginThrottle::familiarPartyHasACountOfItsOwn()
{
    LoginThrottle throttle(m_clock);
    const QString home = QStringLiteral("203.0.113.5");
    QVERIFY(!attempt(throttle, Outcome::Good, home));
    for (int i = 0; i < 5; ++i)
        QVERIFY(!attempt(throttle, Outcome::Bad, home));
    QVERIFY(attempt(throttle, Outcome::Bad, home));
    QVERIFY(!attempt(throttle, Outcome::Good, "192.0.2.9"));
    m_clock.advance(1s);
    QVERIFY(!attempt(throttle, Outcome::Good, home));
    QVERIFY(!attempt(throttle, Outcome::Bad, home));
    QVERIFY(!attempt(throttle, Outcome::Good, home));
}

void TestLoginThrottle::addressIsShutOutAfterManyNames()
{
    LoginThrottle throttle(m_clock);
    for (int i = 0; i <= FailureLimit::MaxFailures; ++i)
        QVERIFY(!attempt(throttle, Outcome::Bad, "2001:db8::1", QStringLiteral("user%1").arg(i)));
    QVERIFY(attempt(throttle, Outcome::Good, "2001:db8::2", "carl"));
    QVERIFY(!attempt(throttle, Outcome::Good, "2001:db8:0:1::2", "carl"));
    m_clock.advance(FailureLimit::Penalty);
    QVERIFY(!attempt(throttle, Outcome::Good, "2001:db8::2", "carl"));
}

void TestLoginThrottle::triesUnderWayAreBounded()
{
    LoginThrottle throttle(m_clock);
    std::vector<LoginThrottle::Try> entered(10);
    QVERIFY(!throttle.enter("alice", "192.0.2.1", false, entered[0]));
    QVERIFY(!throttle.enter("alice", "192.0.2.2", false, entered[1]));
    QVERIFY(throttle.enter("alice", "192.0.2.3", false, entered[2]));
    QVERIFY(!throttle.enter("b", "192.0.2.9", false, entered[3]));
    QVERIFY(!throttle.enter("c", "192.0.2.9", false, entered[4]));
    QVERIFY(!throttle.enter("d", "192.0.2.9", false, entered[5]));
    QVERIFY(!throttle.enter("e", "192.0.2.9", false, entered[6]));
    QVERIFY(throttle.enter("f", "192.0.2.9", false, entered[7]));
    throttle.leave(entered[6], Outcome::Neither);
    QVERIFY(!throttle.enter("f", "192.0.2.9", false, entered[7]));
    throttle.leave(entered[0], Outcome::Bad);
    QVERIFY(!throttle.enter("alice", "192.0.2.3", false, entered[2]));
}

void TestLoginThrottle::oldFailuresAreForgotten()
{
    LoginThrottle throttle(m_clock);
    attack(throttle, 12);
    m_clock.advance(LoginThrottle::Memory);
    for (int i = 0; i < LoginThrottle::FreeFailures + 1; ++i)
        QVERIFY(!attempt(throttle, Outcome::Bad, QStringLiteral("192.0.2.%1").arg(i)));
    QVERIFY(attempt(throttle, Outcome::Bad));
}

void TestLoginThrottle::memoryIsBounded()
{
    LoginThrottle throttle(m_clock);
    for (int i = 0; i < 30'000; ++i) {
        const QString address = QStringLiteral("10.%1.%2.1").arg(i / 250 % 250).arg(i % 250);
        attempt(throttle, i % 3 ? Outcome::Bad : Outcome::Good, address, QStringLiteral("user%1").arg(i));
        if (i % 100 == 0)
            m_clock.advance(1s);
    }
    QVERIFY(throttle.countsKept() <= LoginThrottle::MaxCounts);
}

CS_TEST(TestLoginThrottle)
#include "tst_loginthrottle.moc"


#include "auth/failurelimit.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestFailureLimit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shutsOutAfterMoreThanTheLimit();
    void slowFailuresNeverShutOut();
    void othersAreNotShutOut();
    void oneSixtyFourCountsAsOneParty();
    void remembersABoundedNumber();
    void floodOfAddressesDoesNotFreeAShutOutOne();
};

void TestFailureLimit::shutsOutAfterMoreThanTheLimit()
{
    ManualClock clock;
    FailureLimit limit(clock);
    for (int i = 0; i < FailureLimit::MaxFailures; ++i)
        limit.failed(QStringLiteral("192.0.2.1"));
    QVERIFY(!limit.shutOutFor(QStringLiteral("192.0.2.1")));
    limit.failed(QStringLiteral("192.0.2.1"));
    QVERIFY(limit.shutOutFor(QStringLiteral("192.0.2.1")) == FailureLimit::Penalty);
    clock.advance(FailureLimit::Penalty - 1ms);
    QVERIFY(limit.shutOutFor(QStringLiteral("192.0.2.1")) == 1ms);
    clock.advance(1ms);
    QVERIFY(!limit.shutOutFor(QStringLiteral("192.0.2.1")));
}

void TestFailureLimit::slowFailuresNeverShutOut()
{
    ManualClock clock;
    FailureLimit limit(clock);
    for (int i = 0; i < 1000; ++i) {
        limit.failed(QStringLiteral("192.0.2.1"));
        QVERIFY(!limit.shutOutFor(QStringLiteral("192.0.2.1")));
        clock.advance(3s);
    }
}

void TestFailureLimit::othersAreNotShutOut()
{
    ManualClock clock;
    FailureLimit limit(clock);
    for (int i = 0; i < 100; ++i)
        limit.failed(QStringLiteral("192.0.2.1"));
    QVERIFY(!limit.shutOutFor(QStringLiteral("192.0.2.2")));
}

void TestFailureLimit::oneSixtyFourCountsAsOneParty()
{
    ManualClock clock;
    FailureLimit limit(clock);
    for (int i = 0; i <= FailureLimit::MaxFailures; ++i)
        limit.failed(QStringLiteral("2001:db8::%1").arg(i + 1));
    QVERIFY(limit.shutOutFor(QStringLiteral("2001:db8::ffff")).has_value());
    QVERIFY(!limit.shutOutFor(QStringLiteral("2001:db8:0:1::1")));
}

void TestFailureLimit::remembersABoundedNumber()
{
    ManualClock clock;
    FailureLimit limit(clock);
    for (int i = 0; i < 2 * FailureLimit::MaxAddresses; ++i)
        limit.failed(QStringLiteral("10.%1.%2.1").arg(i / 256).arg(i % 256));
    QVERIFY(limit.addressCount() <= FailureLimit::MaxAddresses);
    clock.advance(FailureLimit::Window);
    limit.failed(QStringLiteral("192.0.2.1"));
    QCOMPARE(limit.addressCount(), qsizetype(1));
}

void TestFailureLimit::floodOfAddressesDoesNotFreeAShutOutOne()
{
    ManualClock clock;
    FailureLimit limit(clock);
    for (int i = 0; i <= FailureLimit::MaxFailures; ++i)
        limit.failed(QStringLiteral("192.0.2.1"));
    clock.advance(1s);
    // Each of these counts for longer, yet none is shut out: they make room for one another.
    for (int i = 0; i < 3 * FailureLimit::MaxAddresses; ++i)
        limit.failed(QStringLiteral("10.%1.%2.1").arg(i / 256).arg(i % 256));
    QVERIFY(limit.shutOutFor(QStringLiteral("192.0.2.1")).has_value());
}

CS_TEST(TestFailureLimit)
#include "tst_failurelimit.moc"

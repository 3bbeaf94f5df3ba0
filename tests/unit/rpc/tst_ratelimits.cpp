#include "api/describe.h"
#include "net/addressbuckets.h"
#include "support/testprogram.h"
#include "unit/rpc/keyedmethods.h"
#include "unit/rpc/rpcrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

GatewayLimits addressLimits(double perSecond, double burst)
{
    GatewayLimits limits;
    limits.requestsPerSecondPerAddress = perSecond;
    limits.burstPerAddress = burst;
    return limits;
}

// Limits that several sockets share, and calls that cost more than others.
class RateLimitsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void socketsOfOneAddressShareItsBucket();
    void aNewSocketIsNoNewStart();
    void anIpv6NetworkIsOneParty();
    void controlPeersHaveNoAddress();
    void expensiveCallsCostMore();
    void whatCostsMoreThanTheBurstPassesOnceInAWhile();
    void aRefusalByTheAddressCostsTheSocketNothing();
    void bucketsOfQuietAddressesAreForgotten();
    void declaredCostsAreThoseOfTheMethods();

private:
    static void open(RpcRig &rig, quint64 connection, const QString &address);
    static bool passes(RpcRig &rig, quint64 connection, const QByteArray &method = "sum");
};

void RateLimitsTest::open(RpcRig &rig, quint64 connection, const QString &address)
{
    PeerInfo peer;
    peer.id = ConnectionId{connection};
    peer.address = address;
    rig.gateway.opened(peer);
    RpcRig::settle();
}

bool RateLimitsTest::passes(RpcRig &rig, quint64 connection, const QByteArray &method)
{
    rig.gateway.frame(ConnectionId{connection}, requestFrame(method));
    RpcRig::settle();
    return errorCode(rig.sender.lastObject()) != -32040;
}

void RateLimitsTest::socketsOfOneAddressShareItsBucket()
{
    RpcRig rig({}, addressLimits(10, 4));
    open(rig, 2, QStringLiteral("192.0.2.9"));
    open(rig, 3, QStringLiteral("192.0.2.9"));
    open(rig, 4, QStringLiteral("192.0.2.10"));
    QVERIFY(passes(rig, 2) && passes(rig, 3) && passes(rig, 2) && passes(rig, 3));
    QVERIFY(!passes(rig, 2));
    QVERIFY(!passes(rig, 3));
    QCOMPARE(errorData(rig.sender.lastObject()).value("retry_after_ms").toInt(), 100);
    QVERIFY(passes(rig, 4));
    rig.clock.advance(100ms);
    QVERIFY(passes(rig, 3));
    QVERIFY(!passes(rig, 2));
}

void RateLimitsTest::aNewSocketIsNoNewStart()
{
    RpcRig rig({}, addressLimits(10, 2));
    open(rig, 2, QStringLiteral("192.0.2.9"));
    QVERIFY(passes(rig, 2) && passes(rig, 2) && !passes(rig, 2));
    rig.gateway.closed(ConnectionId{2});
    open(rig, 3, QStringLiteral("192.0.2.9"));
    QVERIFY(!passes(rig, 3));
}

void RateLimitsTest::anIpv6NetworkIsOneParty()
{
    RpcRig rig({}, addressLimits(10, 2));
    open(rig, 2, QStringLiteral("2001:db8::1"));
    open(rig, 3, QStringLiteral("2001:db8::2:3"));
    open(rig, 4, QStringLiteral("2001:db8:0:1::1"));
    QVERIFY(passes(rig, 2) && passes(rig, 3) && !passes(rig, 2));
    QVERIFY(passes(rig, 4));
}

void RateLimitsTest::controlPeersHaveNoAddress()
{
    RpcRig rig({}, addressLimits(1, 1));
    open(rig, 2, QString());
    for (int i = 0; i < 10; ++i)
        QVERIFY(passes(rig, 2));
}

void RateLimitsTest::expensiveCallsCostMore()
{
    GatewayLimits limits;
    limits.requestsPerSecond = 10;
    limits.burst = 25;
    limits.costs = {{QStringLiteral("subtract"), 10}};
    RpcRig rig({}, limits);
    QVERIFY(passes(rig, 1, "subtract"));
    QVERIFY(passes(rig, 1, "subtract"));
    QVERIFY(!passes(rig, 1, "subtract"));
    QCOMPARE(errorData(rig.sender.lastObject()).value("retry_after_ms").toInt(), 500);
    QVERIFY(passes(rig, 1));
}

void RateLimitsTest::whatCostsMoreThanTheBurstPassesOnceInAWhile()
{
    GatewayLimits limits;
    limits.requestsPerSecond = 10;
    limits.burst = 5;
    limits.costs = {{QStringLiteral("subtract"), 100}};
    RpcRig rig({}, limits);
    QVERIFY(passes(rig, 1, "subtract"));
    QVERIFY(!passes(rig, 1, "subtract"));
    rig.clock.advance(500ms);
    QVERIFY(passes(rig, 1, "subtract"));
}

void RateLimitsTest::aRefusalByTheAddressCostsTheSocketNothing()
{
    GatewayLimits limits = addressLimits(1000, 1);
    limits.requestsPerSecond = 1;
    limits.burst = 3;
    RpcRig rig({}, limits);
    QVERIFY(passes(rig, 1));
    for (int i = 0; i < 10; ++i)
        QVERIFY(!passes(rig, 1));
    rig.clock.advance(1ms);
    QVERIFY(passes(rig, 1));
    rig.clock.advance(1ms);
    QVERIFY(passes(rig, 1));
    rig.clock.advance(1ms);
    QVERIFY(!passes(rig, 1));
}

void RateLimitsTest::bucketsOfQuietAddressesAreForgotten()
{
    AddressBuckets buckets(10, 10);
    TokenBucket::Time now{1h};
    for (int i = 0; i < 5000; ++i)
        buckets.of(QString::number(i), now).take(now);
    QCOMPARE(buckets.count(), 5000);
    now += 1s;
    for (int i = 5000; i < 15'000; ++i)
        buckets.of(QString::number(i), now).take(now);
    QVERIFY2(buckets.count() <= 10'500, qPrintable(QString::number(buckets.count())));
    for (int i = 0; i < 250'000; ++i)
        buckets.of(QString::number(i), now).take(now);
    QVERIFY(buckets.count() <= 100'000);
}

void RateLimitsTest::declaredCostsAreThoseOfTheMethods()
{
    const auto costs = GatewayLimits::declaredCosts();
    for (const auto &method : api::allMethods())
        QCOMPARE(costs.value(QString::fromLatin1(method.info.name), 1), method.info.cost);
}

}  // namespace

CS_TEST(RateLimitsTest)
#include "tst_ratelimits.moc"

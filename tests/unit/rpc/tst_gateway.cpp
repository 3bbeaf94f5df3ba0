#include "support/testprogram.h"
#include "unit/rpc/rpcrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// What is answered before anything reaches the dispatcher.
class GatewayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pingIsAnsweredAtOnce();
    void pingWithParamsIsLookedAt();
    void brokenFramesAreAnsweredAtOnce();
    void aBatchOfPingsNeedsNoOneElse();
    void tooManyRequestsASecondAreRefused();
    void pingIsFree();
    void tooManyCallsUnderWayAreRefused();
    void notificationsBeyondTheLimitsAreDropped();
    void framesOfUnknownPeersAreIgnored();
};

void GatewayTest::pingIsAnsweredAtOnce()
{
    RpcRig rig;
    for (const char *params : {"{}", "[]", "null"}) {
        rig.gateway.frame(rig.connection, requestFrame("ping", params, "12345678901234567890"));
        QCOMPARE(rig.sender.last(), QByteArray(R"({"jsonrpc":"2.0","result":"pong","id":12345678901234567890})"));
    }
    QCOMPARE(rig.sender.sent.size(), size_t(3));
    QVERIFY(rig.call(requestFrame("ping", "{}", {})).empty());
}

// The test methods have no ping, so the dispatcher says that it does not know it.
void GatewayTest::pingWithParamsIsLookedAt()
{
    RpcRig rig;
    QCOMPARE(errorCode(rig.answer(requestFrame("ping", R"({"x":1})"))), -32601);
}

void GatewayTest::brokenFramesAreAnsweredAtOnce()
{
    RpcRig rig;
    rig.gateway.frame(rig.connection, "{");
    QCOMPARE(errorCode(rig.sender.lastObject()), -32700);
    rig.gateway.frame(rig.connection, "[]");
    QCOMPARE(errorCode(rig.sender.lastObject()), -32600);
    rig.gateway.frame(rig.connection, "[1,2,3]");
    QCOMPARE(rig.sender.lastArray().size(), 3);
}

void GatewayTest::aBatchOfPingsNeedsNoOneElse()
{
    RpcRig rig;
    rig.gateway.frame(rig.connection,
                      '[' + requestFrame("ping", "{}", "1") + ',' + requestFrame("ping", "{}", "2") + ']');
    QCOMPARE(rig.sender.lastArray().size(), 2);
    rig.gateway.frame(rig.connection, '[' + requestFrame("ping", "{}", {}) + ']');
    QCOMPARE(rig.sender.sent.size(), size_t(1));
}

void GatewayTest::tooManyRequestsASecondAreRefused()
{
    GatewayLimits limits;
    limits.requestsPerSecond = 10;
    limits.burst = 3;
    RpcRig rig({}, limits);
    for (int i = 0; i < 3; ++i)
        QVERIFY(rig.answer(requestFrame("sum")).contains("result"));
    const QJsonObject refused = rig.answer(requestFrame("sum", "[]", "\"x\""));
    QCOMPARE(errorCode(refused), -32040);
    QCOMPARE(refused.value("id").toString(), QStringLiteral("x"));
    const qint64 wait = errorData(refused).value("retry_after_ms").toInteger();
    QCOMPARE(wait, 100);
    rig.clock.advance(std::chrono::milliseconds(wait));
    QVERIFY(rig.answer(requestFrame("sum")).contains("result"));
    // Each item of a batch counts.
    rig.clock.advance(200ms);
    rig.call('[' + QByteArrayList(3, requestFrame("sum")).join(',') + ']');
    const QJsonArray answers = rig.sender.lastArray();
    QVERIFY(answers[1].toObject().contains("result"));
    QCOMPARE(errorCode(answers[2].toObject()), -32040);
}

void GatewayTest::pingIsFree()
{
    GatewayLimits limits;
    limits.burst = 1;
    RpcRig rig({}, limits);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(rig.answer(requestFrame("ping")).value("result").toString(), QStringLiteral("pong"));
}

void GatewayTest::tooManyCallsUnderWayAreRefused()
{
    GatewayLimits limits;
    limits.maxInFlight = 2;
    RpcRig rig({}, limits);
    rig.call(requestFrame("wait", "{}", "1"));
    rig.call(requestFrame("wait", "{}", "2"));
    const QJsonObject refused = rig.answer(requestFrame("sum", "[]", "3"));
    QCOMPARE(errorCode(refused), -32040);
    QVERIFY(errorData(refused).value("retry_after_ms").toInteger() > 0);
    rig.state.waiting.front().finish(QStringLiteral("done"));
    RpcRig::settle();
    QVERIFY(rig.answer(requestFrame("sum", "[]", "4")).contains("result"));
    rig.state.waiting.back().finish(QStringLiteral("done"));
}

void GatewayTest::notificationsBeyondTheLimitsAreDropped()
{
    GatewayLimits limits;
    limits.burst = 1;
    RpcRig rig({}, limits);
    rig.call(requestFrame("update", "[]", {}));
    QVERIFY(rig.call(requestFrame("update", "[]", {})).empty());
    QCOMPARE(rig.state.updates, 1);
}

void GatewayTest::framesOfUnknownPeersAreIgnored()
{
    RpcRig rig;
    rig.gateway.frame(ConnectionId{99}, requestFrame("ping"));
    RpcRig::settle();
    QVERIFY(rig.sender.sent.empty());
}

}  // namespace

CS_TEST(GatewayTest)
#include "tst_gateway.moc"

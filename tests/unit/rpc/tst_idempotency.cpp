#include "support/testprogram.h"
#include "unit/rpc/keyedfixture.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// A write with a key has its effect once.
class IdempotencyTest : public KeyedFixture {
    Q_OBJECT
private Q_SLOTS:
    void aRepetitionGetsTheAnswerAgain();
    void equalParamsAreEqualInAnyOrder();
    void otherParamsAreRefused();
    void theKeyBelongsToPrincipalAndMethod();
    void theKeyIsRead_data();
    void theKeyIsRead();
    void methodsWithoutEffectTakeNoKey();
    void publicMethodsTakeNoKey();
    void whoMayNotCallLearnsNothing();
    void finalErrorsAreRepeated();
    void otherErrorsLetTheCallRunAgain_data();
    void otherErrorsLetTheCallRunAgain();
    void repetitionsWaitForTheFirst();
    void waitingIsBounded();
    void aLateAnswerIsKept();
};

void IdempotencyTest::aRepetitionGetsTheAnswerAgain()
{
    KeyedRig rig(*m_database, m_clock);
    const QJsonObject first = rig.call(R"({"what":"x","idempotency_key":"k1"})");
    QCOMPARE(first.value("result").toString(), QStringLiteral("done"));
    rig.state.reply = QStringLiteral("else");
    QCOMPARE(rig.call(R"({"what":"x","idempotency_key":"k1"})"), first);
    QCOMPARE(rig.runs(), 1);
    QCOMPARE(rig.call(R"({"what":"x","idempotency_key":"k2"})").value("result").toString(), QStringLiteral("else"));
    QCOMPARE(rig.call(R"({"what":"x"})").value("result").toString(), QStringLiteral("else"));
    QCOMPARE(rig.call(R"({"what":"x","idempotency_key":null})").value("result").toString(), QStringLiteral("else"));
    QCOMPARE(rig.runs(), 4);
}

void IdempotencyTest::equalParamsAreEqualInAnyOrder()
{
    KeyedRig rig(*m_database, m_clock);
    rig.call(R"({"what":"x","device":"camera1","idempotency_key":"k"})");
    QVERIFY(rig.call(R"({"idempotency_key":"k","device":"camera1","what":"x"})").contains("result"));
    QCOMPARE(rig.runs(), 1);
}

void IdempotencyTest::otherParamsAreRefused()
{
    KeyedRig rig(*m_database, m_clock);
    rig.call(R"({"what":"x","idempotency_key":"k"})");
    for (const char *params : {R"({"what":"y","idempotency_key":"k"})", R"({"idempotency_key":"k"})",
                               R"({"what":"x","device":"camera1","idempotency_key":"k"})"}) {
        const QJsonObject answer = rig.call(params);
        QCOMPARE(errorCode(answer), -32602);
        QCOMPARE(errorData(answer).value("param").toString(), QStringLiteral("idempotency_key"));
    }
    QCOMPARE(rig.runs(), 1);
}

void IdempotencyTest::theKeyBelongsToPrincipalAndMethod()
{
    KeyedRig rig(*m_database, m_clock);
    const QByteArray params = R"({"what":"x","idempotency_key":"k"})";
    rig.call(params);
    rig.rpc.principal = Principal::user(QStringLiteral("bob"), Role::Operator);
    rig.call(params);
    rig.rpc.principal = Principal::control(QStringLiteral("bob"));
    rig.call(params);
    QCOMPARE(rig.runs(), 3);
    rig.call(params, "make_secret");
    QCOMPARE(rig.runs("make_secret"), 1);
    // Another session of the same user is the same user.
    rig.rpc.principal = Principal::user(QStringLiteral("ann"), Role::Admin);
    rig.rpc.principal.session = SessionId(QStringLiteral("other"));
    rig.call(params);
    QCOMPARE(rig.runs(), 3);
}

void IdempotencyTest::theKeyIsRead_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("good");
    QTest::newRow("one") << QByteArray("\"k\"") << true;
    QTest::newRow("longest") << '"' + QByteArray(128, 'k') + '"' << true;
    QTest::newRow("too long") << '"' + QByteArray(129, 'k') + '"' << false;
    QTest::newRow("empty") << QByteArray("\"\"") << false;
    QTest::newRow("number") << QByteArray("7") << false;
    QTest::newRow("object") << QByteArray("{}") << false;
    QTest::newRow("nul") << QByteArray("\"a\\u0000\"") << false;
    QTest::newRow("twice") << QByteArray("\"a\",\"idempotency_key\":\"a\"") << false;
}

void IdempotencyTest::theKeyIsRead()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, good);
    KeyedRig rig(*m_database, m_clock);
    const QJsonObject answer = rig.call("{\"idempotency_key\":" + key + '}');
    QCOMPARE(errorCode(answer), good ? 0 : -32602);
    QCOMPARE(rig.runs(), good ? 1 : 0);
    if (!good)
        QCOMPARE(errorData(answer).value("param").toString(), QStringLiteral("idempotency_key"));
}

void IdempotencyTest::methodsWithoutEffectTakeNoKey()
{
    KeyedRig rig(*m_database, m_clock);
    QCOMPARE(errorCode(rig.call(R"({"idempotency_key":"k"})", "look")), -32602);
}

void IdempotencyTest::publicMethodsTakeNoKey()
{
    KeyedRig rig(*m_database, m_clock);
    QCOMPARE(errorCode(rig.call(R"({"idempotency_key":"k"})", "update")), -32602);
}

void IdempotencyTest::whoMayNotCallLearnsNothing()
{
    KeyedRig rig(*m_database, m_clock);
    const QByteArray params = R"({"idempotency_key":"k"})";
    rig.call(params);
    rig.rpc.principal = Principal::user(QStringLiteral("ann"), Role::Viewer);
    QCOMPARE(errorCode(rig.call(params)), -32002);
    rig.rpc.principal = Principal();
    QCOMPARE(errorCode(rig.call(params)), -32001);
}

void IdempotencyTest::finalErrorsAreRepeated()
{
    KeyedRig rig(*m_database, m_clock);
    const QByteArray params = R"({"device":"camera7","idempotency_key":"k"})";
    rig.state.error = Error::notFound(QStringLiteral("camera"), QStringLiteral("camera7"));
    const QJsonObject first = rig.call(params);
    QCOMPARE(errorCode(first), -32010);
    rig.state.error.reset();
    QCOMPARE(rig.call(params), first);
    QCOMPARE(rig.runs(), 1);
}

void IdempotencyTest::otherErrorsLetTheCallRunAgain_data()
{
    QTest::addColumn<int>("code");
    for (const auto code : {ErrorCode::Internal, ErrorCode::InvalidParams, ErrorCode::PermissionDenied,
                            ErrorCode::RateLimited, ErrorCode::DependencyFailed, ErrorCode::Cancelled})
        QTest::addRow("%d", int(code)) << int(code);
}

void IdempotencyTest::otherErrorsLetTheCallRunAgain()
{
    QFETCH(int, code);
    KeyedRig rig(*m_database, m_clock);
    rig.state.error = Error{ErrorCode(code), QStringLiteral("not now"), {}};
    QVERIFY(rig.call(R"({"idempotency_key":"k"})").contains("error"));
    QCOMPARE(sql(QStringLiteral("select count(*) from idempotency")).toInt(), 0);
    rig.state.error.reset();
    // Params may be put right under the same key.
    QVERIFY(rig.call(R"({"what":"better","idempotency_key":"k"})").contains("result"));
    QCOMPARE(rig.runs(), 2);
}

void IdempotencyTest::repetitionsWaitForTheFirst()
{
    KeyedRig rig(*m_database, m_clock);
    const QByteArray params = R"({"what":"wait","idempotency_key":"k"})";
    for (const char *id : {"1", "2", "3"})
        QVERIFY(rig.rpc.call(requestFrame("change", params, id)).empty());
    QCOMPARE(rig.runs(), 1);
    QCOMPARE(errorCode(rig.call(R"({"what":"other","idempotency_key":"k"})")), -32602);
    const size_t before = rig.rpc.sender.sent.size();
    rig.state.waiting[0].finish(QStringLiteral("at last"));
    RpcRig::settle();
    QCOMPARE(rig.rpc.sender.sent.size(), before + 3);
    QSet<int> ids;
    for (size_t i = before; i < before + 3; ++i) {
        const QJsonObject answer = QJsonDocument::fromJson(rig.rpc.sender.sent[i].second).object();
        QCOMPARE(answer.value("result").toString(), QStringLiteral("at last"));
        ids.insert(answer.value("id").toInt());
    }
    QCOMPARE(ids, QSet<int>({1, 2, 3}));
}

void IdempotencyTest::waitingIsBounded()
{
    IdempotencyLimits limits;
    limits.maxWaiters = 2;
    KeyedRig rig(*m_database, m_clock, limits);
    const QByteArray params = R"({"what":"wait","idempotency_key":"k"})";
    for (int i = 0; i < 3; ++i)
        QVERIFY(rig.rpc.call(requestFrame("change", params)).empty());
    QCOMPARE(errorCode(rig.call(params)), -32040);
    rig.state.waiting[0].finish(QStringLiteral("done"));
}

void IdempotencyTest::aLateAnswerIsKept()
{
    testapi::KeyedState state;
    Idempotency idempotency(*m_database, m_clock, QByteArray(32, 'k'));
    DispatcherOptions options = with(idempotency);
    options.callDeadline = 20ms;
    RpcRig rig(options);
    testapi::bindKeyedMethods(rig.table, state);
    rig.principal = Principal::user(QStringLiteral("ann"), Role::Operator);
    const QByteArray frame = requestFrame("change", R"({"what":"wait","idempotency_key":"k"})");
    rig.call(frame);
    QTRY_COMPARE(errorCode(rig.sender.lastObject()), -32603);
    state.waiting[0].finish(QStringLiteral("late"));
    RpcRig::settle();
    QCOMPARE(rig.answer(frame).value("result").toString(), QStringLiteral("late"));
    QCOMPARE(state.runs["change"], 1);
}

}  // namespace

CS_TEST(IdempotencyTest)
#include "moc_keyedfixture.cpp"
#include "tst_idempotency.moc"

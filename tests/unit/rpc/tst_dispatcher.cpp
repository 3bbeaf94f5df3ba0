#include <QSignalSpy>

#include "support/testprogram.h"
#include "unit/rpc/rpcrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// The way of a request: method, sign-in, role, params, handler, exactly one answer.
class DispatcherTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unknownMethodsAreUnknownToEveryone();
    void theNearestKnownNameIsHinted();
    void strangersAreRefusedBeforeTheirParamsAreRead();
    void aLowRoleIsRefusedBeforeItsParamsAreRead();
    void whoIsLimitedToCamerasIsRefusedWhatNoneBounds();
    void publicMethodsNeedNoSession();
    void handlersLearnTheirCaller();
    void wrongParamsAreNamed_data();
    void wrongParamsAreNamed();
    void positionalParamsFollowTheDeclaration();
    void internalErrorsTellTheRequestIdAlone();
    void aDroppedPromiseIsAnInternalError();
    void aReplyAgainstItsDeclarationIsAnInternalError();
    void aSlowCallDelaysNoOther();
    void aCallWithoutAnswerIsGivenUp();
    void aLateAnswerIsDropped();
    void notificationsAreRunAndNeverAnswered_data();
    void notificationsAreRunAndNeverAnswered();
    void aBatchIsAnsweredOnceAllIsThere();
    void peersComeAndGo();
    void callsOutliveTheirDispatcher();
};

void DispatcherTest::unknownMethodsAreUnknownToEveryone()
{
    RpcRig rig;
    for (const Principal &who : {Principal(), Principal::user(QStringLiteral("ann"), Role::Admin)}) {
        rig.principal = who;
        const QJsonObject answer = rig.answer(requestFrame("foobar"));
        QCOMPARE(errorCode(answer), -32601);
        QVERIFY(!errorData(answer).value("hint").toString().isEmpty());
    }
    QCOMPARE(errorCode(rig.answer(requestFrame(""))), -32601);
    QCOMPARE(errorCode(rig.answer(requestFrame(QByteArray(100'000, 'x')))), -32601);
    QVERIFY(rig.sender.last().size() < 500);
}

void DispatcherTest::theNearestKnownNameIsHinted()
{
    RpcRig rig;
    QCOMPARE(errorData(rig.answer(requestFrame("substract"))).value("hint").toString(),
             QStringLiteral("did you mean 'subtract'?"));
}

void DispatcherTest::strangersAreRefusedBeforeTheirParamsAreRead()
{
    RpcRig rig;
    for (const char *params : {"{}", R"({"nonsense":1})", R"({"what":1,"what":2})", "[1,2,3,4]"}) {
        const QJsonObject answer = rig.answer(requestFrame("look", params));
        QCOMPARE(errorCode(answer), -32001);
        QVERIFY(!errorData(answer).value("reason").toString().isEmpty());
    }
}

void DispatcherTest::aLowRoleIsRefusedBeforeItsParamsAreRead()
{
    RpcRig rig;
    rig.principal = Principal::user(QStringLiteral("ann"), Role::Viewer);
    for (const char *params : {"{}", R"({"nonsense":1})", "[1,2,3,4]"}) {
        const QJsonObject answer = rig.answer(requestFrame("rule", params));
        QCOMPARE(errorCode(answer), -32002);
        QCOMPARE(errorData(answer), (QJsonObject{{"required_role", "admin"}, {"have_role", "viewer"}}));
    }
    QVERIFY(rig.state.calls.empty());
}

void DispatcherTest::whoIsLimitedToCamerasIsRefusedWhatNoneBounds()
{
    RpcRig rig;
    rig.principal = Principal::user(QStringLiteral("ann"), Role::Viewer);
    QCOMPARE(errorData(rig.answer(requestFrame("rule_all"))),
             (QJsonObject{{"required_role", "admin"}, {"have_role", "viewer"}}));
    rig.principal = Principal::user(QStringLiteral("ann"), Role::Admin);
    QCOMPARE(rig.answer(requestFrame("rule_all")).value("result").toString(), QStringLiteral("ann"));
    rig.principal.allCameras = false;
    rig.principal.cameras = {{CameraId(0), CameraAccess::Operate}};
    for (const char *params : {"{}", R"({"nonsense":1})"}) {
        const QJsonObject answer = rig.answer(requestFrame("rule_all", params));
        QCOMPARE(errorCode(answer), -32002);
        QCOMPARE(errorData(answer).value("reason").toString(), QStringLiteral("limited to some cameras"));
    }
    QCOMPARE(rig.answer(requestFrame("rule")).value("result").toString(), QStringLiteral("ann"));
}

void DispatcherTest::publicMethodsNeedNoSession()
{
    RpcRig rig;
    QCOMPARE(rig.answer(requestFrame("subtract", "[42,23]")).value("result").toInt(), 19);
}

void DispatcherTest::handlersLearnTheirCaller()
{
    RpcRig rig;
    rig.principal = Principal::user(QStringLiteral("ann"), Role::Admin);
    rig.principal.session = SessionId(QStringLiteral("s1"));
    QCOMPARE(rig.answer(requestFrame("look")).value("result").toString(), QStringLiteral("ann"));
    rig.call(requestFrame("look"));
    QCOMPARE(rig.state.calls.size(), size_t(2));
    const Call &call = rig.state.calls.front();
    QCOMPARE(call.peer.address, QStringLiteral("192.0.2.7"));
    QCOMPARE(call.principal, rig.principal);
    QCOMPARE(call.session, rig.principal.session);
    QVERIFY(!call.requestId.isEmpty());
    QVERIFY(call.requestId != rig.state.calls.back().requestId);
}

void DispatcherTest::wrongParamsAreNamed_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QString>("param");
    const auto row = [](const char *params, const char *param) {
        QTest::newRow(params) << QByteArray(params) << QString::fromLatin1(param);
    };
    row("{}", "minuend");
    row(R"({"minuend":1})", "subtrahend");
    row(R"({"minuend":null,"subtrahend":1})", "minuend");
    row(R"({"minuend":"1","subtrahend":1})", "minuend");
    row(R"({"minuend":1,"subtrahend":1.5})", "subtrahend");
    row(R"({"minuend":1,"subtrahend":12345678901234567890})", "subtrahend");
    row(R"({"minuend":1,"minuend":1,"subtrahend":1})", "minuend");
    row(R"({"minuend":1,"subtrahend":1,"extra":1})", "extra");
    row(R"({"minuend":1,"subtrahend":1,"extra":{"a":[{"b":1,"b":2}]}})", "extra.a.0.b");
    row("[1]", "subtrahend");
    row("[1,2,3]", "2");
    row(R"(["1",2])", "minuend");
    row(R"({"minuend":1e400,"subtrahend":1})", "minuend");
    row(R"({"minuend":"\ud800","subtrahend":1})", "params");
}

void DispatcherTest::wrongParamsAreNamed()
{
    QFETCH(const QByteArray, params);
    RpcRig rig;
    const QJsonObject answer = rig.answer(requestFrame("subtract", params));
    QCOMPARE(errorCode(answer), -32602);
    QTEST(errorData(answer).value("param").toString(), "param");
    QVERIFY(!errorData(answer).value("rule").toString().isEmpty());
    QVERIFY(!errorData(answer).value("hint").toString().isEmpty());
}

void DispatcherTest::positionalParamsFollowTheDeclaration()
{
    RpcRig rig;
    QCOMPARE(rig.answer(requestFrame("subtract", "[23,42]")).value("result").toInt(), -19);
    QCOMPARE(rig.answer(requestFrame("sum", "[1,null,4]")).value("result").toInt(), 5);
    QCOMPARE(rig.answer(requestFrame("sum", "[]")).value("result").toInt(-1), 0);
    QCOMPARE(rig.answer(requestFrame("sum", "null")).value("result").toInt(-1), 0);
    QCOMPARE(rig.answer(requestFrame("get_data", "[]")).value("result").toArray(), (QJsonArray{"hello", 5}));
    QCOMPARE(errorCode(rig.answer(requestFrame("get_data", "[1]"))), -32602);
}

void DispatcherTest::internalErrorsTellTheRequestIdAlone()
{
    RpcRig rig;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("fail failed: the inner workings")));
    const QJsonObject answer = rig.answer(requestFrame("fail"));
    QCOMPARE(errorCode(answer), -32603);
    QCOMPARE(errorData(answer).keys(), QStringList{QStringLiteral("request_id")});
    QVERIFY(!errorData(answer).value("request_id").toString().isEmpty());
    QVERIFY(!rig.sender.last().contains("workings"));
}

void DispatcherTest::aDroppedPromiseIsAnInternalError()
{
    RpcRig rig;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("forget failed")));
    const QJsonObject answer = rig.answer(requestFrame("forget"));
    QCOMPARE(errorCode(answer), -32603);
    QVERIFY(errorData(answer).contains("request_id"));
    QCOMPARE(rig.dispatcher.openCalls(), size_t(0));
}

void DispatcherTest::aReplyAgainstItsDeclarationIsAnInternalError()
{
    DispatcherOptions options;
    options.checkReplies = true;
    RpcRig rig(options);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("lie failed: the reply breaks its declaration")));
    QCOMPARE(errorCode(rig.answer(requestFrame("lie"))), -32603);

    options.checkReplies = false;
    RpcRig trusting(options);
    QCOMPARE(trusting.answer(requestFrame("lie")).value("result").toInt(), 7);
}

void DispatcherTest::aSlowCallDelaysNoOther()
{
    RpcRig rig;
    QVERIFY(rig.call(requestFrame("wait", "{}", "\"slow\"")).empty());
    QCOMPARE(rig.answer(requestFrame("sum", "[1,2]", "\"quick\"")).value("id").toString(), QStringLiteral("quick"));
    QCOMPARE(rig.dispatcher.openCalls(), size_t(1));
    rig.state.waiting.front().finish(QStringLiteral("at last"));
    RpcRig::settle();
    QCOMPARE(rig.sender.last(), QByteArray(R"({"jsonrpc":"2.0","result":"at last","id":"slow"})"));
}

void DispatcherTest::aCallWithoutAnswerIsGivenUp()
{
    DispatcherOptions options;
    options.callDeadline = 20ms;
    RpcRig rig(options);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("wait has no answer after")));
    rig.call(requestFrame("sum", "[1]"));
    rig.call(requestFrame("wait", "{}", "5"));
    QTRY_COMPARE(rig.sender.sent.size(), size_t(2));
    QCOMPARE(errorCode(rig.sender.lastObject()), -32603);
    QCOMPARE(rig.sender.lastObject().value("id").toInt(), 5);
    QVERIFY(errorData(rig.sender.lastObject()).contains("request_id"));
    // The next one has its own time.
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("wait has no answer after")));
    rig.call(requestFrame("wait", "{}", "6"));
    QTRY_COMPARE(rig.sender.sent.size(), size_t(3));
}

void DispatcherTest::aLateAnswerIsDropped()
{
    DispatcherOptions options;
    options.callDeadline = 1ms;
    RpcRig rig(options);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("wait has no answer after")));
    rig.call(requestFrame("wait"));
    QTRY_COMPARE(rig.sender.sent.size(), size_t(1));
    rig.state.waiting.front().finish(QStringLiteral("too late"));
    RpcRig::settle();
    QCOMPARE(rig.sender.sent.size(), size_t(1));
}

void DispatcherTest::notificationsAreRunAndNeverAnswered_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QByteArray>("warning");
    QTest::newRow("run") << QByteArray("update") << QByteArray("[1,2]") << QByteArray();
    QTest::newRow("unknown") << QByteArray("foobar") << QByteArray("{}") << QByteArray();
    QTest::newRow("not signed in") << QByteArray("look") << QByteArray("{}") << QByteArray();
    QTest::newRow("wrong params") << QByteArray("update") << QByteArray(R"({"x":1})") << QByteArray();
    QTest::newRow("fails") << QByteArray("fail") << QByteArray("{}") << QByteArray("failed");
    QTest::newRow("forgets") << QByteArray("forget") << QByteArray("{}") << QByteArray("failed");
    QTest::newRow("ping") << QByteArray("ping") << QByteArray("{}") << QByteArray();
}

void DispatcherTest::notificationsAreRunAndNeverAnswered()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, params);
    QFETCH(const QByteArray, warning);
    RpcRig rig;
    if (!warning.isEmpty())
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QString::fromLatin1(warning)));
    QVERIFY(rig.call(requestFrame(method, params, {})).empty());
    QCOMPARE(rig.state.updates, QByteArray(QTest::currentDataTag()) == "run" ? 1 : 0);
}

void DispatcherTest::aBatchIsAnsweredOnceAllIsThere()
{
    RpcRig rig;
    const QByteArray frame = '[' + requestFrame("wait", "{}", "1") + ',' + requestFrame("sum", "[1,2]", "2") + ','
                             + requestFrame("update", "[]", {}) + ",7," + requestFrame("ping", "{}", "3") + ']';
    QVERIFY(rig.call(frame).empty());
    rig.state.waiting.front().finish(QStringLiteral("done"));
    RpcRig::settle();
    QCOMPARE(rig.sender.sent.size(), size_t(1));
    const QJsonArray answers = rig.sender.lastArray();
    QCOMPARE(answers.size(), 4);
    QCOMPARE(answers[0].toObject().value("result").toString(), QStringLiteral("done"));
    QCOMPARE(answers[1].toObject().value("result").toInt(), 3);
    QCOMPARE(errorCode(answers[2].toObject()), -32600);
    QCOMPARE(answers[3].toObject().value("result").toString(), QStringLiteral("pong"));
    QCOMPARE(rig.state.updates, 1);
}

void DispatcherTest::peersComeAndGo()
{
    RpcRig rig;
    QSignalSpy closed(&rig.dispatcher, &Dispatcher::connectionClosed);
    QVERIFY(rig.dispatcher.peer(rig.connection));
    QCOMPARE(rig.dispatcher.peer(rig.connection)->address, QStringLiteral("192.0.2.7"));
    rig.gateway.closed(rig.connection);
    RpcRig::settle();
    QCOMPARE(closed.size(), 1);
    QVERIFY(!rig.dispatcher.peer(rig.connection));
}

void DispatcherTest::callsOutliveTheirDispatcher()
{
    QObject hub;
    FakeSender sender;
    AccessPolicy policy;
    testapi::TestState state;
    MethodTable table;
    testapi::bindTestMethods(table, state);
    {
        Dispatcher dispatcher(
            table, [](ConnectionId) { return Principal(); }, policy, hub);
        auto answers = std::make_shared<FrameAnswers>(sender, ConnectionId{1}, FrameAnswers::Shape::Single, 1);
        std::vector<PendingRequest> requests;
        requests.push_back(
            {Request{"1", QStringLiteral("wait"), {}}, Responder(answers, 0, "1", QStringLiteral("r"), {})});
        dispatcher.handle(ConnectionId{1}, std::move(requests));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("left without an answer")));
    }
    QCOMPARE(sender.sent.size(), size_t(1));
    state.waiting.front().finish(QStringLiteral("nobody listens"));
    QCOMPARE(sender.sent.size(), size_t(1));
}

}  // namespace

CS_TEST(DispatcherTest)
#include "tst_dispatcher.moc"

#include "rpc/callobserver.h"
#include "support/testprogram.h"
#include "unit/rpc/keyedmethods.h"
#include "unit/rpc/rpcrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

struct Seen {
    QString user;
    QString requestId;
    QByteArray method;
    QString target;
    std::optional<CameraId> device;
    std::optional<ErrorCode> error;
    // What had been sent by then.
    size_t sent = 0;
};

class Observer final : public CallObserver {
public:
    void answered(const Call &call, const api::MethodInfo &method, const QString &target,
                  std::optional<CameraId> device, const Error *error) override
    {
        seen.push_back({call.principal.userId, call.requestId, method.name, target, device,
                        error ? std::optional(error->code) : std::nullopt, sender ? sender->sent.size() : 0});
    }
    std::vector<Seen> seen;
    const FakeSender *sender = nullptr;
};

struct ObservedRig {
    explicit ObservedRig(std::chrono::milliseconds deadline = 29s) : rpc(options(observer, deadline))
    {
        observer.sender = &rpc.sender;
        testapi::bindKeyedMethods(rpc.table, state);
        rpc.principal = Principal::user(QStringLiteral("ann"), Role::Operator);
    }
    static DispatcherOptions options(Observer &observer, std::chrono::milliseconds deadline)
    {
        DispatcherOptions options;
        options.observer = &observer;
        options.callDeadline = deadline;
        return options;
    }
    Seen call(const QByteArray &method, const QByteArray &params)
    {
        observer.seen.clear();
        rpc.call(requestFrame(method, params));
        return observer.seen.size() == 1 ? observer.seen.front() : Seen();
    }

    Observer observer;
    testapi::KeyedState state;
    RpcRig rpc;
};

// What the observer of finished calls learns.
class CallObserverTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachFinishedCallIsSeenOnceBeforeItsAnswer();
    void refusedCallsAreSeenWithTheirSubject();
    void brokenParamsAreSeen();
    void unknownMethodsAreNotSeen();
    void theTargetIsPlainTextAndBounded();
    void positionalParamsHaveATargetToo();
    void aCallWithoutAnswerIsSeenOnce();
    void notificationsAreSeen();
};

void CallObserverTest::eachFinishedCallIsSeenOnceBeforeItsAnswer()
{
    ObservedRig rig;
    const Seen seen = rig.call("change", R"({"what":"x","device":"camera3"})");
    QCOMPARE(seen.method, QByteArray("change"));
    QCOMPARE(seen.user, QStringLiteral("ann"));
    QVERIFY(!seen.requestId.isEmpty());
    QCOMPARE(seen.target, QStringLiteral("x"));
    QCOMPARE(seen.device, CameraId(3));
    QVERIFY(!seen.error);
    QCOMPARE(seen.sent, size_t(0));
    QCOMPARE(rig.rpc.sender.sent.size(), size_t(1));
    rig.state.error = Error::notFound(QStringLiteral("camera"), QStringLiteral("camera3"));
    QCOMPARE(rig.call("change", R"({"device":"camera3"})").error, ErrorCode::NotFound);
    // Asked for later, seen later.
    rig.observer.seen.clear();
    rig.rpc.call(requestFrame("change", R"({"what":"wait"})"));
    QVERIFY(rig.observer.seen.empty());
    rig.state.waiting[0].finish(QStringLiteral("done"));
    RpcRig::settle();
    QCOMPARE(rig.observer.seen.size(), size_t(1));
    QCOMPARE(rig.observer.seen[0].target, QStringLiteral("wait"));
}

void CallObserverTest::refusedCallsAreSeenWithTheirSubject()
{
    ObservedRig rig;
    rig.rpc.principal = Principal::user(QStringLiteral("eve"), Role::Viewer);
    Seen seen = rig.call("change", R"({"what":"x","device":"camera3"})");
    QCOMPARE(seen.error, ErrorCode::PermissionDenied);
    QCOMPARE(seen.user, QStringLiteral("eve"));
    QCOMPARE(seen.target, QStringLiteral("x"));
    QCOMPARE(seen.device, CameraId(3));
    rig.rpc.principal = Principal();
    seen = rig.call("change", R"({"what":"x"})");
    QCOMPARE(seen.error, ErrorCode::Unauthenticated);
    QCOMPARE(rig.call("change", R"({"what":"x","what":"y"})").error, ErrorCode::Unauthenticated);
}

void CallObserverTest::brokenParamsAreSeen()
{
    ObservedRig rig;
    for (const char *params : {R"({"nonsense":1})", R"({"what":1})", R"({"what":"x","what":"y"})", "[1,2,3]"}) {
        const Seen seen = rig.call("change", params);
        QCOMPARE(seen.error, ErrorCode::InvalidParams);
        QCOMPARE(seen.target, QString());
    }
    QVERIFY(!rig.call("change", R"({"device":"../etc"})").device);
}

void CallObserverTest::unknownMethodsAreNotSeen()
{
    ObservedRig rig;
    QCOMPARE(rig.call("nonsense", "{}").method, QByteArray());
    QVERIFY(rig.observer.seen.empty());
}

void CallObserverTest::theTargetIsPlainTextAndBounded()
{
    ObservedRig rig;
    QCOMPARE(rig.call("change", "{\"what\":\"" + QByteArray(1000, 'x') + "\"}").target, QString(256, u'x'));
    QCOMPARE(rig.call("change", R"({"what":{"a":"b"}})").target, QString());
    QCOMPARE(rig.call("make_secret", R"({"what":"x"})").target, QString());
}

void CallObserverTest::positionalParamsHaveATargetToo()
{
    ObservedRig rig;
    const Seen seen = rig.call("change", R"(["x","camera4"])");
    QCOMPARE(seen.target, QStringLiteral("x"));
    QCOMPARE(seen.device, CameraId(4));
}

void CallObserverTest::aCallWithoutAnswerIsSeenOnce()
{
    ObservedRig rig(20ms);
    rig.rpc.call(requestFrame("change", R"({"what":"wait"})"));
    QTRY_COMPARE(rig.observer.seen.size(), size_t(1));
    QCOMPARE(rig.observer.seen[0].error, ErrorCode::Internal);
    rig.state.waiting[0].finish(QStringLiteral("late"));
    RpcRig::settle();
    QCOMPARE(rig.observer.seen.size(), size_t(1));
}

void CallObserverTest::notificationsAreSeen()
{
    ObservedRig rig;
    rig.rpc.call(requestFrame("change", R"({"what":"x"})", {}));
    QCOMPARE(rig.observer.seen.size(), size_t(1));
    QVERIFY(rig.rpc.sender.sent.empty());
}

}  // namespace

CS_TEST(CallObserverTest)
#include "tst_callobserver.moc"

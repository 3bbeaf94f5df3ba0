#include "audit/auditresult.h"
#include "audit/callaudit.h"
#include "audit/mediaentries.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// Keeps what it is told.
class KeptAudit final : public AuditSink {
public:
    void record(AuditEntry entry) override { entries.push_back(std::move(entry)); }
    std::vector<AuditEntry> entries;
};

constexpr api::MethodInfo readMethod{"get_camera_status", api::Access::Viewer, api::Effect::Read, "reads"};
constexpr api::MethodInfo writeMethod{"delete_recording", api::Access::Admin, api::Effect::Write, "writes", "{}",
                                      "filename"};
constexpr api::MethodInfo pingMethod{"ping", api::Access::Public, api::Effect::Read, "nothing"};
constexpr api::MethodInfo tokenMethod{"authenticate", api::Access::Public, api::Effect::Read, "signs in"};
constexpr api::MethodInfo loginMethod{"login", api::Access::Public, api::Effect::Write, "signs in", "{}", "username"};

}  // namespace

// Which calls go into the trail, and as what.
class TestCallAudit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_sink.entries.clear(); }
    void writesAreRecordedWhateverCameOfThem();
    void readsAndPingsAreNot();
    void refusedReadsAre_data();
    void refusedReadsAre();
    void hiddenCameraIsARefusalForWhoIsRestricted();
    void goodSignInHasTheNameOfWhoIsThereNow();
    void badSignInNamesTheUserItWasTriedFor();
    void badSignInWithAnUnknownNameKeepsItOut();
    void tokenSignInsAreRecorded();
    void controlSocketHasNoAddress();
    void resultsHaveNumberAndWord_data();
    void resultsHaveNumberAndWord();
    void mediaEntriesSayWhatHappened();

private:
    Call call(Principal principal = {}) const
    {
        Call made;
        made.peer.id = ConnectionId(7);
        made.peer.address = QStringLiteral("192.0.2.9");
        made.principal = std::move(principal);
        made.requestId = QStringLiteral("r17");
        return made;
    }
    CallAudit audit()
    {
        return CallAudit(
            m_sink, [](ConnectionId) { return Principal::user(QStringLiteral("alice"), Role::Operator); },
            [](const QString &name) { return name == QLatin1String("alice"); });
    }

    KeptAudit m_sink;
    const Principal m_admin = Principal::user(QStringLiteral("root"), Role::Admin);
};

void TestCallAudit::writesAreRecordedWhateverCameOfThem()
{
    const Error failure = Error::notFound(QStringLiteral("recording"), QStringLiteral("x.mp4"));
    audit().answered(call(m_admin), writeMethod, QStringLiteral("x.mp4"), CameraId(3), nullptr);
    audit().answered(call(m_admin), writeMethod, QStringLiteral("x.mp4"), {}, &failure);
    QCOMPARE(m_sink.entries.size(), size_t(2));
    const AuditEntry &good = m_sink.entries[0];
    QCOMPARE(good.username, QStringLiteral("root"));
    QCOMPARE(good.address, QStringLiteral("192.0.2.9"));
    QCOMPARE(good.action, QStringLiteral("delete_recording"));
    QCOMPARE(good.target, QStringLiteral("x.mp4"));
    QCOMPARE(good.device, std::optional(CameraId(3)));
    QCOMPARE(good.result, QStringLiteral("ok"));
    QCOMPARE(good.requestId, QStringLiteral("r17"));
    QCOMPARE(m_sink.entries[1].result, QStringLiteral("-32010 not_found"));
}

void TestCallAudit::readsAndPingsAreNot()
{
    const Error failures[] = {Error::invalidParam("a", "b", "c"), Error::notFound("camera", "camera7"),
                              Error::dependencyFailed("MediaMTX", "down"), Error::internal("x"),
                              Error::unsupported("a", "b", "c")};
    audit().answered(call(), pingMethod, {}, {}, nullptr);
    audit().answered(call(m_admin), readMethod, {}, CameraId(1), nullptr);
    for (const Error &failure : failures)
        audit().answered(call(m_admin), readMethod, {}, CameraId(1), &failure);
    QVERIFY(m_sink.entries.empty());
}

void TestCallAudit::refusedReadsAre_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("not signed in") << 0;
    QTest::newRow("role too low") << 1;
    QTest::newRow("too often") << 2;
}

void TestCallAudit::refusedReadsAre()
{
    QFETCH(int, which);
    const Error failures[] = {Error::unauthenticated("nobody"), Error::permissionDenied("admin", "viewer"),
                              Error::rateLimited(10)};
    audit().answered(call(), readMethod, {}, CameraId(1), &failures[which]);
    QCOMPARE(m_sink.entries.size(), size_t(1));
    QCOMPARE(m_sink.entries[0].device, std::optional(CameraId(1)));
}

void TestCallAudit::hiddenCameraIsARefusalForWhoIsRestricted()
{
    const Error failure = Error::notFound("camera", "camera1");
    Principal restricted = Principal::user(QStringLiteral("bob"), Role::Viewer);
    restricted.allCameras = false;
    audit().answered(call(restricted), readMethod, {}, CameraId(1), &failure);
    QCOMPARE(m_sink.entries.size(), size_t(1));
    QCOMPARE(m_sink.entries[0].username, QStringLiteral("bob"));
    QCOMPARE(m_sink.entries[0].result, QStringLiteral("-32010 not_found"));
}

void TestCallAudit::goodSignInHasTheNameOfWhoIsThereNow()
{
    audit().answered(call(), loginMethod, QStringLiteral("ALICE"), {}, nullptr);
    QCOMPARE(m_sink.entries[0].username, QStringLiteral("alice"));
}

void TestCallAudit::badSignInNamesTheUserItWasTriedFor()
{
    const Error failure = Error::unauthenticated("no");
    audit().answered(call(), loginMethod, QStringLiteral("alice"), {}, &failure);
    QCOMPARE(m_sink.entries[0].username, QStringLiteral("alice"));
    QCOMPARE(m_sink.entries[0].target, QStringLiteral("alice"));
    QCOMPARE(m_sink.entries[0].result, QStringLiteral("-32001 unauthenticated"));
}

// People type their password where their name belongs.
void TestCallAudit::badSignInWithAnUnknownNameKeepsItOut()
{
    const Error failure = Error::unauthenticated("no");
    audit().answered(call(), loginMethod, QStringLiteral("hunter2hunter2"), {}, &failure);
    QCOMPARE(m_sink.entries.size(), size_t(1));
    QCOMPARE(m_sink.entries[0].username, QString());
    QCOMPARE(m_sink.entries[0].target, QString());
}

void TestCallAudit::tokenSignInsAreRecorded()
{
    const Error failure = Error::unauthenticated("no");
    audit().answered(call(), tokenMethod, {}, {}, nullptr);
    audit().answered(call(), tokenMethod, {}, {}, &failure);
    QCOMPARE(m_sink.entries.size(), size_t(2));
    QCOMPARE(m_sink.entries[0].username, QStringLiteral("alice"));
    QCOMPARE(m_sink.entries[1].username, QString());
}

void TestCallAudit::controlSocketHasNoAddress()
{
    Call made = call(Principal::control(QStringLiteral("root")));
    made.peer.kind = PeerKind::Control;
    made.peer.address.clear();
    audit().answered(made, writeMethod, {}, {}, nullptr);
    QCOMPARE(m_sink.entries[0].address, QString());
    QCOMPARE(m_sink.entries[0].username, QStringLiteral("root"));
}

void TestCallAudit::resultsHaveNumberAndWord_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("text");
    const auto row = [](ErrorCode code, const char *text) {
        QTest::newRow(text) << int(code) << QString::fromLatin1(text);
    };
    row(ErrorCode::Internal, "-32603 internal");
    row(ErrorCode::InvalidParams, "-32602 invalid_params");
    row(ErrorCode::Unauthenticated, "-32001 unauthenticated");
    row(ErrorCode::PermissionDenied, "-32002 permission_denied");
    row(ErrorCode::NotFound, "-32010 not_found");
    row(ErrorCode::InvalidState, "-32020 invalid_state");
    row(ErrorCode::Unsupported, "-32030 unsupported");
    row(ErrorCode::RateLimited, "-32040 rate_limited");
    row(ErrorCode::DependencyFailed, "-32050 dependency_failed");
}

void TestCallAudit::resultsHaveNumberAndWord()
{
    QFETCH(int, code);
    QFETCH(QString, text);
    const Error error{static_cast<ErrorCode>(code), QStringLiteral("a sentence with canary"), {}};
    QCOMPARE(auditResult(&error), text);
    QCOMPARE(auditResult(nullptr), QStringLiteral("ok"));
}

void TestCallAudit::mediaEntriesSayWhatHappened()
{
    const Error refusal = Error::unauthenticated("no");
    const AuditEntry good = downloadEntry("bob", "192.0.2.1", "recordings/a.mp4", CameraId(2), nullptr);
    QCOMPARE(good.action, QStringLiteral("file.download"));
    QCOMPARE(good.result, QStringLiteral("ok"));
    QCOMPARE(downloadEntry({}, "192.0.2.1", "recordings/a.mp4", {}, &refusal).result,
             QStringLiteral("-32001 unauthenticated"));
    const AuditEntry start = streamEntry(StreamDeed::Start, "bob", "192.0.2.1", CameraId(2), "rtsp");
    QCOMPARE(start.action, QStringLiteral("stream.view_start"));
    QCOMPARE(start.target, QStringLiteral("rtsp"));
    QCOMPARE(streamEntry(StreamDeed::End, "bob", "192.0.2.1", CameraId(2), "rtsp").action,
             QStringLiteral("stream.view_end"));
    QCOMPARE(streamEntry(StreamDeed::Refused, {}, "192.0.2.1", CameraId(2), "hls").result,
             QStringLiteral("-32002 permission_denied"));
}

CS_TEST(TestCallAudit)
#include "tst_callaudit.moc"

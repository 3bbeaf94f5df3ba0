#include <QJsonArray>

#include "base/result.h"
#include "support/testprogram.h"

using namespace cs;

// Errors carry what the API promises for their code; results hold one of two.
class TestError : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void dataHoldsThePromisedMembers_data();
    void dataHoldsThePromisedMembers();
    void invalidStateListsWhatIsAllowed();
    void resultHoldsValueOrError();
    void resultMovesItsValueOut();
};

void TestError::dataHoldsThePromisedMembers_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("wantedCode");
    QTest::addColumn<QJsonObject>("data");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QStringList>("members");
    const auto row = [](const char *name, const Error &error, ErrorCode code, const QStringList &members) {
        QTest::newRow(name) << int(error.code) << int(code) << error.data << error.message << members;
    };
    row("invalid param", Error::invalidParam("a", "b", "c"), ErrorCode::InvalidParams, {"param", "rule", "hint"});
    row("unauthenticated", Error::unauthenticated("expired"), ErrorCode::Unauthenticated, {"reason"});
    row("permission", Error::permissionDenied("admin", "viewer"), ErrorCode::PermissionDenied,
        {"required_role", "have_role"});
    row("not found", Error::notFound("camera", "camera7"), ErrorCode::NotFound, {"resource", "id"});
    row("state", Error::invalidState("busy", "a", {"b"}), ErrorCode::InvalidState, {"state", "allowed_states"});
    row("unsupported", Error::unsupported("mkv", "not built", "fmp4"), ErrorCode::Unsupported,
        {"feature", "reason", "suggestion"});
    row("rate", Error::rateLimited(500), ErrorCode::RateLimited, {"retry_after_ms"});
    row("dependency", Error::dependencyFailed("FFmpeg", "died"), ErrorCode::DependencyFailed, {"dependency", "detail"});
    row("internal", Error::internal("oops"), ErrorCode::Internal, {});
    row("cancelled", Error::cancelled(), ErrorCode::Cancelled, {});
}

void TestError::dataHoldsThePromisedMembers()
{
    QFETCH(int, code);
    QFETCH(int, wantedCode);
    QFETCH(QJsonObject, data);
    QFETCH(QString, message);
    QFETCH(QStringList, members);
    QCOMPARE(code, wantedCode);
    QVERIFY(!message.isEmpty());
    QCOMPARE(data.size(), members.size());
    for (const QString &member : members)
        QVERIFY2(data.contains(member), qPrintable(member));
}

void TestError::invalidStateListsWhatIsAllowed()
{
    const Error error = Error::invalidState("camera0 is recording already", "recording", {"idle", "error"});
    QCOMPARE(error.data.value("allowed_states").toArray(), QJsonArray({"idle", "error"}));
}

void TestError::resultHoldsValueOrError()
{
    const Result<int> value = 5;
    const Result<int> error = Error::internal("no");
    QVERIFY(value.ok() && value);
    QCOMPARE(*value, 5);
    QVERIFY(!error.ok() && !error);
    QCOMPARE(error.error().message, QString("no"));
}

void TestError::resultMovesItsValueOut()
{
    Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
    const auto value = std::move(result).value();
    QCOMPARE(*value, 3);
}

CS_TEST(TestError)
#include "tst_error.moc"


#include "jsonrpc/answers.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// The frames that are sent, to the byte.
class AnswersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splicesResults();
    void splicesErrors();
    void escapesMessages();
    void splicesRequestsAndNotifications();
    void mapsEachErrorToItsCode_data();
    void mapsEachErrorToItsCode();
};

void AnswersTest::splicesResults()
{
    QCOMPARE(resultAnswer("1.50", "\"pong\""), QByteArray(R"({"jsonrpc":"2.0","result":"pong","id":1.50})"));
    QCOMPARE(resultAnswer({}, "[]"), QByteArray(R"({"jsonrpc":"2.0","result":[],"id":null})"));
}

void AnswersTest::splicesErrors()
{
    QCOMPARE(errorAnswer("1", -32601, QStringLiteral("no")),
             QByteArray(R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"no"},"id":1})"));
    QCOMPARE(errorAnswer({}, ErrorObject{-32700, QStringLiteral("no"), {{"hint", "yes"}}}),
             QByteArray(R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"no","data":{"hint":"yes"}},"id":null})"));
}

void AnswersTest::escapesMessages()
{
    const QByteArray escaped = "a\\\"b\\\\\\u000a\\u0001";
    const QByteArray answer = errorAnswer("1", -32601, QStringLiteral("a\"b\\\n\x01"));
    QVERIFY(answer.contains("\"message\":\"" + escaped + "\"}"));
}

void AnswersTest::splicesRequestsAndNotifications()
{
    QCOMPARE(request("7", QStringLiteral("ping"), {}), QByteArray(R"({"jsonrpc":"2.0","method":"ping","id":7})"));
    QCOMPARE(notification(QStringLiteral("m"), "{}"), QByteArray(R"({"jsonrpc":"2.0","method":"m","params":{}})"));
}

void AnswersTest::mapsEachErrorToItsCode_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<int>("code");
    QTest::addColumn<QStringList>("members");
    const auto row = [](const char *name, const Error &error, int code, const QStringList &members) {
        QTest::newRow(name) << error << code << members;
    };
    row("internal", Error::internal({}), -32603, {});
    row("cancelled", Error::cancelled(), -32603, {});
    row("params", Error::invalidParam({}, {}, {}), -32602, {"hint", "param", "rule"});
    row("unauthenticated", Error::unauthenticated({}), -32001, {"reason"});
    row("permission", Error::permissionDenied({}, {}), -32002, {"have_role", "required_role"});
    row("not found", Error::notFound({}, {}), -32010, {"id", "resource"});
    row("state", Error::invalidState({}, {}, {}), -32020, {"allowed_states", "state"});
    row("unsupported", Error::unsupported({}, {}, {}), -32030, {"feature", "reason", "suggestion"});
    row("rate", Error::rateLimited(5), -32040, {"retry_after_ms"});
    row("dependency", Error::dependencyFailed({}, {}), -32050, {"dependency", "detail"});
}

void AnswersTest::mapsEachErrorToItsCode()
{
    QFETCH(const Error, error);
    const ErrorObject object = toErrorObject(error);
    QTEST(object.code, "code");
    QTEST(QStringList(object.data.keys()), "members");
}

}  // namespace

Q_DECLARE_METATYPE(cs::Error)

CS_TEST(AnswersTest)
#include "tst_answers.moc"

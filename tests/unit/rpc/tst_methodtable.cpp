
#include "api/allmethods.h"
#include "rpc/methodtable.h"
#include "support/testprogram.h"
#include "unit/rpc/testmethods.h"

using namespace cs;

namespace {

class MethodTableTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knowsWhatIsBound();
    void namesWhatIsDeclaredButNotBound();
    void runsTypedHandlers();
};

void MethodTableTest::knowsWhatIsBound()
{
    testapi::TestState state;
    MethodTable table;
    testapi::bindTestMethods(table, state);
    QVERIFY(table.find(QStringLiteral("sum")));
    QVERIFY(!table.find(QStringLiteral("Sum")));
    QCOMPARE(table.find(QStringLiteral("subtract"))->paramNames.size(), size_t(2));
    QVERIFY(std::is_sorted(table.names().begin(), table.names().end()));
    QCOMPARE(table.names().size(), 12);
}

void MethodTableTest::namesWhatIsDeclaredButNotBound()
{
    MethodTable table;
    const qsizetype all = table.missing().size();
    QCOMPARE(all, qsizetype(api::AllMethods::size));
    table.bind<api::Ping>(
        [](const Call &, const json::Nothing &) -> Result<QString> { return QStringLiteral("pong"); });
    QCOMPARE(table.missing().size(), all - 1);
    QVERIFY(!table.missing().contains(QStringLiteral("ping")));
}

void MethodTableTest::runsTypedHandlers()
{
    testapi::TestState state;
    MethodTable table;
    testapi::bindTestMethods(table, state);
    QObject hub;
    std::optional<Result<QByteArray>> answer;
    const auto keep = [&answer](Result<QByteArray> result) { answer = std::move(result); };

    const auto params = json::parse(R"({"minuend":5,"subtrahend":2})");
    table.find(QStringLiteral("subtract"))->handler({}, *params, &hub, keep);
    QVERIFY(answer && answer->ok());
    QCOMPARE(answer->value(), QByteArray("3"));

    table.find(QStringLiteral("subtract"))->handler({}, json::Value(json::Object()), &hub, keep);
    QCOMPARE(answer->error().code, ErrorCode::InvalidParams);

    answer.reset();
    table.find(QStringLiteral("wait"))->handler({}, json::Value(json::Object()), &hub, keep);
    QVERIFY(!answer);
    state.waiting.front().finish(QStringLiteral("now"));
    QVERIFY(answer && answer->ok());
    QCOMPARE(answer->value(), QByteArray("\"now\""));
}

}  // namespace

CS_TEST(MethodTableTest)
#include "tst_methodtable.moc"


#include "rpc/params.h"
#include "support/testprogram.h"
#include "unit/rpc/testmethods.h"

using namespace cs;

namespace {

class ParamsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void absentParamsAreEmptyOnes();
    void positionalParamsGetTheDeclaredNames();
    void tooManyPositionalParamsAreRefused();
    void duplicatesAreFoundHoweverDeep_data();
    void duplicatesAreFoundHoweverDeep();
    void theSameNameAtTwoPlacesIsNoDuplicate();
    void hugeNumbersBreakTheRuleOfTheirParam_data();
    void hugeNumbersBreakTheRuleOfTheirParam();
    void numberTooSmallIsZeroAlsoBesideAHugeOne();
    void halfASurrogatePairIsNoValue();
    void aCameraThatNobodyHasIsNamedAsItWasAskedFor();
};

void ParamsTest::absentParamsAreEmptyOnes()
{
    const auto params = namedParams({}, {"a"});
    QVERIFY(params.ok() && params->asObject());
    QVERIFY(params->asObject()->empty());
}

void ParamsTest::positionalParamsGetTheDeclaredNames()
{
    const auto params = namedParams(R"([1,"x"])", {"a", "b", "c"});
    QVERIFY(params.ok());
    QCOMPARE(*params->member(u"a")->asInt(), 1);
    QCOMPARE(*params->member(u"b")->asString(), QStringLiteral("x"));
    QVERIFY(!params->member(u"c"));
}

void ParamsTest::tooManyPositionalParamsAreRefused()
{
    const auto params = namedParams("[1,2]", {"a"});
    QVERIFY(!params.ok());
    QCOMPARE(params.error().code, ErrorCode::InvalidParams);
    QVERIFY(!namedParams("[1]", {}).ok());
}

void ParamsTest::duplicatesAreFoundHoweverDeep_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("path");
    QTest::newRow("top") << QByteArray(R"({"a":1,"b":2,"a":3})") << QStringLiteral("a");
    QTest::newRow("escaped") << QByteArray(R"({"a":1,"\u0061":3})") << QStringLiteral("a");
    QTest::newRow("within") << QByteArray(R"({"f":{"x":[{}, {"y":1,"y":1}]}})") << QStringLiteral("f.x.1.y");
    QTest::newRow("positional") << QByteArray(R"([{"y":1,"y":1}])") << QStringLiteral("0.y");
}

void ParamsTest::duplicatesAreFoundHoweverDeep()
{
    QFETCH(const QByteArray, text);
    const auto params = namedParams(text, {"a"});
    QVERIFY(!params.ok());
    QTEST(params.error().data.value("param").toString(), "path");
}

void ParamsTest::theSameNameAtTwoPlacesIsNoDuplicate()
{
    QVERIFY(namedParams(R"({"a":{"a":1},"b":{"a":1}})", {}).ok());
}

void ParamsTest::hugeNumbersBreakTheRuleOfTheirParam_data()
{
    QTest::addColumn<QByteArray>("number");
    for (const char *number :
         {"1e400", "-1e400", "99999999999999999999", "-9223372036854775809", "18446744073709551616", "1.5E+999"})
        QTest::newRow(number) << QByteArray(number);
}

void ParamsTest::hugeNumbersBreakTheRuleOfTheirParam()
{
    QFETCH(const QByteArray, number);
    const auto params = namedParams(R"({"device":"a \"1e400\" b","duration":)" + number + R"(,"rest":[1,-2.5e3]})", {});
    QVERIFY(params.ok());
    QCOMPARE(*params->member(u"device")->asString(), QStringLiteral("a \"1e400\" b"));
    QVERIFY(!params->member(u"duration")->asInt());
    qint64 seconds = 0;
    const auto problem = json::readBounded(*params->member(u"duration"), 1, 86400, seconds);
    QVERIFY(problem);
    const Error error = json::toError(json::within(*problem, QStringLiteral("duration")));
    QCOMPARE(error.data.value("param").toString(), QStringLiteral("duration"));
    QVERIFY(error.data.value("rule").toString().contains(QStringLiteral("a whole number from 1 to 86400")));
    QVERIFY(!error.data.value("hint").toString().isEmpty());
}

void ParamsTest::numberTooSmallIsZeroAlsoBesideAHugeOne()
{
    const auto params = namedParams(R"({"small":1e-400,"huge":1e400})", {});
    QVERIFY(params.ok());
    QCOMPARE(params->member(u"small")->number().value_or(1), 0.0);
}

void ParamsTest::halfASurrogatePairIsNoValue()
{
    const auto params = namedParams(R"({"a":"\ud800"})", {});
    QVERIFY(!params.ok());
    QCOMPARE(params.error().code, ErrorCode::InvalidParams);
}

void ParamsTest::aCameraThatNobodyHasIsNamedAsItWasAskedFor()
{
    const auto asked = [](const char *device) {
        return subjectOf(testapi::Sum::info, *namedParams(QByteArray(R"({"device":")") + device + "\"}", {})).unknown;
    };
    const Error zeros = noSuchCamera(asked("camera007"));
    QCOMPARE(zeros.code, ErrorCode::NotFound);
    QCOMPARE(zeros.data.value("id").toString(), QStringLiteral("camera007"));
    QCOMPARE(zeros.data.value("hint").toString(), QStringLiteral("did you mean camera7?"));
    QVERIFY(zeros.data.value("rule").toString().contains(QStringLiteral("leading zeros")));
    QCOMPARE(noSuchCamera(asked("camera00")).data.value("hint").toString(), QStringLiteral("did you mean camera0?"));
    QVERIFY(
        noSuchCamera(asked("camera12345678901")).data.value("rule").toString().contains(QStringLiteral("nine digits")));
    QVERIFY(asked("camera7").isEmpty() && asked("front door").isEmpty());
}

}  // namespace

CS_TEST(ParamsTest)
#include "tst_params.moc"

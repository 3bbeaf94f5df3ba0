
#include "rpc/params.h"
#include "support/testprogram.h"

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

}  // namespace

CS_TEST(ParamsTest)
#include "tst_params.moc"

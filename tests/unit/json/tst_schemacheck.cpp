#include <QJsonArray>
#include <QJsonDocument>

#include "json/schemacheck.h"
#include "support/testprogram.h"

using namespace cs;

// Replies held against their schema.
class TestSchemaCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valueIsHeldAgainstItsSchema_data();
    void valueIsHeldAgainstItsSchema();
};

void TestSchemaCheck::valueIsHeldAgainstItsSchema_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("where");  // empty: fits
    const auto row = [](const char *name, const char *schema, const char *value, const char *where) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(value) << QString::fromLatin1(where);
    };
    row("no rule", "{}", "[1,{}]", "");
    row("type", R"({"type":"string"})", "\"a\"", "");
    row("wrong type", R"({"type":"string"})", "1", "$");
    row("null is no string", R"({"type":"string"})", "null", "$");
    row("integer is a number", R"({"type":"number"})", "1", "");
    row("fraction is no integer", R"({"type":"integer"})", "1.5", "$");
    row("required", R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}})", R"({"a":1})", "");
    row("required is missing", R"({"type":"object","required":["a"]})", "{}", "lacks 'a'");
    row("member of the wrong type", R"({"type":"object","properties":{"a":{"type":"integer"}}})", R"({"a":"x"})", ".a");
    row("member not in the schema", R"({"type":"object","properties":{}})", R"({"b":1})", "");
    row("map", R"({"type":"object","additionalProperties":{"type":"integer"}})", R"({"b":1,"c":"x"})", ".c");
    row("items", R"({"type":"array","items":{"type":"boolean"}})", "[true,false,1]", "[2]");
    row("deep", R"({"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}}}})",
        R"([{"a":1},{"a":null}])", "[1].a");
    row("word", R"({"type":"string","enum":["A","B"]})", "\"B\"", "");
    row("other word", R"({"type":"string","enum":["A","B"]})", "\"b\"", "allowed words");
    row("too short", R"({"type":"string","minLength":1})", "\"\"", "too short");
    row("too long", R"({"type":"string","maxLength":2})", "\"abc\"", "too long");
    row("pattern", R"({"type":"string","pattern":"^camera[0-9]+$"})", "\"camera12\"", "");
    row("not the pattern", R"({"type":"string","pattern":"^camera[0-9]+$"})", "\"cam\"", "pattern");
    row("pattern and a line more", R"({"type":"string","pattern":"^camera[0-9]+$"})", "\"camera1\\n\"", "pattern");
    row("time", R"({"type":"string","format":"date-time"})", "\"2026-01-31T08:00:00Z\"", "");
    row("no time", R"({"type":"string","format":"date-time"})", "\"yesterday\"", "time");
    row("minimum", R"({"type":"integer","minimum":1})", "0", "minimum");
    row("maximum", R"({"type":"number","maximum":100})", "100.5", "maximum");
    row("within", R"({"type":"number","minimum":0,"maximum":100})", "100", "");
}

void TestSchemaCheck::valueIsHeldAgainstItsSchema()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, value);
    QFETCH(QString, where);
    const auto parsed = json::parse(value);
    QVERIFY(parsed.ok());
    const auto bad = json::violation(QJsonDocument::fromJson(schema).object(), *parsed);
    QCOMPARE(bad.has_value(), !where.isEmpty());
    if (bad)
        QVERIFY2(bad->contains(where), qPrintable(*bad));
}

CS_TEST(TestSchemaCheck)
#include "tst_schemacheck.moc"

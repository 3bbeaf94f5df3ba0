
#include "json/value.h"
#include "support/testprogram.h"

using namespace cs;
using json::Value;

// What is JSON, what is not, and what of it is kept.
class TestValue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void brokenTextsAreRefused_data();
    void brokenTextsAreRefused();
    void goodTextsAreRead_data();
    void goodTextsAreRead();
    void integersKeepSixtyFourBits();
    void fractionsAreNotIntegers();
    void nestingIsBounded_data();
    void nestingIsBounded();
    void limitHoldsAfterABigText();
    void duplicatesAreKeptInOrder();
    void textsComeOutAsTheyWere();
    void membersOfOtherThingsAreNull();
    void everyThreadHasItsParser();
};

void TestValue::brokenTextsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("nothing", "");
    row("null pointer", QByteArray());
    row("spaces", "  \n");
    row("half an object", "{\"a\":");
    row("half a string", "\"abc");
    row("half an escape", "\"\\u12\"");
    row("unknown escape", "\"\\x41\"");
    row("two texts", "{} {}");
    row("something behind", "[1]x");
    row("comma at the end", "[1,]");
    row("comma at the end of an object", "{\"a\":1,}");
    row("missing comma", "[1 2]");
    row("single quotes", "{'a':1}");
    row("name without quotes", "{a:1}");
    row("comment", "[1] // one");
    row("NaN", "NaN");
    row("Infinity", "[-Infinity]");
    row("capital true", "True");
    row("plus", "+1");
    row("leading zero", "01");
    row("dot without digits", "1.");
    row("dot without a number", ".5");
    row("exponent without digits", "1e");
    row("hexadecimal", "0x10");
    row("number beyond a double", "1e400");
    row("integer of 40 digits", QByteArray(40, '9'));
    row("NUL behind", QByteArray("1\0", 2));
    row("NUL alone", QByteArray("\0", 1));
    row("NUL in a string", QByteArray("\"a\0b\"", 5));
    row("control in a string", "\"a\nb\"");
    row("byte order mark inside", "[\xef\xbb\xbf]");
    row("invalid UTF-8: continuation alone", "\"\x80\"");
    row("invalid UTF-8: cut off", "\"\xc3\"");
    row("invalid UTF-8: too long a form", "\"\xc0\xaf\"");
    row("invalid UTF-8: surrogate", "\"\xed\xa0\x80\"");
    row("invalid UTF-8: beyond Unicode", "\"\xf4\x90\x80\x80\"");
    row("invalid UTF-8: 0xff", "\"\xff\"");
    row("closed twice", "[]]");
    row("closed wrongly", "[}");
}

void TestValue::brokenTextsAreRefused()
{
    QFETCH(QByteArray, text);
    const auto value = json::parse(text);
    QVERIFY(!value.ok());
    QCOMPARE(value.error().code, ErrorCode::InvalidParams);
    QVERIFY(!value.error().message.isEmpty());
}

void TestValue::goodTextsAreRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("type");
    const auto row = [](const char *text, const char *type) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(type);
    };
    row("null", "null");
    row("true", "boolean");
    row(" false ", "boolean");
    row("0", "integer");
    row("-0", "integer");
    row("-5", "integer");
    row("1.0", "number");
    row("1e3", "number");
    row("1.7976931348623157e308", "number");
    row("\"\"", "string");
    row("[]", "array");
    row("{}", "object");
    row("\t{ \"a\" : [ 1 , { } ] }\r\n", "object");
}

void TestValue::goodTextsAreRead()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, type);
    const auto value = json::parse(text);
    QVERIFY2(value.ok(), value.ok() ? "" : qPrintable(value.error().message));
    QCOMPARE(value->typeName(), type);
}

void TestValue::integersKeepSixtyFourBits()
{
    QCOMPARE(*json::parse("9223372036854775807")->asInt(), std::numeric_limits<qint64>::max());
    QCOMPARE(*json::parse("-9223372036854775808")->asInt(), std::numeric_limits<qint64>::min());
    QCOMPARE(*json::parse("9007199254740993")->asInt(), qint64(9007199254740993));
    const auto beyond = json::parse("18446744073709551615");
    QVERIFY(beyond.ok());
    QVERIFY(!beyond->asInt());
    QCOMPARE(beyond->number(), std::optional(18446744073709551615.0));
}

void TestValue::fractionsAreNotIntegers()
{
    QVERIFY(!json::parse("1.5")->asInt());
    QVERIFY(!json::parse("1.0")->asInt());
    QCOMPARE(*json::parse("1.5")->asDouble(), 1.5);
    QCOMPARE(json::parse("7")->number(), std::optional(7.0));
    QVERIFY(!json::parse("\"7\"")->number());
}

namespace {

QByteArray nested(const QByteArray &open, const QByteArray &inner, const QByteArray &close, int depth)
{
    return open.repeated(depth) + inner + close.repeated(depth);
}

}  // namespace

void TestValue::nestingIsBounded_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    for (const int depth : {1, 63, 64, 65, 66, 1000, 500'000}) {
        const bool good = depth <= json::MaxDepth;
        QTest::newRow(qPrintable(QString("arrays, %1").arg(depth))) << nested("[", "", "]", depth) << good;
        QTest::newRow(qPrintable(QString("arrays that are not closed, %1").arg(depth)))
            << nested("[", "", "", depth) << false;
        if (depth <= 1000)
            QTest::newRow(qPrintable(QString("objects, %1").arg(depth))) << nested("{\"a\":", "1", "}", depth) << good;
    }
}

void TestValue::nestingIsBounded()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    QCOMPARE(json::parse(text).ok(), good);
}

void TestValue::limitHoldsAfterABigText()
{
    // The parser grows with the texts; its limit must not.
    for (const int size : {10, 10'000, 1'000'000, 100, 3'000'000}) {
        QVERIFY(json::parse("\"" + QByteArray(size, 'x') + "\"").ok());
        QVERIFY(json::parse(QByteArray(size, ' ') + nested("[", "", "]", 64)).ok());
        QVERIFY(!json::parse(nested("[", "", "]", 65) + QByteArray(size, ' ')).ok());
        QVERIFY(!json::parse(nested("[", "", "]", 65)).ok());
    }
}

void TestValue::duplicatesAreKeptInOrder()
{
    const auto value = json::parse(R"({"b":1,"a":2,"b":3})");
    const json::Object &object = *value->asObject();
    QCOMPARE(object.size(), size_t(3));
    QCOMPARE(object[0].first, QString("b"));
    QCOMPARE(object[2].first, QString("b"));
    QCOMPARE(*value->member(u"b")->asInt(), 1);
}

void TestValue::textsComeOutAsTheyWere()
{
    const auto text = [](const QByteArray &json) { return *json::parse(json)->asString(); };
    QCOMPARE(text("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), QString("\"\\/\b\f\n\r\t"));
    QCOMPARE(text("\"T\xc3\xbcr \xf0\x9f\x9a\xaa\""), QString::fromUtf8("Tür 🚪"));
    QCOMPARE(text("\"\\ud83d\\udeaa\""), QString::fromUtf8("🚪"));
    const QString withNul = text("\"a\\u0000b\"");
    QCOMPARE(withNul.size(), 3);
    QCOMPARE(withNul[1], QChar(0));
    // Half a surrogate pair may be refused or replaced, but never reaches us.
    const auto half = json::parse("\"\\ud83d\"");
    QVERIFY(!half.ok() || half->asString()->isValidUtf16());
}

void TestValue::membersOfOtherThingsAreNull()
{
    QVERIFY(!json::parse("[1]")->member(u"a"));
    QVERIFY(!Value().member(u"a"));
    QVERIFY(!json::parse("{\"a\":1}")->member(u"A"));
    QVERIFY(Value().isNull());
}

void TestValue::everyThreadHasItsParser()
{
    std::vector<std::unique_ptr<QThread>> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back(QThread::create([&good, i] {
            for (int round = 0; round < 200; ++round) {
                const auto value = json::parse("[" + QByteArray::number(i) + "," + QByteArray::number(round) + "]");
                if (value.ok() && *(*value->asArray())[0].asInt() == i && *(*value->asArray())[1].asInt() == round)
                    ++good;
            }
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait());
    QCOMPARE(good.load(), 1600);
}

CS_TEST(TestValue)
#include "tst_value.moc"

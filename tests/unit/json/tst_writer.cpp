#include <cmath>
#include <limits>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "json/value.h"
#include "json/writer.h"
#include "support/testprogram.h"

using namespace cs;
using json::Writer;

// JSON text as it is written.
class TestWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void commasStandBetweenThings();
    void textsAreEscaped_data();
    void textsAreEscaped();
    void namesFromDataAreEscaped();
    void numbersAreExact_data();
    void numbersAreExact();
    void qtValuesAreWritten();
    void takeLeavesAnEmptyWriter();
};

void TestWriter::commasStandBetweenThings()
{
    Writer writer;
    writer.beginObject();
    writer.key("a");
    writer.beginArray();
    writer.value(1);
    writer.beginObject();
    writer.endObject();
    writer.value(true);
    writer.null();
    writer.raw("[2]");
    writer.endArray();
    writer.key("b");
    writer.value(QStringLiteral("c"));
    writer.key("d");
    writer.beginArray();
    writer.endArray();
    writer.endObject();
    QCOMPARE(writer.bytes(), QByteArray("{\"a\":[1,{},true,null,[2]],\"b\":\"c\",\"d\":[]}"));
}

void TestWriter::textsAreEscaped_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << "camera0";
    QTest::newRow("empty") << "";
    QTest::newRow("null") << QString();
    QTest::newRow("quotes and backslashes") << "a\"b\\c\\\"";
    QTest::newRow("controls") << QString("a\n\t\x1b") + QChar(0) + "z";
    QTest::newRow("delete and C1") << QString("a%1%2").arg(QChar(0x7f)).arg(QChar(0x85));
    QTest::newRow("line separators") << QString("a%1%2").arg(QChar(0x2028)).arg(QChar(0x2029));
    QTest::newRow("outside Latin") << QString::fromUtf8("Tür 門 🚪");
    QTest::newRow("markup") << "</script><b>&";
}

void TestWriter::textsAreEscaped()
{
    QFETCH(QString, text);
    Writer writer;
    writer.value(text);
    const auto back = json::parse(writer.bytes());
    QVERIFY2(back.ok(), writer.bytes().constData());
    QCOMPARE(*back->asString(), text);
}

void TestWriter::namesFromDataAreEscaped()
{
    Writer writer;
    writer.beginObject();
    writer.key(QStringLiteral("a\"b"));
    writer.value(1);
    writer.key(QStringLiteral("c"));
    writer.value(2);
    writer.endObject();
    QCOMPARE(writer.bytes(), QByteArray("{\"a\\\"b\":1,\"c\":2}"));
}

void TestWriter::numbersAreExact_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zero") << 0.0 << QByteArray("0");
    QTest::newRow("whole") << 5.0 << QByteArray("5");
    QTest::newRow("fraction") << 0.1 << QByteArray("0.1");
    QTest::newRow("big") << 1e300 << QByteArray("1e+300");
    QTest::newRow("not a number") << std::nan("") << QByteArray("null");
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << QByteArray("null");
    QTest::newRow("infinitely small") << -std::numeric_limits<double>::infinity() << QByteArray("null");
}

void TestWriter::numbersAreExact()
{
    QFETCH(double, number);
    QFETCH(QByteArray, text);
    Writer writer;
    writer.value(number);
    QCOMPARE(writer.bytes(), text);
    if (std::isfinite(number))
        QCOMPARE(json::parse(text)->number(), std::optional(number));
}

void TestWriter::qtValuesAreWritten()
{
    Writer writer;
    const QJsonObject object{{"whole", qint64(9007199254740993)},
                             {"fraction", 1.5},
                             {"text", "x\"y"},
                             {"yes", true},
                             {"nothing", QJsonValue::Null},
                             {"list", QJsonArray{1, "a", QJsonObject{}}}};
    writer.value(QJsonValue(object));
    QVERIFY(writer.bytes().contains("\"whole\":9007199254740993"));
    QCOMPARE(QJsonDocument::fromJson(writer.bytes()).object(), object);
}

void TestWriter::takeLeavesAnEmptyWriter()
{
    Writer writer;
    writer.beginArray();
    writer.endArray();
    QCOMPARE(writer.take(), QByteArray("[]"));
    QVERIFY(writer.bytes().isEmpty());
}

CS_TEST(TestWriter)
#include "tst_writer.moc"

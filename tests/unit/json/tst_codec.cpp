#include <QJsonArray>

#include "json/codec.h"
#include "json/schemacheck.h"
#include "support/testprogram.h"

using namespace cs;
using namespace cs::json;

namespace {

enum class Colour { Red, Green };

struct Inner {
    qint64 x = 0;
    static json::Fields fields() { return {field("x", &Inner::x, "a number")}; }
};

struct Sample {
    QString name;
    Int<1, 10> count = 3;
    std::optional<Text<1, 5>> note;
    Colour colour = Colour::Red;
    std::vector<Inner> inners;
    std::map<QString, qint64> counts;
    std::optional<QJsonObject> extra;
    static json::Fields fields()
    {
        return {field("name", &Sample::name, "for people"),     defaulted("count", &Sample::count, "how many"),
                field("note", &Sample::note, "maybe"),          defaulted("colour", &Sample::colour, "a word"),
                defaulted("inners", &Sample::inners, "a list"), defaulted("counts", &Sample::counts, "a map"),
                field("extra", &Sample::extra, "anything")};
    }
};

Result<Sample> read(const QByteArray &json, Unknown unknown = Unknown::Refuse)
{
    const auto value = parse(json);
    return value.ok() ? fromValue<Sample>(*value, unknown) : Result<Sample>(value.error());
}

}  // namespace

template<>
struct cs::json::EnumNames<Colour> {
    static constexpr std::pair<Colour, const char *> names[] = {{Colour::Red, "RED"}, {Colour::Green, "GREEN"}};
};

// Reading, writing and describing of structs.
class TestCodec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void structIsReadWhole();
    void absentMembersKeepTheirDefaults();
    void nullMeansAbsentWhereItMay();
    void whatIsWrongIsNamed_data();
    void whatIsWrongIsNamed();
    void hintNamesTheNearest();
    void repliesMayGrow();
    void structRoundTrips();
    void absentOptionalIsNotWritten();
    void schemaFitsWhatIsWritten();
    void scalarsRoundTrip();
    void hostileNamesAreCutInMessages();
};

void TestCodec::structIsReadWhole()
{
    const auto sample = read(R"({"name":"n","count":10,"note":"abc","colour":"GREEN","inners":[{"x":1},{"x":-2}],)"
                             R"("counts":{"a":1},"extra":{"deep":[1,{"y":null}]}})");
    QVERIFY2(sample.ok(), sample.ok() ? "" : qPrintable(sample.error().message));
    QCOMPARE(sample->name, QString("n"));
    QCOMPARE(qint64(sample->count), 10);
    QCOMPARE(sample->note->toString(), QString("abc"));
    QVERIFY(sample->colour == Colour::Green);
    QCOMPARE(sample->inners.size(), size_t(2));
    QCOMPARE(sample->inners[1].x, -2);
    QCOMPARE(sample->counts.at("a"), 1);
    QCOMPARE(sample->extra->value("deep").toArray().size(), 2);
}

void TestCodec::absentMembersKeepTheirDefaults()
{
    const auto sample = read(R"({"name":"n"})");
    QVERIFY(sample.ok());
    QCOMPARE(qint64(sample->count), 3);
    QVERIFY(!sample->note);
    QVERIFY(sample->inners.empty());
}

void TestCodec::nullMeansAbsentWhereItMay()
{
    const auto sample = read(R"({"name":"n","count":null,"note":null,"colour":null,"inners":null,"extra":null})");
    QVERIFY(sample.ok());
    QCOMPARE(qint64(sample->count), 3);
    QVERIFY(!read(R"({"name":null})").ok());
}

void TestCodec::whatIsWrongIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("param");
    const auto row = [](const char *name, const char *json, const char *param) {
        QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(param);
    };
    row("not an object", "[1]", "params");
    row("a text", "\"name\"", "params");
    row("required is missing", "{}", "name");
    row("wrong type", R"({"name":1})", "name");
    row("below the bound", R"({"name":"n","count":0})", "count");
    row("above the bound", R"({"name":"n","count":11})", "count");
    row("a fraction", R"({"name":"n","count":2.5})", "count");
    row("a whole fraction", R"({"name":"n","count":2.0})", "count");
    row("beyond 64 bits", R"({"name":"n","count":18446744073709551615})", "count");
    row("a number as text", R"({"name":"n","count":"2"})", "count");
    row("true as number", R"({"name":"n","count":true})", "count");
    row("empty text", R"({"name":"n","note":""})", "note");
    row("long text", R"({"name":"n","note":"123456"})", "note");
    row("NUL in a text", R"({"name":"n","note":"a\u0000"})", "note");
    row("unknown word", R"({"name":"n","colour":"red"})", "colour");
    row("a number as word", R"({"name":"n","colour":0})", "colour");
    row("list of the wrong type", R"({"name":"n","inners":[{"x":1},{"x":"1"}]})", "inners.1.x");
    row("object instead of list", R"({"name":"n","inners":{}})", "inners");
    row("map of the wrong type", R"({"name":"n","counts":{"a":"1"}})", "counts.a");
    row("unknown member", R"({"name":"n","nam":1})", "nam");
    row("unknown member inside", R"({"name":"n","inners":[{"x":1,"y":2}]})", "inners.0.y");
    row("given twice", R"({"name":"n","name":"m"})", "name");
    row("given twice inside", R"({"name":"n","inners":[{"x":1,"x":1}]})", "inners.0.x");
    row("given twice in a map", R"({"name":"n","counts":{"a":1,"a":2}})", "counts.a");
    row("given twice in a free object", R"({"name":"n","extra":{"a":1,"a":2}})", "extra.a");
    row("given twice deep in a free object", R"({"name":"n","extra":{"list":[{"a":1,"a":2}]}})", "extra.list.0.a");
}

void TestCodec::whatIsWrongIsNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, param);
    const auto sample = read(json);
    QVERIFY(!sample.ok());
    QCOMPARE(sample.error().code, ErrorCode::InvalidParams);
    QCOMPARE(sample.error().data.value("param").toString(), param);
    QVERIFY(!sample.error().data.value("rule").toString().isEmpty());
    QVERIFY(!sample.error().data.value("hint").toString().isEmpty());
    QVERIFY(sample.error().message.contains(param));
}

void TestCodec::hintNamesTheNearest()
{
    const auto hint = [](const QByteArray &json) { return read(json).error().data.value("hint").toString(); };
    QVERIFY(hint(R"({"name":"n","cuont":1})").contains("'count'"));
    QVERIFY(hint(R"({"name":"n","COLOUR":1})").contains("'colour'"));
    QVERIFY(hint(R"({"name":"n","zzzzzz":1})").contains("inners"));
    QCOMPARE(nearest("camera.conected", {"camera.connected", "camera.disconnected"}), QString("camera.connected"));
    QCOMPARE(nearest("weather", {"camera.connected"}), QString());
    QCOMPARE(nearest(QString(100'000, 'a'), {"a"}), QString());
    QCOMPARE(nearest("", {"a"}), QString("a"));
}

void TestCodec::repliesMayGrow()
{
    QVERIFY(read(R"({"name":"n","new":{"a":1}})", Unknown::Ignore).ok());
    QVERIFY(!read(R"({"name":"n","name":"m"})", Unknown::Ignore).ok());
}

void TestCodec::structRoundTrips()
{
    Sample sample;
    sample.name = QString::fromUtf8("Tür \"1\"\n");
    sample.count = 7;
    sample.note = Text<1, 5>("x");
    sample.colour = Colour::Green;
    sample.inners = {{1}, {std::numeric_limits<qint64>::min()}};
    sample.counts = {{"a\"b", 1}, {"c", 2}};
    sample.extra = QJsonObject{{"k", QJsonArray{1.5, true}}};
    const QByteArray json = toJson(sample);
    const auto back = read(json);
    QVERIFY2(back.ok(), json.constData());
    QCOMPARE(toJson(*back), json);
    QCOMPARE(back->inners[1].x, std::numeric_limits<qint64>::min());
    QCOMPARE(back->counts, sample.counts);
}

void TestCodec::absentOptionalIsNotWritten()
{
    const QByteArray json = toJson(Sample());
    QVERIFY(!json.contains("note"));
    QVERIFY(!json.contains("extra"));
    QVERIFY(json.contains("\"inners\":[]"));
}

void TestCodec::schemaFitsWhatIsWritten()
{
    Sample sample;
    sample.inners = {{1}};
    const QJsonObject schema = Codec<Sample>::schema();
    QCOMPARE(schema.value("required").toArray(), QJsonArray({"name"}));
    const QJsonObject count = schema.value("properties").toObject().value("count").toObject();
    QCOMPARE(count.value("minimum").toInteger(), 1);
    QCOMPARE(count.value("maximum").toInteger(), 10);
    QCOMPARE(count.value("description").toString(), QString("how many"));
    const auto bad = violation(schema, *parse(toJson(sample)));
    QVERIFY2(!bad, qPrintable(bad.value_or(QString())));
}

void TestCodec::scalarsRoundTrip()
{
    const auto trip = [](const auto &value) {
        using T = std::decay_t<decltype(value)>;
        const auto back = fromValue<T>(*parse(toJson(value)), Unknown::Refuse);
        return back.ok() && *back == value;
    };
    QVERIFY(trip(true));
    QVERIFY(trip(qint64(-5)));
    QVERIFY(trip(0.1));
    QVERIFY(trip(QString::fromUtf8("ü")));
    QVERIFY(trip(CameraId(12)));
    QVERIFY(trip(*FileName::parse("a b.jpg")));
    QVERIFY(trip(Role::Operator));
    QVERIFY(trip(SessionId("s-1")));
    QVERIFY(trip(Timestamp(std::chrono::milliseconds(1'795'486'904'912))));
    for (const char *bad : {R"("camera-1")", "1", "null"})
        QVERIFY(!fromValue<CameraId>(*parse(bad), Unknown::Refuse).ok());
    for (const char *bad : {R"("../x")", R"("")", "7"})
        QVERIFY(!fromValue<FileName>(*parse(bad), Unknown::Refuse).ok());
    for (const char *bad : {R"("root")", "2"})
        QVERIFY(!fromValue<Role>(*parse(bad), Unknown::Refuse).ok());
    for (const char *bad : {R"("2026-01-31")", "1769846400"})
        QVERIFY(!fromValue<Timestamp>(*parse(bad), Unknown::Refuse).ok());
    QVERIFY(!fromValue<SessionId>(*parse("\"" + QByteArray(65, 'x') + "\""), Unknown::Refuse).ok());
}

void TestCodec::hostileNamesAreCutInMessages()
{
    const auto sample = read("{\"name\":\"n\",\"" + QByteArray(100'000, 'x') + "\":1}");
    QVERIFY(!sample.ok());
    QVERIFY(sample.error().message.size() < 300);
}

CS_TEST(TestCodec)
#include "tst_codec.moc"

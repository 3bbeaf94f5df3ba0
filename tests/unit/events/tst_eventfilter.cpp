#include <QJsonArray>
#include <QJsonDocument>

#include "api/notificationlist.h"
#include "events/eventfilter.h"
#include "support/testprogram.h"

using namespace cs;

// What a subscription's filters let pass, and which filters are refused.
class TestEventFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filterDecides_data();
    void filterDecides();
    void strangeShapesAreRefused_data();
    void strangeShapesAreRefused();
    void tooManyMembersAreRefused();
    void aMemberOfNoEventIsRefused();
    void whatNotificationsHoldCanBeAskedFor();
};

namespace {

const QStringList members{"device", "status", "count", "ratio", "on", "inner", "colour"};

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

}  // namespace

void TestEventFilter::filterDecides_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<int>("camera");
    QTest::addColumn<bool>("passes");
    const auto row = [](const char *name, const char *filter, int camera, bool passes) {
        QTest::newRow(name) << QByteArray(filter) << camera << passes;
    };
    row("none", "{}", 1, true);
    row("none, no camera", "{}", -1, true);
    row("its camera", R"({"device":"camera1"})", 1, true);
    row("another camera", R"({"device":"camera2"})", 1, false);
    row("an event without camera", R"({"device":"camera1"})", -1, false);
    row("a camera that cannot be", R"({"device":"camera01"})", 1, false);
    row("equal text", R"({"status":"RECORDING"})", 1, true);
    row("another text", R"({"status":"STOPPED"})", 1, false);
    row("case counts", R"({"status":"recording"})", 1, false);
    row("a member that is not there", R"({"colour":"red"})", 1, false);
    row("equal number", R"({"count":5})", 1, true);
    row("the same number as a fraction", R"({"count":5.0})", 1, true);
    row("another number", R"({"count":6})", 1, false);
    row("a number as text", R"({"count":"5"})", 1, false);
    row("equal fraction", R"({"ratio":0.5})", 1, true);
    row("equal truth", R"({"on":true})", 1, true);
    row("other truth", R"({"on":false})", 1, false);
    row("all must be equal", R"({"device":"camera1","status":"RECORDING","count":6})", 1, false);
    row("all are equal", R"({"device":"camera1","status":"RECORDING","count":5})", 1, true);
    row("text against object", R"({"inner":"x"})", 1, false);
}

void TestEventFilter::filterDecides()
{
    QFETCH(QByteArray, filter);
    QFETCH(int, camera);
    QFETCH(bool, passes);
    const auto parsed = EventFilter::parse(object(filter), members);
    QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.error().message));
    const auto params = json::parse(R"({"status":"RECORDING","count":5,"ratio":0.5,"on":true,"inner":{"a":1}})");
    const auto about = camera < 0 ? std::nullopt : std::optional(CameraId(static_cast<quint32>(camera)));
    QCOMPARE(parsed->matches(about, *params), passes);
}

void TestEventFilter::strangeShapesAreRefused_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("param");
    const auto row = [](const char *name, const QByteArray &filter, const char *param) {
        QTest::newRow(name) << filter << QString::fromLatin1(param);
    };
    row("device is a number", R"({"device":1})", "filters.device");
    row("device is a path", R"({"device":"/dev/video0"})", "filters.device");
    row("device is null", R"({"device":null})", "filters.device");
    row("device is a list", R"({"device":["camera0"]})", "filters.device");
    row("a list", R"({"status":["A","B"]})", "filters.status");
    row("an object", R"({"status":{"not":"A"}})", "filters.status");
    row("null", R"({"status":null})", "filters.status");
    row("a long text", "{\"status\":\"" + QByteArray(257, 'x') + "\"}", "filters.status");
}

void TestEventFilter::strangeShapesAreRefused()
{
    QFETCH(QByteArray, filter);
    QFETCH(QString, param);
    const auto parsed = EventFilter::parse(object(filter), members);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, ErrorCode::InvalidParams);
    QCOMPARE(parsed.error().data.value("param").toString(), param);
}

void TestEventFilter::tooManyMembersAreRefused()
{
    QJsonObject filter;
    QStringList many{"one more"};
    for (int i = 0; i < 16; ++i) {
        many << QString::number(i);
        filter.insert(many.back(), i);
    }
    QVERIFY(EventFilter::parse(filter, many).ok());
    filter.insert("one more", 1);
    QVERIFY(!EventFilter::parse(filter, many).ok());
}

void TestEventFilter::aMemberOfNoEventIsRefused()
{
    const auto parsed = EventFilter::parse(object(R"({"device":"camera0","statis":"RECORDING"})"), members);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, ErrorCode::InvalidParams);
    QCOMPARE(parsed.error().data.value("param").toString(), QString("filters.statis"));
    QVERIFY(!parsed.error().data.value("rule").toString().isEmpty());
    QVERIFY(parsed.error().data.value("hint").toString().contains("'status'"));
    const auto strange = EventFilter::parse(object(R"({"$where":"1"})"), members);
    QVERIFY(!strange.error().data.value("hint").toString().isEmpty());
}

void TestEventFilter::whatNotificationsHoldCanBeAskedFor()
{
    for (const char *member : {"device", "status", "filename", "name", "seq", "timestamp", "session_id", "message"})
        QVERIFY2(api::eventMembers().contains(QLatin1String(member)), member);
    // Of what is sent without a subscription.
    QVERIFY(!api::eventMembers().contains("from_seq"));
}

CS_TEST(TestEventFilter)
#include "tst_eventfilter.moc"

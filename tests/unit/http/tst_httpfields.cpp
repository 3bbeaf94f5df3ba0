
#include "http/contentdisposition.h"
#include "http/crossorigin.h"
#include "http/httpdate.h"
#include "http/preconditions.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// 1994-11-06T08:49:37.5Z
const Timestamp Modified = Timestamp(784111777s) + 500ms;
const Validators State{"\"64-abc-1\"", Modified};

HttpRequest with(const char *name, const QByteArray &value)
{
    HttpRequest request;
    request.headers.insert(name, value);
    return request;
}

QByteArray field(const HttpResponse &response, const char *name)
{
    for (const auto &[key, value] : response.headers) {
        if (key == name)
            return value;
    }
    return {};
}

}  // namespace

class TestHttpFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentDecoding_data();
    void percentDecoding();
    void dates();
    void ifNoneMatch_data();
    void ifNoneMatch();
    void ifModifiedSince();
    void ifNoneMatchWinsOverTheDate();
    void ifRange_data();
    void ifRange();
    void ifRangeDateOfAFileInMotionDoesNotFit();
    void dispositions_data();
    void dispositions();
    void origins_data();
    void origins();
};

void TestHttpFields::percentDecoding_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("decoded");
    QTest::newRow("plain") << QByteArray("a.mp4") << "a.mp4";
    QTest::newRow("escapes") << QByteArray("a%20b%2Fc%2fd") << "a b/c/d";
    QTest::newRow("plus stays") << QByteArray("a+b") << "a+b";
    QTest::newRow("utf-8") << QByteArray("T%C3%BCr%F0%9F%98%80") << QStringLiteral("Tür😀");
    QTest::newRow("raw utf-8") << QByteArray("T\xc3\xbcr") << QStringLiteral("Tür");
    QTest::newRow("once only") << QByteArray("%252e") << "%2e";
    for (const char *bad : {"%", "%2", "a%2", "%zz", "%2g", "%%20", "%u0041", "%00", "a%00.mp4", "%FF", "%C3", "%C0%AF",
                            "%C0%AE%C0%AE", "%E0%80%AF", "%ED%A0%80", "%F4%90%80%80", "%EF%BB%BFa"})
        QTest::newRow(bad) << QByteArray(bad) << QString();
}

void TestHttpFields::percentDecoding()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, decoded);
    QCOMPARE(percentDecoded(text).value_or(QString()), decoded);
}

void TestHttpFields::dates()
{
    QCOMPARE(toHttpDate(Modified), QByteArray("Sun, 06 Nov 1994 08:49:37 GMT"));
    QCOMPARE(toHttpDate(Timestamp(1709164800s)), QByteArray("Thu, 29 Feb 2024 00:00:00 GMT"));
    // Local clocks skip this one in Central Europe.
    for (const char *good : {"Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2024 00:00:00 GMT",
                             "Sun, 29 Mar 2026 02:30:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
        const auto time = fromHttpDate(good);
        QVERIFY2(time, good);
        QCOMPARE(toHttpDate(*time), QByteArray(good));
    }
    for (const char *bad :
         {"", "0", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37",
          "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT",
          "Sun, -6 Nov 1994 08:49:37 GMT"})
        QVERIFY2(!fromHttpDate(bad), bad);
}

void TestHttpFields::ifNoneMatch_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<bool>("matches");
    QTest::newRow("same") << QByteArray("\"64-abc-1\"") << true;
    QTest::newRow("weak") << QByteArray("W/\"64-abc-1\"") << true;
    QTest::newRow("any") << QByteArray("*") << true;
    QTest::newRow("in a list") << QByteArray("\"x\" , \"64-abc-1\",\"y\"") << true;
    QTest::newRow("other") << QByteArray("\"65-abc-1\"") << false;
    QTest::newRow("without quotes") << QByteArray("64-abc-1") << false;
    QTest::newRow("none") << QByteArray("") << false;
}

void TestHttpFields::ifNoneMatch()
{
    QFETCH(QByteArray, list);
    QFETCH(bool, matches);
    QCOMPARE(isNotModified(with("if-none-match", list), State), matches);
}

void TestHttpFields::ifModifiedSince()
{
    QVERIFY(isNotModified(with("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"), State));
    QVERIFY(!isNotModified(with("if-modified-since", "Sun, 06 Nov 1994 08:49:36 GMT"), State));
    QVERIFY(!isNotModified(with("if-modified-since", "yesterday"), State));
}

void TestHttpFields::ifNoneMatchWinsOverTheDate()
{
    HttpRequest request = with("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT");
    request.headers.insert("if-none-match", "\"other\"");
    QVERIFY(!isNotModified(request, State));
}

void TestHttpFields::ifRange_data()
{
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<bool>("fits");
    QTest::newRow("none") << QByteArray("") << true;
    QTest::newRow("same state") << QByteArray("\"64-abc-1\"") << true;
    QTest::newRow("weak") << QByteArray("W/\"64-abc-1\"") << false;
    QTest::newRow("other state") << QByteArray("\"64-abc-2\"") << false;
    QTest::newRow("exact date") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << true;
    QTest::newRow("later date") << QByteArray("Sun, 06 Nov 1994 08:49:38 GMT") << false;
    QTest::newRow("rubbish") << QByteArray("64-abc-1") << false;
}

void TestHttpFields::ifRange()
{
    QFETCH(QByteArray, condition);
    QFETCH(bool, fits);
    QCOMPARE(rangeStillFits(with("if-range", condition), State, Modified + 1h), fits);
}

void TestHttpFields::ifRangeDateOfAFileInMotionDoesNotFit()
{
    QVERIFY(!rangeStillFits(with("if-range", "Sun, 06 Nov 1994 08:49:37 GMT"), State, Modified + 900ms));
}

void TestHttpFields::dispositions_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("plain") << "camera0_2026-11-23_02-21-44-912172.mp4"
                           << QByteArray("attachment; filename=\"camera0_2026-11-23_02-21-44-912172.mp4\"");
    QTest::newRow("space and semicolon") << "a b;c.jpg" << QByteArray("attachment; filename=\"a b;c.jpg\"");
    QTest::newRow("umlaut") << QStringLiteral("Tür.jpg")
                            << QByteArray("attachment; filename=\"T_r.jpg\"; filename*=UTF-8''T%C3%BCr.jpg");
    QTest::newRow("percent") << "50%41.jpg"
                             << QByteArray("attachment; filename=\"50_41.jpg\"; filename*=UTF-8''50%2541.jpg");
    QTest::newRow("apostrophe") << QStringLiteral(
        "l'été.jpg") << QByteArray("attachment; filename=\"l'_t_.jpg\"; filename*=UTF-8''l%27%C3%A9t%C3%A9.jpg");
}

void TestHttpFields::dispositions()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, value);
    QCOMPARE(attachmentNamed(*FileName::parse(name)), value);
}

void TestHttpFields::origins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("listed") << QByteArray("http://localhost:3000") << true;
    QTest::newRow("listed, capitals") << QByteArray("HTTP://LOCALHOST:3000") << true;
    QTest::newRow("own") << QByteArray("http://cams.example.org:8003") << true;
    QTest::newRow("own behind TLS") << QByteArray("https://cams.example.org:8003") << true;
    QTest::newRow("own, other port") << QByteArray("http://cams.example.org") << false;
    QTest::newRow("listed, other port") << QByteArray("http://localhost:3001") << false;
    QTest::newRow("listed is a prefix") << QByteArray("http://localhost:30000") << false;
    QTest::newRow("foreign") << QByteArray("https://evil.example") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("star") << QByteArray("*") << false;
    QTest::newRow("none") << QByteArray("") << false;
}

void TestHttpFields::origins()
{
    QFETCH(QByteArray, origin);
    QFETCH(bool, allowed);
    const CrossOrigin crossOrigin({QStringLiteral("http://localhost:3000")},
                                  OwnHosts({QStringLiteral("cams.example.org")}));
    HttpRequest request = with("origin", origin);
    request.headers.insert("host", "cams.example.org:8003");
    HttpResponse response;
    crossOrigin.decorate(request, response);
    QCOMPARE(field(response, "Vary"), QByteArray("Origin"));
    QCOMPARE(field(response, "Access-Control-Allow-Origin"), allowed ? origin : QByteArray());
    const HttpResponse preflight = crossOrigin.preflight(request);
    QCOMPARE(preflight.status, 204);
    QCOMPARE(field(preflight, "Access-Control-Allow-Methods").isEmpty(), !allowed);
}

CS_TEST(TestHttpFields)
#include "tst_httpfields.moc"

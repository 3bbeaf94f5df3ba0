
#include "cameras/rtspaddress.h"
#include "cameras/urlmask.h"
#include "support/testprogram.h"

using namespace cs;

class TestRtspAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsAndNormalises_data();
    void acceptsAndNormalises();
    void refusesWithPreciseRule_data();
    void refusesWithPreciseRule();
    void errorsNeverRepeatTheAddress();
    void masksSecretParameters_data();
    void masksSecretParameters();
    void displayedFormIsTheSameAddressAgain_data() { acceptsAndNormalises_data(); }
    void displayedFormIsTheSameAddressAgain();
    void knowsItsOwnMachine_data();
    void knowsItsOwnMachine();
    void knowsThatItIsMasked();
};

void TestRtspAddress::acceptsAndNormalises_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("display");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char *name, const char *text, const char *display, const char *source) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(display) << QByteArray(source);
    };
    row("plain", "rtsp://192.0.2.1:555/a", "rtsp://192.0.2.1:555/a", "rtsp://192.0.2.1:555/a");
    row("default port", "rtsp://h:554/a", "rtsp://h/a", "rtsp://h/a");
    row("default port tls", "RTSPS://h:322/a", "rtsps://h/a", "rtsps://h/a");
    row("case and dot", "RTSP://CAM.Example./A", "rtsp://cam.example/A", "rtsp://cam.example/A");
    row("no path", "rtsp://h", "rtsp://h/", "rtsp://h");
    row("empty port", "rtsp://h:/a", "rtsp://h/a", "rtsp://h/a");
    row("credentials", "rtsp://user:pw@h/a", "rtsp://h/a", "rtsp://user:pw@h/a");
    row("user only", "rtsp://user@h/a", "rtsp://h/a", "rtsp://user@h/a");
    row("password only", "rtsp://:pw@h/a", "rtsp://h/a", "rtsp://:pw@h/a");
    row("encoded credentials", "rtsp://a%3Ab:p%40ss%2F%23%3F@h/a", "rtsp://h/a", "rtsp://a%3Ab:p%40ss%2F%23%3F@h/a");
    row("signs in password", "rtsp://u:p$%'\"`*!&@h/a", "rtsp://h/a", "rtsp://u:p%24%25%27%22%60%2A%21%26@h/a");
    row("utf-8 password", "rtsp://u:p\xc3\xa4ss@h/", "rtsp://h/", "rtsp://u:p%C3%A4ss@h/");
    row("percent in password", "rtsp://u:50%off@h/", "rtsp://h/", "rtsp://u:50%25off@h/");
    row("query", "rtsp://h/a?channel=1&subtype=0", "rtsp://h/a?channel=1&subtype=0", "rtsp://h/a?channel=1&subtype=0");
    row("query token", "rtsp://h/a?ch=1&token=s3cr3t", "rtsp://h/a?ch=1&token=***", "rtsp://h/a?ch=1&token=s3cr3t");
    row("apostrophe", "rtsp://h/it's?x='", "rtsp://h/it%27s?x=%27", "rtsp://h/it%27s?x=%27");
    row("ipv6", "rtsp://[2001:DB8::1]:8000/a", "rtsp://[2001:db8::1]:8000/a", "rtsp://[2001:db8::1]:8000/a");
    row("zone", "rtsp://[fe80::1%25eth0]/a", "rtsp://[fe80::1%25eth0]/a", "rtsp://[fe80::1%25eth0]/a");
    row("short ipv4", "rtsp://127.1:9/a", "rtsp://127.0.0.1:9/a", "rtsp://127.0.0.1:9/a");
    row("idn",
        "rtsp://b\xc3\xbc"
        "cher.example/a",
        "rtsp://xn--bcher-kva.example/a", "rtsp://xn--bcher-kva.example/a");
    row("dots stay", "rtsp://h/a/../b//c", "rtsp://h/a/../b//c", "rtsp://h/a/../b//c");
}

void TestRtspAddress::acceptsAndNormalises()
{
    QFETCH(QString, text);
    QFETCH(QString, display);
    QFETCH(QByteArray, source);
    const auto address = RtspAddress::parse(text);
    QVERIFY(address.ok());
    QCOMPARE(address->displayUrl(), display);
    QCOMPARE(address->sourceUrl(), source);
}

void TestRtspAddress::displayedFormIsTheSameAddressAgain()
{
    QFETCH(QString, display);
    const auto again = RtspAddress::parse(display);
    QVERIFY(again.ok());
    QCOMPARE(again->displayUrl(), display);
}

void TestRtspAddress::refusesWithPreciseRule_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *name, const QString &text, const char *rule) {
        QTest::newRow(name) << text << QString::fromLatin1(rule);
    };
    row("empty", {}, "must have 1 to 2048 characters");
    row("long", QStringLiteral("rtsp://h/") + QString(2048, u'a'), "must have 1 to 2048 characters");
    row("long once encoded", QStringLiteral("rtsp://h/") + QString(1000, QChar(0x4e2d)),
        "must have at most 4096 bytes once percent-encoded");
    row("http", QStringLiteral("http://h/a"), "must begin with rtsp:// or rtsps://");
    row("file", QStringLiteral("file:///etc/passwd"), "must begin with rtsp:// or rtsps://");
    row("no scheme", QStringLiteral("192.0.2.1/a"), "must begin with rtsp:// or rtsps://");
    row("publisher", QStringLiteral("publisher"), "must begin with rtsp:// or rtsps://");
    row("no host", QStringLiteral("rtsp:///a"), "must name a host");
    row("no slashes", QStringLiteral("rtsp:h/a"), "must name a host");
    row("fragment", QStringLiteral("rtsp://h/a#b"), "must not hold #");
    row("hash in password", QStringLiteral("rtsp://u:p#w@h/a"), "must not hold #");
    row("slash in password", QStringLiteral("rtsp://u:p/w@h/a"), "is not a valid address");
    row("at in password", QStringLiteral("rtsp://u:p@w@h/a"), "is not a valid address");
    row("port zero", QStringLiteral("rtsp://h:0/a"), "must have a port from 1 to 65535");
    row("port too great", QStringLiteral("rtsp://h:65536/a"), "is not a valid address");
    row("bad host", QStringLiteral("rtsp://h<>h/a"), "is not a valid address");
    row("line feed", QStringLiteral("rtsp://h/a\nsource: x"), "must not hold spaces or control characters");
    row("nul", QStringLiteral("rtsp://h/a") + QChar(0), "must not hold spaces or control characters");
    row("space", QStringLiteral("rtsp://h/a b"), "must not hold spaces or control characters");
    row("bidi", QStringLiteral("rtsp://h/a") + QChar(0x202e), "must not hold spaces or control characters");
    const char *credentials = "must not hold control characters or invalid UTF-8 in user name or password";
    row("line feed in password", QStringLiteral("rtsp://u:a%0d%0aX-Evil:1@h/"), credentials);
    row("nul in user", QStringLiteral("rtsp://u%00:a@h/"), credentials);
    row("latin-1 password", QStringLiteral("rtsp://u:%e4@h/"), credentials);
    row("long password", QStringLiteral("rtsp://u:%1@h/").arg(QString(256, u'p')),
        "must have at most 255 characters in user name and password");
}

void TestRtspAddress::refusesWithPreciseRule()
{
    QFETCH(QString, text);
    QFETCH(QString, rule);
    const auto address = RtspAddress::parse(text);
    QVERIFY(!address.ok());
    QCOMPARE(address.error().code, ErrorCode::InvalidParams);
    QCOMPARE(address.error().data.value(QStringLiteral("param")).toString(), QStringLiteral("stream_url"));
    QCOMPARE(address.error().data.value(QStringLiteral("rule")).toString(), rule);
    QVERIFY(!address.error().data.value(QStringLiteral("hint")).toString().isEmpty());
}

void TestRtspAddress::errorsNeverRepeatTheAddress()
{
    for (const char *text :
         {"rtsp://u:hunter2#x@h/", "rtsp://u:hunter2/x@h/", "http://u:hunter2@h/", "rtsp://u:hunter2@"}) {
        const auto address = RtspAddress::parse(QString::fromLatin1(text));
        QVERIFY(!address.ok());
        QVERIFY(!address.error().message.contains(u"hunter2"));
    }
}

void TestRtspAddress::masksSecretParameters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("query");
    const auto row = [](const char *text, const char *path, const char *query) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(path) << QString::fromLatin1(query);
    };
    row("channel=1", "channel=1", "channel=1");
    row("token=abc", "token=***", "token=***");
    row("Password=abc&x=1", "Password=***&x=1", "Password=***&x=1");
    row("x=1;pwd=abc", "x=1;pwd=***", "x=1;pwd=***");
    row("auth_key=abc&apiKey=d", "auth_key=***&apiKey=***", "auth_key=***&apiKey=***");
    row("token_id=abc", "token_id=***", "token_id=***");
    row("p%61ssword=abc", "p%61ssword=***", "p%61ssword=***");
    row("token=ab_cd=", "token=***", "token=***");
    row("token=ab/cd", "token=***/cd", "token=***");
    row("token=", "token=", "token=");
    row("token", "token", "token");
    row("user=admin_password=tl_J_channel=1_stream=0.sdp", "user=admin_password=***_channel=1_stream=0.sdp",
        "user=admin_password=***");
    row("/live/user=admin&password=x&channel=2", "/live/user=admin&password=***&channel=2",
        "/live/user=admin&password=***&channel=2");
    row("", "", "");
}

void TestRtspAddress::masksSecretParameters()
{
    QFETCH(QString, text);
    QTEST(maskedPath(text), "path");
    QTEST(maskedQuery(text), "query");
}

void TestRtspAddress::knowsItsOwnMachine_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isHere");
    for (const char *host : {"localhost", "LOCALHOST", "cam.localhost", "127.0.0.1", "127.1", "127.9.8.7", "0.0.0.0",
                             "2130706433", "[::1]", "[::]", "[::ffff:127.0.0.1]"})
        QTest::newRow(host) << QString::fromLatin1(host) << true;
    QTest::newRow("name") << QSysInfo::machineHostName() << true;
    QTest::newRow("other") << QStringLiteral("192.0.2.1") << false;
    QTest::newRow("other name") << QStringLiteral("cam.example") << false;
}

void TestRtspAddress::knowsItsOwnMachine()
{
    QFETCH(QString, host);
    const auto address = RtspAddress::parse(QStringLiteral("rtsp://%1:8554/camera0").arg(host));
    QVERIFY(address.ok());
    QTEST(address->leadsHere(8554), "isHere");
    QVERIFY(!address->leadsHere(8555));
}

void TestRtspAddress::knowsThatItIsMasked()
{
    QVERIFY(RtspAddress::parse(QStringLiteral("rtsp://h/?token=***"))->isMasked());
    QVERIFY(!RtspAddress::parse(QStringLiteral("rtsp://h/?token=a***"))->isMasked());
}

CS_TEST(TestRtspAddress)
#include "tst_rtspaddress.moc"

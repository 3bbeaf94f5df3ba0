
#include "support/testprogram.h"
#include "transport/frontoptions.h"
#include "transport/upgradepolicy.h"

using namespace cs;

namespace {

class UpgradePolicyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void origins_data();
    void origins();
    void aPageUnderANameThatIsNotOursIsForeign_data();
    void aPageUnderANameThatIsNotOursIsForeign();
    void hosts_data();
    void hosts();
    void whatIsNoUpgrade_data();
    void whatIsNoUpgrade();
    void userAgentsAreCutAndCleaned();
};

QByteArray request(const QByteArray &host, const QByteArray &fields)
{
    return "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
           + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + fields + "\r\n";
}

int statusOf(const std::variant<UpgradeFacts, Refusal> &verdict)
{
    const auto *refusal = std::get_if<Refusal>(&verdict);
    return refusal ? refusal->status : 101;
}

void UpgradePolicyTest::origins_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const auto row = [](const char *fields, int status) { QTest::newRow(fields) << QByteArray(fields) << status; };
    row("", 101);
    row("Origin: http://localhost:3000\r\n", 101);
    row("Origin: https://localhost:3000\r\n", 101);
    row("Origin: http://127.0.0.1:3000\r\n", 101);
    row("Origin: HTTP://LocalHost:3000\r\n", 101);
    row("Origin: http://cam.example:8002\r\n", 101);
    row("Origin: https://cam.example:8002\r\n", 101);
    row("Origin: http://cam.example\r\n", 403);
    row("Origin: http://cam.example:8003\r\n", 403);
    row("Origin: http://localhost:3001\r\n", 403);
    row("Origin: http://localhost:3000.evil.example\r\n", 403);
    row("Origin: http://evil.example\r\n", 403);
    row("Origin: null\r\n", 403);
    row("Origin:\r\n", 403);
    row("Origin: http://localhost:3000\r\nOrigin: http://evil.example\r\n", 400);
}

void UpgradePolicyTest::origins()
{
    QFETCH(const QByteArray, fields);
    const UpgradePolicy policy(FrontOptions().allowedOrigins, OwnHosts({QStringLiteral("cam.example")}));
    QTEST(statusOf(policy.check(request("cam.example:8002", fields))), "status");
}

// The name of somebody else's page points here; the browser sends it as Origin and as Host.
void UpgradePolicyTest::aPageUnderANameThatIsNotOursIsForeign_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    QTest::newRow("name") << QByteArray("evil.example:8002") << 403;
    QTest::newRow("name that looks like an address") << QByteArray("127.0.0.1.evil.example:8002") << 403;
    QTest::newRow("IPv4") << QByteArray("192.0.2.1:8002") << 101;
    QTest::newRow("IPv6") << QByteArray("[2001:db8::1]:8002") << 101;
    QTest::newRow("localhost") << QByteArray("localhost:8002") << 101;
    QTest::newRow("our name") << QByteArray("cam.example:8002") << 101;
}

void UpgradePolicyTest::aPageUnderANameThatIsNotOursIsForeign()
{
    QFETCH(const QByteArray, host);
    const UpgradePolicy policy({}, OwnHosts({QStringLiteral("cam.example")}));
    QTEST(statusOf(policy.check(request(host, "Origin: http://" + host + "\r\n"))), "status");
    // What is no browser may call us what it likes.
    QCOMPARE(statusOf(policy.check(request(host, {}))), 101);
}

void UpgradePolicyTest::hosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *host, const char *name) {
        QTest::newRow(host) << QByteArray(host) << QString::fromLatin1(name);
    };
    row("localhost", "localhost");
    row("cam-1.example.org:8002", "cam-1.example.org");
    row("192.0.2.1:8002", "192.0.2.1");
    row("[2001:db8::1]:8002", "[2001:db8::1]");
    row("[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]");
    row("", "");
    row("a b", "");
    row("a/b", "");
    row("a\"b", "");
    row("user@host", "");
    row("host:port", "");
    row("host:8002:1", "");
    row("[2001:db8::1", "");
    row("2001:db8::1", "");
    row("ho\xc3\xa9st", "");
}

void UpgradePolicyTest::hosts()
{
    QFETCH(const QByteArray, host);
    QFETCH(const QString, name);
    const auto verdict = UpgradePolicy({}).check(request(host, {}));
    if (name.isEmpty())
        QCOMPARE(statusOf(verdict), 400);
    else
        QCOMPARE(std::get<UpgradeFacts>(verdict).host, name);
}

void UpgradePolicyTest::whatIsNoUpgrade_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<int>("status");
    const auto row = [](const char *from, const char *to, int status) {
        QTest::addRow("%s -> %s", from, to) << QByteArray(from) << QByteArray(to) << status;
    };
    row("/ws", "/", 404);
    row("/ws", "/ws/", 404);
    row("/ws", "/WS", 404);
    row("/ws", "/ws?token=1", 404);
    row("/ws", "http://h/ws", 404);
    row("GET", "POST", 405);
    row("GET", "get", 405);
    row("Host: h\r\n", "", 400);
    row("Host: h\r\n", "Host: h\r\nHost: h\r\n", 400);
    row("Upgrade: WebSocket\r\n", "", 426);
    row("Upgrade: WebSocket", "Upgrade: h2c", 426);
    row("keep-alive, Upgrade", "keep-alive", 426);
    row("Version: 13", "Version: 8", 426);
    row("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400);
    row("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400);
    row("HTTP/1.1", "HTTP/1.0", 400);
}

void UpgradePolicyTest::whatIsNoUpgrade()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    const QByteArray text = request("h", {});
    QVERIFY(text.contains(from));
    QTEST(statusOf(UpgradePolicy({}).check(QByteArray(text).replace(from, to))), "status");
}

void UpgradePolicyTest::userAgentsAreCutAndCleaned()
{
    const auto verdict = UpgradePolicy({}).check(request("h", "User-Agent: a\tb" + QByteArray(1000, 'x') + "\r\n"));
    const QString agent = std::get<UpgradeFacts>(verdict).userAgent;
    QCOMPARE(agent.size(), 256);
    QVERIFY(agent.startsWith(QLatin1String("a?bxxx")));
}

}  // namespace

CS_TEST(UpgradePolicyTest)
#include "tst_upgradepolicy.moc"

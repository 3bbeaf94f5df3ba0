#include "net/ownhosts.h"
#include "support/testprogram.h"

using namespace cs;

class TestOwnHosts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hosts_data();
    void hosts();
    void origins_data();
    void origins();
    void namesMayComeAndGo();
};

void TestOwnHosts::hosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("own");
    for (const char *host :
         {"localhost", "LocalHost:8002", "127.0.0.1", "127.0.0.1:8002", "192.0.2.7:8002", "[::1]:8002", "[2001:db8::1]",
          "nvr", "NVR:8002", "nvr.lan:8003", "nvr.lan.:8003", "cams.example.org", "a.cams.example.net:8002"})
        QTest::newRow(host) << QByteArray(host) << true;
    for (const char *host : {"", ":8002", "evil.example", "evil.example:8002", "nvr.evil.example", "xnvr",
                             "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io", "2130706433",
                             "127.1", "[::1", "[nvr]x", "cams.example.net", "a.b.cams.example.net", "localhost.."})
        QTest::addRow("not '%s'", host) << QByteArray(host) << false;
}

void TestOwnHosts::hosts()
{
    QFETCH(const QByteArray, host);
    const OwnHosts hosts({QStringLiteral("nvr"), QStringLiteral("nvr.LAN"), QString()}, [] {
        return QStringList{QStringLiteral("Cams.example.org"), QStringLiteral("*.cams.example.net")};
    });
    QTEST(hosts.contains(host), "own");
}

void TestOwnHosts::origins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("own");
    const auto row = [](const char *origin, const char *host, bool own) {
        QTest::addRow("%s at %s", origin, host) << QByteArray(origin) << QByteArray(host) << own;
    };
    row("http://192.0.2.7:8002", "192.0.2.7:8002", true);
    row("https://[2001:db8::1]:8002", "[2001:db8::1]:8002", true);
    row("http://NVR:8002", "nvr:8002", true);
    row("http://nvr", "nvr:8002", false);
    row("http://evil.example:8002", "evil.example:8002", false);
    row("http://evil.example", "nvr", false);
    row("ftp://nvr", "nvr", false);
    row("null", "nvr", false);
    row("", "", false);
    row("http://", "", false);
}

void TestOwnHosts::origins()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const QByteArray, host);
    QTEST(OwnHosts({QStringLiteral("nvr")}).isOwnOrigin(origin, host), "own");
}

void TestOwnHosts::namesMayComeAndGo()
{
    QStringList names;
    const OwnHosts hosts({}, [&names] { return names; });
    QVERIFY(!hosts.contains("cams.example.org"));
    names << QStringLiteral("cams.example.org");
    QVERIFY(hosts.contains("cams.example.org"));
    QVERIFY(!OwnHosts().contains("cams.example.org") && OwnHosts().contains("localhost"));
}

CS_TEST(TestOwnHosts)
#include "tst_ownhosts.moc"

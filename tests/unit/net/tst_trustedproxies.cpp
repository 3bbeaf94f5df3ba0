#include "net/trustedproxies.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

TrustedProxies proxies(const QStringList &networks)
{
    const auto parsed = TrustedProxies::parse(networks);
    return parsed ? *parsed : TrustedProxies();
}

}  // namespace

class TestTrustedProxies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsAddressesAndNetworks_data();
    void knowsAddressesAndNetworks();
    void refusesWhatIsNoNetwork_data();
    void refusesWhatIsNoNetwork();
    void namesTheClient_data();
    void namesTheClient();
    void looksAtAFewHopsOnly();
};

void TestTrustedProxies::knowsAddressesAndNetworks_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("the address") << "192.0.2.1" << true;
    QTest::newRow("the next one") << "192.0.2.2" << false;
    QTest::newRow("mapped") << "::ffff:192.0.2.1" << true;
    QTest::newRow("in the network") << "10.255.0.1" << true;
    QTest::newRow("odd prefix, within") << "172.16.31.255" << true;
    QTest::newRow("odd prefix, outside") << "172.16.32.0" << false;
    QTest::newRow("IPv6 network") << "fd00:1::2" << true;
    QTest::newRow("with a zone") << "fd00::1%eth0" << true;
    QTest::newRow("other IPv6") << "2001:db8::1" << false;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("a name") << "proxy.example" << false;
}

void TestTrustedProxies::knowsAddressesAndNetworks()
{
    QFETCH(QString, address);
    const auto known = proxies({"192.0.2.1", "10.0.0.0/8", "172.16.0.0/19", "fd00::/8"});
    QTEST(known.contains(address), "trusted");
    QVERIFY(!TrustedProxies().contains(address));
    QVERIFY(TrustedProxies().isEmpty());
}

void TestTrustedProxies::refusesWhatIsNoNetwork_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "proxy.example", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8",
                             "10.0.0.0/08", "::1/129", "fe80::1%eth0", "1.2.3.4:80"})
        QTest::newRow(text) << text;
}

void TestTrustedProxies::refusesWhatIsNoNetwork()
{
    QFETCH(QString, text);
    const auto parsed = TrustedProxies::parse({"10.0.0.0/8", text});
    QVERIFY(!parsed);
    QVERIFY(parsed.error().message.contains(u'\'' + text + u'\''));
}

void TestTrustedProxies::namesTheClient_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QString>("client");
    QTest::newRow("a stranger is not believed") << "203.0.113.9" << QByteArray("192.0.2.7") << "203.0.113.9";
    QTest::newRow("a proxy is") << "10.0.0.1" << QByteArray("192.0.2.7") << "192.0.2.7";
    QTest::newRow("a proxy that says nothing") << "10.0.0.1" << QByteArray() << "10.0.0.1";
    QTest::newRow("the right-most counts") << "10.0.0.1" << QByteArray("1.1.1.1, 192.0.2.7") << "192.0.2.7";
    QTest::newRow("proxies are passed over") << "10.0.0.1" << QByteArray("1.1.1.1,192.0.2.7 , 10.0.0.2") << "192.0.2.7";
    QTest::newRow("proxies only") << "10.0.0.1" << QByteArray("10.0.0.3, 10.0.0.2") << "10.0.0.3";
    QTest::newRow("IPv6") << "10.0.0.1" << QByteArray("2001:DB8:0::7") << "2001:db8::7";
    QTest::newRow("mapped") << "10.0.0.1" << QByteArray("::ffff:192.0.2.7") << "192.0.2.7";
    QTest::newRow("with ports") << "10.0.0.1" << QByteArray("[2001:db8::7]:99, 10.0.0.2:1") << "2001:db8::7";
    QTest::newRow("rubbish") << "10.0.0.1" << QByteArray("unknown") << "10.0.0.1";
    QTest::newRow("rubbish behind a proxy") << "10.0.0.1" << QByteArray("192.0.2.7, \"x\", 10.0.0.2") << "10.0.0.2";
    QTest::newRow("commas") << "10.0.0.1" << QByteArray(",,") << "10.0.0.1";
    QTest::newRow("open bracket") << "10.0.0.1" << QByteArray("[::1") << "10.0.0.1";
}

void TestTrustedProxies::namesTheClient()
{
    QFETCH(QString, peer);
    QFETCH(QByteArray, forwarded);
    QTEST(proxies({"10.0.0.0/8"}).clientOf(peer, forwarded), "client");
}

void TestTrustedProxies::looksAtAFewHopsOnly()
{
    QByteArray forwarded = "192.0.2.7";
    for (int i = 0; i < 10000; ++i)
        forwarded += ", 10.0.0.2";
    QCOMPARE(proxies({"10.0.0.0/8"}).clientOf(QStringLiteral("10.0.0.1"), forwarded), QStringLiteral("10.0.0.2"));
}

CS_TEST(TestTrustedProxies)
#include "tst_trustedproxies.moc"

#include "support/testprogram.h"
#include "unit/transport/frontrig.h"

using namespace cs;

namespace {

// Behind a proxy the address of a peer is the one it speaks for.
class ForwardedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aProxyIsBelieved_data();
    void aProxyIsBelieved();
    void nobodyElseIs();
    void clientsBehindAProxyAreCountedApart();

private:
    static FrontOptions behind(const QString &network)
    {
        FrontOptions options;
        options.trustedProxies = TrustedProxies::parse({network}).value();
        return options;
    }
};

void ForwardedTest::aProxyIsBelieved_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("address");
    QTest::newRow("one") << QByteArray("X-Forwarded-For: 192.0.2.7\r\n") << "192.0.2.7";
    QTest::newRow("invented ones before it")
        << QByteArray("X-Forwarded-For: 127.0.0.1, 198.51.100.1\r\nx-forwarded-for: 192.0.2.7\r\n") << "192.0.2.7";
    QTest::newRow("none") << QByteArray() << "127.0.0.1";
    QTest::newRow("rubbish") << QByteArray("X-Forwarded-For: <script>\r\n") << "127.0.0.1";
}

void ForwardedTest::aProxyIsBelieved()
{
    QFETCH(const QByteArray, fields);
    FrontRig rig(behind(QStringLiteral("127.0.0.0/8")));
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade(fields));
    QTRY_COMPARE(rig.sink.openCount(), 1);
    QTEST(rig.sink.lastPeer().address, "address");
}

void ForwardedTest::nobodyElseIs()
{
    FrontRig rig(behind(QStringLiteral("10.0.0.0/8")));
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade("X-Forwarded-For: 192.0.2.7\r\n"));
    QTRY_COMPARE(rig.sink.openCount(), 1);
    QCOMPARE(rig.sink.lastPeer().address, QStringLiteral("127.0.0.1"));
}

void ForwardedTest::clientsBehindAProxyAreCountedApart()
{
    FrontOptions options = behind(QStringLiteral("127.0.0.1"));
    options.maxConnectionsPerAddress = 1;
    FrontRig rig(options);
    RawClient first(rig.front.port());
    RawClient again(rig.front.port());
    RawClient other(rig.front.port());
    QVERIFY(first.upgrade("X-Forwarded-For: 192.0.2.7\r\n"));
    QVERIFY(again.write(RawClient::upgradeRequest("X-Forwarded-For: 192.0.2.7\r\n")));
    QCOMPARE(again.status(), 503);
    QVERIFY(other.upgrade("X-Forwarded-For: 192.0.2.8\r\n"));
}

}  // namespace

CS_TEST(ForwardedTest)
#include "tst_forwarded.moc"

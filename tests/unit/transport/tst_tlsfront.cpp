#include <QSignalSpy>
#include <QWebSocket>

#include "support/testprogram.h"
#include "unit/transport/tlsfrontrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// WebSockets over TLS do all that they do without.
class TlsFrontTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void talksToAWebSocketClient();
    void speaksBothOnOnePort();
    void refusesWhatIsNoUpgrade_data();
    void refusesWhatIsNoUpgrade();
    void framesSentWithTheUpgradeAreNotLost_data();
    void framesSentWithTheUpgradeAreNotLost();
    void messagesOfAllSizesComeBack_data();
    void messagesOfAllSizesComeBack();
    void messagesKeepTheirOrder();
    void disconnectSaysGoodbyeAfterWhatWasSent();
    void aClientThatClosesIsAnsweredAndForgotten();
    void stoppingSaysGoodbye();
    void aFloodOfPingsIsRefused();

private:
    FrontOptions options(TlsMode mode = TlsMode::Optional) const { return TlsFrontRig::options(m_certificate, mode); }

    TestCertificate m_certificate;
};

void TlsFrontTest::talksToAWebSocketClient()
{
    FrontRig rig(options());
    QWebSocket client;
    QSslConfiguration lenient = client.sslConfiguration();
    lenient.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.setSslConfiguration(lenient);
    QSignalSpy received(&client, &QWebSocket::textMessageReceived);
    connect(&client, &QWebSocket::connected, &client, [&client] { client.sendTextMessage(QStringLiteral("hello")); });
    client.open(QUrl(QStringLiteral("wss://127.0.0.1:%1/ws").arg(rig.front.port())));
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.front().front().toString(), QStringLiteral("hello"));
    QVERIFY(rig.sink.lastPeer().secure);
    QCOMPARE(rig.sink.lastPeer().address, QStringLiteral("127.0.0.1"));
    client.close();
    QTRY_COMPARE(rig.sink.openCount(), 0);
}

void TlsFrontTest::speaksBothOnOnePort()
{
    FrontRig rig(options());
    TlsClient encrypted(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(encrypted));
    QVERIFY(TlsFrontRig::echoes(encrypted, "secret"));
    QVERIFY(rig.sink.lastPeer().secure);
    RawClient plain(rig.front.port());
    QVERIFY(plain.upgrade());
    QVERIFY(plain.sendText("open"));
    QCOMPARE(plain.readText(), QByteArray("open"));
    QVERIFY(!rig.sink.lastPeer().secure);
    QVERIFY(TlsFrontRig::echoes(encrypted, "still"));
}

void TlsFrontTest::refusesWhatIsNoUpgrade_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("other path") << RawClient::upgradeRequest({}, "/") << 404;
    QTest::newRow("foreign origin") << RawClient::upgradeRequest("Origin: http://evil.example\r\n") << 403;
    QTest::newRow("own origin") << RawClient::upgradeRequest("Origin: https://localhost\r\n") << 101;
    QTest::newRow("plain GET") << QByteArray("GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n") << 426;
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("long head") << RawClient::upgradeRequest("X: " + QByteArray(17'000, 'x') + "\r\n") << 431;
    QTest::newRow("endless head") << QByteArray(100'000, 'x') << 431;
}

void TlsFrontTest::refusesWhatIsNoUpgrade()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    client.write(request);
    QCOMPARE(client.readUntil("\r\n\r\n").mid(9, 3).toInt(), status);
    if (status == 101)
        return;
    QVERIFY(client.ends());
    QCOMPARE(rig.sink.openCount(), 0);
}

void TlsFrontTest::framesSentWithTheUpgradeAreNotLost_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 5, 4096, 20'000, 300'000})
        QTest::addRow("%d", size) << size;
}

void TlsFrontTest::framesSentWithTheUpgradeAreNotLost()
{
    QFETCH(const int, size);
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    const QByteArray large(size, 'l');
    QVERIFY(client.write(RawClient::upgradeRequest() + RawClient::frame(1, "early") + RawClient::frame(1, large)
                         + RawClient::frame(1, "bird")));
    QVERIFY(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101"));
    QCOMPARE(TlsFrontRig::readText(client), QByteArray("early"));
    QVERIFY(TlsFrontRig::readText(client) == large);
    QCOMPARE(TlsFrontRig::readText(client), QByteArray("bird"));
    QVERIFY(TlsFrontRig::echoes(client, "and on"));
}

void TlsFrontTest::messagesOfAllSizesComeBack_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 125, 126, 4095, 4096, 4097, 16'383, 16'384, 16'385, 65'536, 300'000, 1024 * 1024})
        QTest::addRow("%d", size) << size;
}

void TlsFrontTest::messagesOfAllSizesComeBack()
{
    QFETCH(const int, size);
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(client));
    const QByteArray message(size, 'a');
    for (int round = 0; round < 2; ++round) {
        QVERIFY(client.write(RawClient::frame(1, message) + RawClient::frame(1, "small")));
        QVERIFY(TlsFrontRig::readText(client) == message);
        QCOMPARE(TlsFrontRig::readText(client), QByteArray("small"));
    }
}

void TlsFrontTest::messagesKeepTheirOrder()
{
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(client));
    constexpr int many = 5000;
    QByteArray all;
    for (int i = 0; i < many; ++i)
        all += RawClient::frame(1, QByteArray::number(i));
    QVERIFY(client.write(all));
    for (int i = 0; i < many; ++i)
        QCOMPARE(TlsFrontRig::readText(client), QByteArray::number(i));
}

void TlsFrontTest::disconnectSaysGoodbyeAfterWhatWasSent()
{
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(client));
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    rig.front.send(id, QByteArray(500'000, 'x'));
    rig.front.send(id, "last words");
    rig.front.disconnect(id, QStringLiteral("enough"));
    QCOMPARE(TlsFrontRig::readText(client).size(), 500'000);
    QCOMPARE(TlsFrontRig::readText(client), QByteArray("last words"));
    int opcode = 0;
    const QByteArray goodbye = TlsFrontRig::readText(client, &opcode);
    QCOMPARE(opcode, 8);
    QCOMPARE(qFromBigEndian<quint16>(goodbye.constData()), quint16(1000));
    QVERIFY(client.ends());
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

void TlsFrontTest::aClientThatClosesIsAnsweredAndForgotten()
{
    FrontRig rig(options());
    {
        TlsClient client(rig.front.port());
        QVERIFY(TlsFrontRig::upgrade(client));
        QVERIFY(client.write(RawClient::frame(8, QByteArray("\x03\xe8", 2))));
        int opcode = 0;
        TlsFrontRig::readText(client, &opcode);
        QCOMPARE(opcode, 8);
        QVERIFY(client.ends());
        QTRY_COMPARE(rig.sink.closedCount(), 1);
        TlsClient abrupt(rig.front.port());
        QVERIFY(TlsFrontRig::upgrade(abrupt));
    }
    QTRY_COMPARE(rig.sink.closedCount(), 2);
}

void TlsFrontTest::stoppingSaysGoodbye()
{
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(client));
    RawClient silent(rig.front.port());
    QVERIFY(silent.write("\x16\x03\x01"));
    QVERIFY(TlsFrontRig::echoes(client, "hello"));
    rig.front.stop();
    int opcode = 0;
    const QByteArray goodbye = TlsFrontRig::readText(client, &opcode);
    QCOMPARE(opcode, 8);
    QCOMPARE(qFromBigEndian<quint16>(goodbye.constData()), quint16(1001));
    QVERIFY(silent.ends());
    QCOMPARE(rig.sink.openCount(), 0);
}

void TlsFrontTest::aFloodOfPingsIsRefused()
{
    FrontRig rig(options());
    TlsClient client(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(client));
    QByteArray flood;
    for (int i = 0; i < 300; ++i)
        flood += RawClient::frame(9, {});
    client.write(flood);
    int opcode = 10;
    QByteArray payload;
    while (opcode == 10)
        payload = TlsFrontRig::readText(client, &opcode);
    QCOMPARE(opcode, 8);
    QCOMPARE(qFromBigEndian<quint16>(payload.constData()), quint16(1008));
}

}  // namespace

CS_TEST(TlsFrontTest)
#include "tst_tlsfront.moc"

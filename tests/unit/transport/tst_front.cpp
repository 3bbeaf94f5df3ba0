#include <QElapsedTimer>
#include <QSignalSpy>
#include <QWebSocket>

#include "support/testprogram.h"
#include "unit/transport/frontrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// The front as clients meet it: upgrade, messages, goodbye.
class FrontTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void talksToAWebSocketClient();
    void refusesWhatIsNoUpgrade_data();
    void refusesWhatIsNoUpgrade();
    void tellsWhoConnected();
    void framesSentWithTheUpgradeAreNotLost();
    void messagesOfAllSizesComeBack_data();
    void messagesOfAllSizesComeBack();
    void messagesInFragmentsAreJoined();
    void messagesKeepTheirOrder();
    void sendsFromOtherThreadsKeepTheirOrder();
    void pingsAreAnswered();
    void aClientThatClosesIsAnsweredAndForgotten();
    void disconnectSaysGoodbyeAfterWhatWasSent();
    void stoppingSaysGoodbye();
    void stoppingDoesNotWaitForTheDeaf();
    void startsAgainAfterAStop();
    void aTakenPortIsAClearError();
};

void FrontTest::talksToAWebSocketClient()
{
    FrontRig rig;
    QWebSocket client;
    QSignalSpy received(&client, &QWebSocket::textMessageReceived);
    connect(&client, &QWebSocket::connected, &client,
            [&client] { client.sendTextMessage(QStringLiteral("gr\u00fc\u00df dich")); });
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(rig.front.port())));
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.front().front().toString(), QStringLiteral("gr\u00fc\u00df dich"));
    client.close();
    QTRY_COMPARE(rig.sink.openCount(), 0);
}

void FrontTest::refusesWhatIsNoUpgrade_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("other path") << RawClient::upgradeRequest({}, "/") << 404;
    QTest::newRow("query") << RawClient::upgradeRequest({}, "/ws?a=b") << 404;
    QTest::newRow("foreign origin") << RawClient::upgradeRequest("Origin: http://evil.example\r\n") << 403;
    QTest::newRow("plain GET") << QByteArray("GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n") << 426;
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("long head") << RawClient::upgradeRequest("X: " + QByteArray(17'000, 'x') + "\r\n") << 431;
}

void FrontTest::refusesWhatIsNoUpgrade()
{
    QFETCH(const QByteArray, request);
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.write(request));
    QTEST(client.status(), "status");
    QVERIFY(client.ends());
    QCOMPARE(rig.sink.openCount(), 0);
}

void FrontTest::tellsWhoConnected()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.write(
        "GET /ws HTTP/1.1\r\nHost: [::1]:8002\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nUser-Agent: test/1\r\n\r\n"));
    QCOMPARE(client.status(), 101);
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const PeerInfo peer = rig.sink.lastPeer();
    QCOMPARE(peer.kind, PeerKind::WebSocket);
    QCOMPARE(peer.address, QStringLiteral("127.0.0.1"));
    QCOMPARE(peer.host, QStringLiteral("[::1]"));
    QCOMPARE(peer.userAgent, QStringLiteral("test/1"));
    QVERIFY(!peer.secure);
}

void FrontTest::framesSentWithTheUpgradeAreNotLost()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.write(RawClient::upgradeRequest() + RawClient::frame(1, "early") + RawClient::frame(1, "bird")));
    QCOMPARE(client.status(), 101);
    QCOMPARE(client.readText(), QByteArray("early"));
    QCOMPARE(client.readText(), QByteArray("bird"));
}

void FrontTest::messagesOfAllSizesComeBack_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 125, 126, 127, 16'383, 16'384, 16'385, 65'535, 65'536, 300'000, 1024 * 1024})
        QTest::addRow("%d", size) << size;
}

// A large message needs a larger read buffer for its time; the next small one must still pass.
void FrontTest::messagesOfAllSizesComeBack()
{
    QFETCH(const int, size);
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    const QByteArray message(size, 'a');
    for (int round = 0; round < 2; ++round) {
        QVERIFY(client.sendText(message));
        QVERIFY(client.sendText("small"));
        QVERIFY(client.readText() == message);
        QCOMPARE(client.readText(), QByteArray("small"));
    }
}

void FrontTest::messagesInFragmentsAreJoined()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(RawClient::frame(1, "one ", false)));
    QVERIFY(client.write(RawClient::frame(9, "still there?")));
    QVERIFY(client.write(RawClient::frame(0, "two ", false)));
    QVERIFY(client.write(RawClient::frame(0, "three")));
    const auto pong = client.readFrame();
    QVERIFY(pong);
    QCOMPARE(pong->opcode, 10);
    QCOMPARE(pong->payload, QByteArray("still there?"));
    QCOMPARE(client.readText(), QByteArray("one two three"));
}

void FrontTest::messagesKeepTheirOrder()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    constexpr int many = 2000;
    QByteArray all;
    for (int i = 0; i < many; ++i)
        all += RawClient::frame(1, QByteArray::number(i));
    QVERIFY(client.write(all));
    for (int i = 0; i < many; ++i)
        QCOMPARE(client.readText(), QByteArray::number(i));
}

void FrontTest::sendsFromOtherThreadsKeepTheirOrder()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    constexpr int many = 2000;
    for (int i = 0; i < many; ++i)
        rig.front.send(id, QByteArray::number(i));
    rig.front.send(ConnectionId{999'999}, "to nobody");
    for (int i = 0; i < many; ++i)
        QCOMPARE(client.readText(), QByteArray::number(i));
}

void FrontTest::pingsAreAnswered()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(RawClient::frame(9, "abc")));
    const auto pong = client.readFrame();
    QVERIFY(pong);
    QCOMPARE(pong->opcode, 10);
    QCOMPARE(pong->payload, QByteArray("abc"));
}

void FrontTest::aClientThatClosesIsAnsweredAndForgotten()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(RawClient::frame(8, QByteArray("\x03\xe8", 2))));
    QCOMPARE(client.readClose(), 1000);
    QVERIFY(client.ends());
    QTRY_COMPARE(rig.sink.closedCount(), 1);
    {
        RawClient abrupt(rig.front.port());
        QVERIFY(abrupt.upgrade());
    }
    QTRY_COMPARE(rig.sink.closedCount(), 2);
    QCOMPARE(rig.sink.openCount(), 0);
}

void FrontTest::disconnectSaysGoodbyeAfterWhatWasSent()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    rig.front.send(id, QByteArray(500'000, 'x'));
    rig.front.send(id, "last words");
    rig.front.disconnect(id, QString(200, u'\u00e4'));
    rig.front.send(id, "never sent");
    QCOMPARE(client.readText().size(), 500'000);
    QCOMPARE(client.readText(), QByteArray("last words"));
    QCOMPARE(client.readClose(), 1000);
    QVERIFY(client.ends());
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

void FrontTest::stoppingSaysGoodbye()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    RawClient silent(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.sendText("hello"));
    QCOMPARE(client.readText(), QByteArray("hello"));
    rig.front.stop();
    QCOMPARE(client.readClose(), 1001);
    QVERIFY(client.ends());
    QVERIFY(silent.ends());
    QCOMPARE(rig.sink.openCount(), 0);
    QVERIFY(!rig.front.isRunning());
    rig.front.send(rig.sink.lastPeer().id, "to nobody");
}

void FrontTest::stoppingDoesNotWaitForTheDeaf()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    // More than the kernel takes: the goodbye stays behind it.
    QVERIFY(client.sendText("give 3000000"));
    QVERIFY(client.sendText("give 3000000"));
    QTRY_COMPARE(rig.sink.frameCount(), 2);
    QElapsedTimer timer;
    timer.start();
    rig.front.stop();
    QVERIFY(timer.elapsed() < 3000);
    QCOMPARE(rig.sink.openCount(), 0);
}

void FrontTest::startsAgainAfterAStop()
{
    FrontRig rig;
    const quint16 port = rig.front.port();
    RawClient before(port);
    QVERIFY(before.upgrade());
    rig.front.stop();
    FrontOptions options;
    options.host = QStringLiteral("127.0.0.1");
    options.port = port;
    QVERIFY(rig.front.start(rig.sink, options).ok());
    RawClient after(port);
    QVERIFY(after.upgrade());
}

void FrontTest::aTakenPortIsAClearError()
{
    FrontRig rig;
    Front second;
    FrontOptions options;
    options.host = QStringLiteral("127.0.0.1");
    options.port = rig.front.port();
    const auto started = second.start(rig.sink, options);
    QVERIFY(!started.ok());
    QVERIFY(started.error().message.contains(QString::number(options.port)));
    QVERIFY(started.error().message.contains(QLatin1String("another program uses this port")));
    QVERIFY(!second.isRunning());
}

}  // namespace

CS_TEST(FrontTest)
#include "tst_front.moc"

#include <unistd.h>

#include <QLocalSocket>
#include <QTemporaryDir>

#include "support/testprogram.h"
#include "transport/front.h"
#include "unit/transport/echosink.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// The control socket of the host: a line each way, for root and the service's user alone.
class ControlSocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void talksLineByLine();
    void tellsWhoConnected();
    void othersAreTurnedAway();
    void linesThatAreTooLongEndTheConnection();
    void peersThatDoNotReadAreDropped();
    void disconnectClosesAfterWhatWasSent();
    void stoppingRemovesTheSocket();
    void aSecondServiceIsRefused();
};

struct ControlRig {
    ControlRig()
    {
        options.host = QStringLiteral("127.0.0.1");
        options.port = 0;
        options.controlSocket = folder.filePath(QStringLiteral("control.sock"));
        const auto started = front.start(sink, options);
        if (!started.ok())
            qFatal("%s", qPrintable(started.error().message));
    }
    ~ControlRig() { front.stop(); }

    std::unique_ptr<QLocalSocket> client()
    {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(options.controlSocket);
        if (!socket->waitForConnected(5000))
            qFatal("cannot connect to the control socket");
        return socket;
    }

    QTemporaryDir folder;
    FrontOptions options;
    Front front;
    EchoSink sink{front};
};

QByteArray readLine(QLocalSocket &socket)
{
    if (!QTest::qWaitFor([&socket] { return socket.canReadLine(); }))
        return {};
    return socket.readLine();
}

bool ends(QLocalSocket &socket)
{
    return QTest::qWaitFor([&socket] { return socket.state() == QLocalSocket::UnconnectedState; });
}

void ControlSocketTest::talksLineByLine()
{
    ControlRig rig;
    auto client = rig.client();
    client->write("one\ntwo\r\n\n  \nthr");
    QCOMPARE(readLine(*client), QByteArray("one\n"));
    QCOMPARE(readLine(*client), QByteArray("two\n"));
    client->write("ee\n");
    QCOMPARE(readLine(*client), QByteArray("three\n"));
    QCOMPARE(rig.sink.frameCount(), 3);
    const QByteArray large(1'000'000, 'x');
    client->write(large + '\n');
    QTRY_VERIFY(client->canReadLine());
    QVERIFY(client->readLine() == large + '\n');
}

void ControlSocketTest::tellsWhoConnected()
{
    ControlRig rig;
    const auto client = rig.client();
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const PeerInfo peer = rig.sink.lastPeer();
    QCOMPARE(peer.kind, PeerKind::Control);
    QVERIFY(peer.address.isEmpty());
    QCOMPARE(peer.host, QStringLiteral("localhost"));
    QVERIFY(!peer.systemUser.isEmpty());
    client->disconnectFromServer();
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

// Only root can put on another user's shoes.
void ControlSocketTest::othersAreTurnedAway()
{
    if (::geteuid() != 0)
        QSKIP("needs root");
    ControlRig rig;
    constexpr uid_t nobody = 65534;
    // So that the file's mode is not what keeps the stranger out.
    QVERIFY(QFile::setPermissions(rig.options.controlSocket, QFile::Permissions::fromInt(0x6666)));
    QVERIFY(QFile::setPermissions(rig.folder.path(), QFile::Permissions::fromInt(0x7777)));
    QVERIFY(::setresuid(nobody, nobody, 0) == 0);
    QLocalSocket stranger;
    stranger.connectToServer(rig.options.controlSocket);
    const bool connected = stranger.waitForConnected(1000);
    QVERIFY(::setresuid(0, 0, 0) == 0);
    if (!connected)
        QSKIP("the folder above is closed to others");
    QVERIFY(ends(stranger));
    QCOMPARE(rig.sink.openCount(), 0);
    QCOMPARE(rig.sink.closedCount(), 0);
}

void ControlSocketTest::linesThatAreTooLongEndTheConnection()
{
    ControlRig rig;
    auto client = rig.client();
    client->write(QByteArray(1024 * 1024 + 10, 'x'));
    QVERIFY(ends(*client));
    QTRY_COMPARE(rig.sink.closedCount(), 1);
    QCOMPARE(rig.sink.frameCount(), 0);
}

void ControlSocketTest::peersThatDoNotReadAreDropped()
{
    ControlRig rig;
    auto client = rig.client();
    client->setReadBufferSize(1);
    for (int i = 0; i < 20; ++i)
        client->write("give 1000000\n");
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

void ControlSocketTest::disconnectClosesAfterWhatWasSent()
{
    ControlRig rig;
    auto client = rig.client();
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    rig.front.send(id, "last words");
    rig.front.disconnect(id, QStringLiteral("out"));
    rig.front.send(id, "never sent");
    QCOMPARE(readLine(*client), QByteArray("last words\n"));
    QVERIFY(ends(*client));
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

void ControlSocketTest::stoppingRemovesTheSocket()
{
    ControlRig rig;
    auto client = rig.client();
    QTRY_COMPARE(rig.sink.openCount(), 1);
    QVERIFY(QFile::exists(rig.options.controlSocket));
    rig.front.stop();
    QVERIFY(!QFile::exists(rig.options.controlSocket));
    QVERIFY(ends(*client));
    QCOMPARE(rig.sink.openCount(), 0);
}

void ControlSocketTest::aSecondServiceIsRefused()
{
    ControlRig rig;
    Front second;
    FrontOptions options = rig.options;
    const auto started = second.start(rig.sink, options);
    QVERIFY(!started.ok());
    QVERIFY(started.error().message.contains(options.controlSocket));
    auto client = rig.client();
    client->write("still here\n");
    QCOMPARE(readLine(*client), QByteArray("still here\n"));
}

}  // namespace

CS_TEST(ControlSocketTest)
#include "tst_controlsocket.moc"

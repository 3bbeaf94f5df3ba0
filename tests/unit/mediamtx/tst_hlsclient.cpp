#include <QTcpServer>
#include <QTcpSocket>

#include "mediamtx/hlsclient.h"
#include "mediamtx/internaltokens.h"
#include "support/manualclock.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;

namespace {

// Answers every GET as MediaMTX does and notes what was asked for; one request a connection.
class FakeHls : public QTcpServer {
public:
    FakeHls()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { serve(*socket); });
        });
        listening = listen(QHostAddress::LocalHost);
    }

    QByteArray base() const { return "http://127.0.0.1:" + QByteArray::number(serverPort()); }
    qsizetype sessions(const QByteArray &path) const { return asked.count(QByteArray("/" + path + "/index.m3u8")); }

    QByteArrayList asked;
    bool listening = false;

private:
    void serve(QTcpSocket &socket)
    {
        const QByteArray line = socket.readLine();
        if (!line.startsWith("GET "))
            return;
        asked << line.mid(4).split('?').first().split(' ').first();
        const QByteArray body = "#EXTM3U\nvideo.m3u8?session=0a1b\n";
        socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size())
                     + "\r\n\r\n" + body);
        socket.disconnectFromHost();
    }
};

}  // namespace

class TestHlsClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sessionIsKeptUntilItsPathIsForgotten()
    {
        FakeHls server;
        QVERIFY(server.listening);
        ManualClock clock;
        InternalTokens tokens(clock);
        HlsClient client(server.base(), tokens);
        const auto fetch = [&](const char *file) { return waitFor(client.fetch(QLatin1String(file))).ok(); };
        for (int i = 0; i < 3; ++i)
            QVERIFY(fetch("camera0/video.m3u8") && fetch("camera1/video.m3u8"));
        QCOMPARE(server.sessions("camera0"), 1);
        client.forget(QStringLiteral("camera0"));
        QVERIFY(fetch("camera0/video.m3u8") && fetch("camera1/video.m3u8"));
        QCOMPARE(server.sessions("camera0"), 2);
        QCOMPARE(server.sessions("camera1"), 1);
    }
};

CS_TEST(TestHlsClient)
#include "tst_hlsclient.moc"


#include "support/testprogram.h"
#include "unit/http/httpfixture.h"
#include "unit/http/rawclient.h"

using namespace cs;
using namespace std::chrono_literals;

class TestHttpLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bodyEndsTheConnection_data();
    void bodyEndsTheConnection();
    void malformedRequestsDoNoHarm_data();
    void malformedRequestsDoNoHarm();
    void twoHostsAreRefused_data();
    void twoHostsAreRefused();
    void hugeHeaderIsRefused();
    void crowdOverTheCapDoesNotHang();
    void idleConnectionIsClosed();
    void trickledRequestIsCutOffForTheNext();
    void stopCutsOffDownloads();
    void connectionWithoutAServerIsClosed();
    void healthAnswersBesideACrowdOfHalfHeads();

private:
    static HttpOptions options(int maxConnections, std::chrono::seconds idle = 30s)
    {
        HttpOptions o;
        o.maxConnections = maxConnections;
        o.idleTimeout = idle;
        return o;
    }
};

void TestHttpLimits::bodyEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("status");
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("Content-Length: 60\r\n") << 405;
    QTest::newRow("PUT in chunks") << QByteArray("PUT") << QByteArray("Transfer-Encoding: chunked\r\n") << 405;
    QTest::newRow("GET with a body") << QByteArray("GET") << QByteArray("Content-Length: 60\r\n") << 413;
    QTest::newRow("GET in chunks") << QByteArray("GET") << QByteArray("Transfer-Encoding: chunked\r\n") << 413;
}

void TestHttpLimits::bodyEndsTheConnection()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, lines);
    QFETCH(int, status);
    HttpFixture server;
    RawClient client(server.port());
    // The body looks like a request: it must not be answered as one.
    QVERIFY(
        client.send(RawClient::requestText(method, "/health", lines) + RawClient::requestText("GET", "/health/live")));
    const auto answer = client.read(method);
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    QCOMPARE(answer->headers.value("connection").toLower(), QByteArray("close"));
    QVERIFY(!client.read());
}

void TestHttpLimits::malformedRequestsDoNoHarm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("rubbish") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15);
    QTest::newRow("no version") << QByteArray("GET /health\r\n\r\n");
    QTest::newRow("no host") << QByteArray("GET /health HTTP/1.1\r\n\r\n");
    QTest::newRow("bad header") << QByteArray("GET /health HTTP/1.1\r\nHost: x\r\nno colon here\r\n\r\n");
    QTest::newRow("NUL in the target") << QByteArray("GET /health\0x HTTP/1.1\r\nHost: x\r\n\r\n", 36);
    QTest::newRow("bad length") << QByteArray("GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n");
    QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    QTest::newRow("line ends only") << QByteArray("\r\n\r\n\r\n\r\n");
}

void TestHttpLimits::malformedRequestsDoNoHarm()
{
    QFETCH(QByteArray, bytes);
    HttpFixture server(options(10, 1s));
    RawClient client(server.port());
    QVERIFY(client.send(bytes));
    // Whatever comes, it is an answer or an end, and no success but for "no host", which HTTP/1.0 proxies send.
    const auto answer = client.read();
    QVERIFY(!answer || answer->status == 200 || answer->status >= 400);
    QCOMPARE(RawClient(server.port()).ask("GET", "/health")->status, 200);
}

void TestHttpLimits::twoHostsAreRefused_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("two") << QByteArray("Host: a\r\nHost: b\r\n");
    QTest::newRow("the same twice") << QByteArray("Host: a\r\nX-Between: 1\r\nhost: a\r\n");
    QTest::newRow("empty ones") << QByteArray("Host:\r\nHost:\r\n");
}

void TestHttpLimits::twoHostsAreRefused()
{
    QFETCH(QByteArray, lines);
    HttpFixture server;
    for (const QByteArray &target : {QByteArray("/health"), QByteArray("/files/recordings/a.mp4")}) {
        RawClient client(server.port());
        QVERIFY(client.send("GET " + target + " HTTP/1.1\r\n" + lines + "\r\n"));
        const auto answer = client.read();
        QVERIFY(answer);
        QCOMPARE(answer->status, 400);
        QVERIFY(client.isEnded());
    }
}

void TestHttpLimits::hugeHeaderIsRefused()
{
    HttpFixture server;
    const auto answer = RawClient(server.port()).ask("GET", "/health", "X-Filler: " + QByteArray(100000, 'x') + "\r\n");
    QVERIFY(!answer || answer->status == 413 || answer->status == 431);
    // A bearer token of its greatest length still fits.
    QCOMPARE(RawClient(server.port())
                 .ask("GET", "/files/recordings/a.mp4", "Authorization: Bearer " + QByteArray(16384, 'x') + "\r\n")
                 ->status,
             401);
}

void TestHttpLimits::crowdOverTheCapDoesNotHang()
{
    constexpr int cap = 100;
    HttpFixture server(options(cap));
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < cap + 150; ++i) {
        crowd.push_back(std::make_unique<RawClient>(server.port()));
        crowd.back()->send(RawClient::requestText("GET", "/health"));
    }
    int served = 0;
    int refused = 0;
    for (const auto &client : crowd) {
        const auto answer = client->read();
        served += answer && answer->status == 200;
        refused += !answer || answer->status == 503;
    }
    // Who was answered and keeps its connection gives way to others after a while.
    QVERIFY(served >= cap);
    QCOMPARE(served + refused, cap + 150);
    QVERIFY(server.server.connectionCount() <= 2 * cap);
    crowd.clear();
    QTRY_COMPARE(server.server.connectionCount(), 0);
    QCOMPARE(RawClient(server.port()).ask("GET", "/health")->status, 200);
    server.server.stop();
}

void TestHttpLimits::idleConnectionIsClosed()
{
    HttpFixture server(options(10, 1s));
    RawClient silent(server.port());
    RawClient half(server.port());
    QVERIFY(half.send("GET /health HTTP/1.1\r\nHo"));
    QVERIFY(silent.isEnded());
    QVERIFY(half.isEnded());
    QTRY_COMPARE(server.server.connectionCount(), 0);
}

void TestHttpLimits::trickledRequestIsCutOffForTheNext()
{
    HttpFixture server(options(1, 1s));
    RawClient trickle(server.port());
    QVERIFY(trickle.send("GET /health HTTP/1.1\r\n"));
    QElapsedTimer timer;
    timer.start();
    std::optional<RawClient::Answer> answer;
    // A byte often enough for the idle timeout, for ever: the newcomer must get its turn all the same.
    while (timer.elapsed() < 10000 && !(answer && answer->status == 200)) {
        trickle.send("X");
        answer = RawClient(server.port()).ask("GET", "/health");
        QTest::qWait(100);
    }
    QVERIFY(answer && answer->status == 200);
}

void TestHttpLimits::stopCutsOffDownloads()
{
    HttpFixture server;
    QVERIFY(server.write(QStringLiteral("a.mp4"), QByteArray(32 * 1024 * 1024, 'x')));
    RawClient client(server.port(), 4096);
    QVERIFY(client.send(RawClient::requestText("GET", "/files/recordings/a.mp4", server.bearerLine())));
    QTRY_COMPARE(server.server.connectionCount(), 1);
    QElapsedTimer timer;
    timer.start();
    server.server.stop();
    QVERIFY(timer.elapsed() < 2000);
    QVERIFY(!client.read());
}

void TestHttpLimits::connectionWithoutAServerIsClosed()
{
    HttpFixture server;
    server.server.stop();
    const auto answer = RawClient(server.port()).ask("GET", "/health");
    QVERIFY(!answer || answer->status == 503);
}

void TestHttpLimits::healthAnswersBesideACrowdOfHalfHeads()
{
    constexpr int cap = 60;
    HttpFixture server(options(cap));
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < cap + 40; ++i) {
        crowd.push_back(std::make_unique<RawClient>(server.port()));
        crowd.back()->send("GET /health HTTP/1.1\r\nHost: x\r\nX-Half: ");
    }
    // Those that were sent away are gone.
    QTRY_VERIFY(server.server.connectionCount() <= cap);
    // Every time, however new they are.
    for (int i = 0; i < 20; ++i) {
        crowd.push_back(std::make_unique<RawClient>(server.port()));
        crowd.back()->send("GET /health HTTP/1.1\r\nHost: x\r\nX-Half: ");
        const auto answer = RawClient(server.port()).ask("GET", "/health");
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
    }
}

CS_TEST(TestHttpLimits)
#include "tst_httplimits.moc"

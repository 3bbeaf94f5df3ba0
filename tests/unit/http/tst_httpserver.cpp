#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "support/testprogram.h"
#include "unit/http/httpfixture.h"
#include "unit/http/rawclient.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

QJsonObject json(const std::optional<RawClient::Answer> &answer)
{
    return answer ? QJsonDocument::fromJson(answer->body).object() : QJsonObject();
}

}  // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void healthSaysHowItIs();
    void notReadyIs503();
    void unknownPathsAre404InJson_data();
    void unknownPathsAre404InJson();
    void otherMethodsAre405();
    void headIsAnsweredEverywhere();
    void preflightNamesWhatIsAllowed();
    void allowedOriginMayReadAnswers();
    void ownOriginIsNotWhateverHostSays();
    void oneConnectionServesManyRequests();
    void pipelinedRequestsAreAnsweredInOrder();
    void absoluteTargetIsUnderstood();

private:
    static HttpOptions options()
    {
        HttpOptions o;
        o.allowedOrigins = QStringList{QStringLiteral("http://localhost:3000")};
        return o;
    }
};

void TestHttpServer::healthSaysHowItIs()
{
    HttpFixture server;
    server.health.publish({.status = QStringLiteral("DEGRADED"),
                           .version = QStringLiteral("1.2.3"),
                           .startedAt = server.clock.steady() - 90s,
                           .ready = true,
                           .readyMessage = QStringLiteral("serving"),
                           .components = {{QStringLiteral("mediamtx"), QStringLiteral("ERROR"), QStringLiteral("gone"),
                                           Timestamp(1767225600s)}}});
    RawClient client(server.port());
    const QJsonObject overview = json(client.ask("GET", "/health"));
    QCOMPARE(overview.value("status").toString(), QStringLiteral("DEGRADED"));
    QCOMPARE(overview.value("version").toString(), QStringLiteral("1.2.3"));
    QVERIFY(overview.value("uptime").toDouble() >= 90 && overview.value("uptime").toDouble() < 120);
    QVERIFY(fromIso(overview.value("timestamp").toString()).has_value());
    const QJsonObject detailed = json(client.ask("GET", "/health/detailed"));
    QCOMPARE(detailed.value("status"), overview.value("status"));
    QCOMPARE(detailed.value("components").toArray(),
             QJsonArray({QJsonObject{{"name", "mediamtx"},
                                     {"status", "ERROR"},
                                     {"message", "gone"},
                                     {"last_checked", "2026-01-01T00:00:00.000Z"}}}));
    const auto ready = client.ask("GET", "/health/ready");
    QCOMPARE(ready->status, 200);
    QCOMPARE(json(ready).value("ready").toBool(), true);
    QCOMPARE(json(ready).value("message").toString(), QStringLiteral("serving"));
    QCOMPARE(json(client.ask("GET", "/health/live")).value("alive").toBool(), true);
}

void TestHttpServer::notReadyIs503()
{
    HttpFixture server;
    RawClient client(server.port());
    QCOMPARE(client.ask("GET", "/health/ready")->status, 503);
    QCOMPARE(client.ask("GET", "/health/live")->status, 200);
    QCOMPARE(client.ask("GET", "/health")->status, 200);
}

void TestHttpServer::unknownPathsAre404InJson_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target :
         {"/", "/health/", "/health/x", "/healthy", "/HEALTH", "/favicon.ico", "/ws", "*", "/?token=x", "/%68ealth"})
        QTest::newRow(target) << QByteArray(target);
}

void TestHttpServer::unknownPathsAre404InJson()
{
    QFETCH(QByteArray, target);
    HttpFixture server;
    const auto answer = RawClient(server.port()).ask("GET", target);
    QVERIFY(answer);
    QCOMPARE(answer->status, 404);
    QCOMPARE(answer->headers.value("content-type"), QByteArray("application/json"));
    QCOMPARE(answer->headers.value("x-content-type-options"), QByteArray("nosniff"));
    QCOMPARE(json(answer).value("status").toInt(), 404);
}

void TestHttpServer::otherMethodsAre405()
{
    HttpFixture server;
    RawClient client(server.port());
    for (const char *method : {"DELETE", "PATCH", "TRACE", "BREW", "get"}) {
        for (const char *target : {"/health", "/files/recordings/a.mp4"}) {
            const auto answer = client.ask(method, target);
            QVERIFY(answer);
            QCOMPARE(answer->status, 405);
            QCOMPARE(answer->headers.value("allow"), QByteArray("GET, HEAD, OPTIONS"));
        }
    }
    QCOMPARE(client.ask("DELETE", "/nowhere")->status, 404);
}

void TestHttpServer::headIsAnsweredEverywhere()
{
    HttpFixture server;
    RawClient client(server.port());
    for (const char *target :
         {"/health", "/health/detailed", "/health/ready", "/health/live", "/nowhere", "/files/recordings/a.mp4"}) {
        const auto head = client.ask("HEAD", target);
        const auto whole = client.ask("GET", target);
        QVERIFY(head && whole);
        QCOMPARE(head->status, whole->status);
        QCOMPARE(head->headers.value("content-type"), whole->headers.value("content-type"));
        QVERIFY(head->headers.value("content-length").toInt() > 0);
    }
}

void TestHttpServer::preflightNamesWhatIsAllowed()
{
    HttpFixture server(options());
    RawClient client(server.port());
    const QByteArray asks =
        "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization, range\r\n";
    const auto good = client.ask("OPTIONS", "/files/recordings/a.mp4", "Origin: http://localhost:3000\r\n" + asks);
    QVERIFY(good);
    QCOMPARE(good->status, 204);
    QCOMPARE(good->headers.value("access-control-allow-origin"), QByteArray("http://localhost:3000"));
    QCOMPARE(good->headers.value("vary"), QByteArray("Origin"));
    QVERIFY(good->headers.value("access-control-allow-headers").contains("Authorization"));
    QVERIFY(good->headers.value("access-control-allow-headers").contains("Range"));
    const auto foreign = client.ask("OPTIONS", "/files/recordings/a.mp4", "Origin: https://evil.example\r\n" + asks);
    QVERIFY(foreign);
    QVERIFY(!foreign->headers.contains("access-control-allow-origin"));
    QVERIFY(!foreign->headers.contains("access-control-allow-methods"));
    QCOMPARE(foreign->headers.value("vary"), QByteArray("Origin"));
}

void TestHttpServer::allowedOriginMayReadAnswers()
{
    HttpFixture server(options());
    RawClient client(server.port());
    for (const char *target : {"/health", "/nowhere", "/files/recordings/a.mp4"}) {
        const auto good = client.ask("GET", target, "Origin: http://localhost:3000\r\n");
        QCOMPARE(good->headers.value("access-control-allow-origin"), QByteArray("http://localhost:3000"));
        QVERIFY(good->headers.value("access-control-expose-headers").contains("Content-Range"));
        QVERIFY(!client.ask("GET", target, "Origin: http://localhost:3001\r\n")
                     ->headers.contains("access-control-allow-origin"));
    }
}

void TestHttpServer::ownOriginIsNotWhateverHostSays()
{
    HttpOptions named;
    named.ownHosts = OwnHosts({QStringLiteral("cam.example")});
    HttpFixture server(named);
    const auto isAllowed = [&server](const QByteArray &host) {
        RawClient client(server.port());
        client.send("GET /health HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n\r\n");
        const auto answer = client.read();
        return answer && answer->headers.contains("access-control-allow-origin");
    };
    QVERIFY(isAllowed("cam.example:8003") && isAllowed("192.0.2.1:8003"));
    QVERIFY(!isAllowed("evil.example:8003"));
}

void TestHttpServer::oneConnectionServesManyRequests()
{
    HttpFixture server;
    RawClient client(server.port());
    for (int i = 0; i < 100; ++i)
        QCOMPARE(client.ask("GET", "/health")->status, 200);
    QCOMPARE(server.server.connectionCount(), 1);
}

void TestHttpServer::pipelinedRequestsAreAnsweredInOrder()
{
    HttpFixture server;
    RawClient client(server.port());
    QVERIFY(client.send(RawClient::requestText("GET", "/health") + RawClient::requestText("GET", "/nowhere")
                        + RawClient::requestText("GET", "/health/live")));
    QCOMPARE(client.read()->status, 200);
    QCOMPARE(client.read()->status, 404);
    QVERIFY(json(client.read()).contains("alive"));
}

void TestHttpServer::absoluteTargetIsUnderstood()
{
    HttpFixture server;
    QCOMPARE(RawClient(server.port()).ask("GET", "http://127.0.0.1/health")->status, 200);
    QCOMPARE(RawClient(server.port()).ask("GET", "http://127.0.0.1")->status, 404);
}

CS_TEST(TestHttpServer)
#include "tst_httpserver.moc"

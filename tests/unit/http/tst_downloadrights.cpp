#include <QJsonDocument>
#include <QJsonObject>

#include "support/testprogram.h"
#include "unit/http/httpfixture.h"
#include "unit/http/rawclient.h"

using namespace cs;

namespace {

const QString GuardedName = QStringLiteral("camera0_2026-11-23_02-21-44-912172.mp4");
const QByteArray GuardedTarget = "/files/recordings/camera0_2026-11-23_02-21-44-912172.mp4";
const QByteArray Content = "moving pictures";

}  // namespace

class TestDownloadRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutRightsThereIsNothing_data();
    void withoutRightsThereIsNothing();
    void bearerOpensEveryFile();
    void ticketOpensItsFileAlone();
    void otherParametersBesideATicketAreIgnored_data();
    void otherParametersBesideATicketAreIgnored();
    void ticketDiesWithItsSession();
    void schemeOfAProxyDoesNotHideTheTicket();
    void cameraOutOfReachLooksLikeNoFile();
    void namesThatAreNoFile_data();
    void namesThatAreNoFile();
    void tooManyWrongTokensAreToldToWait();

private:
    std::optional<RawClient::Answer> get(const QByteArray &target, const QByteArray &lines)
    {
        return RawClient(m_server->port()).ask("GET", target, lines);
    }
    std::unique_ptr<HttpFixture> m_server;
};

void TestDownloadRights::init()
{
    m_server = std::make_unique<HttpFixture>();
    QVERIFY(m_server->write(GuardedName, Content));
}

void TestDownloadRights::withoutRightsThereIsNothing_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("rubbish as bearer") << QByteArray() << QByteArray("Authorization: Bearer rubbish\r\n");
    QTest::newRow("empty bearer") << QByteArray() << QByteArray("Authorization: Bearer \r\n");
    QTest::newRow("scheme alone") << QByteArray() << QByteArray("Authorization: Bearer\r\n");
    QTest::newRow("two bearers") << QByteArray()
                                 << QByteArray("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n");
    QTest::newRow("basic") << QByteArray() << QByteArray("Authorization: Basic YTpi\r\n");
    QTest::newRow("alg none")
        << QByteArray()
        << QByteArray("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoiYSIsInJvbGUiOiJhZG1pbiIsImlhdCI6"
                      "MCwiZXhwIjo5OTk5OTk5OTk5fQ.\r\n");
    QTest::newRow("api key") << QByteArray() << QByteArray("X-API-Key: secret\r\n");
    QTest::newRow("rubbish as ticket") << QByteArray("?token=rubbish") << QByteArray();
    QTest::newRow("empty ticket") << QByteArray("?token=") << QByteArray();
    QTest::newRow("ticket without value") << QByteArray("?token") << QByteArray();
}

void TestDownloadRights::withoutRightsThereIsNothing()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, lines);
    for (const QByteArray &target :
         {GuardedTarget, QByteArray("/files/recordings/unknown.mp4"), QByteArray("/files/snapshots/x.jpg")}) {
        const auto answer = get(target + query, lines);
        QVERIFY(answer);
        QCOMPARE(answer->status, 401);
        QCOMPARE(answer->headers.value("www-authenticate"), QByteArray("Bearer realm=\"camera-service\""));
        QCOMPARE(answer->headers.value("content-type"), QByteArray("application/json"));
        QVERIFY(!QJsonDocument::fromJson(answer->body).object().value("message").toString().isEmpty());
    }
}

void TestDownloadRights::bearerOpensEveryFile()
{
    QVERIFY(m_server->write(QStringLiteral("b.jpg"), "picture"));
    m_server->contentType = "image/jpeg";
    const auto answer = get("/files/snapshots/b.jpg", m_server->bearerLine().replace("Bearer", "bearer"));
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, QByteArray("picture"));
    QCOMPARE(answer->headers.value("content-type"), QByteArray("image/jpeg"));
    QCOMPARE(get("/files/snapshots/unknown.jpg", m_server->bearerLine())->status, 404);
}

void TestDownloadRights::ticketOpensItsFileAlone()
{
    QVERIFY(m_server->write(QStringLiteral("b.mp4"), "other"));
    const QByteArray ticket = m_server->ticket(fileResource(QStringLiteral("recordings"), GuardedName));
    const auto answer = get(GuardedTarget + "?token=" + ticket, {});
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, Content);
    QCOMPARE(get(GuardedTarget + "?download=1&token=" + ticket, {})->status, 200);
    QCOMPARE(get("/files/recordings/b.mp4?token=" + ticket, {})->status, 401);
    QCOMPARE(get("/files/snapshots/" + GuardedName.toUtf8() + "?token=" + ticket, {})->status, 401);
    QCOMPARE(get(GuardedTarget, "Authorization: Bearer " + ticket + "\r\n")->status, 401);
}

// Caches, players and mail programs add some; none of them means anything here.
void TestDownloadRights::otherParametersBesideATicketAreIgnored_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("one after it") << QByteArray() << QByteArray("&x=1");
    QTest::newRow("one before it") << QByteArray("x=1&") << QByteArray();
    QTest::newRow("without a value") << QByteArray("x&") << QByteArray("&y");
    QTest::newRow("empty ones") << QByteArray("&&") << QByteArray("&");
    QTest::newRow("encoded") << QByteArray("%78=%00&") << QByteArray("&a=b=c");
    QTest::newRow("another file's name") << QByteArray() << QByteArray("&file=b.mp4");
}

void TestDownloadRights::otherParametersBesideATicketAreIgnored()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const QByteArray ticket = m_server->ticket(fileResource(QStringLiteral("recordings"), GuardedName));
    const auto answer = get(GuardedTarget + '?' + before + "token=" + ticket + after, {});
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, Content);
}

void TestDownloadRights::ticketDiesWithItsSession()
{
    const QByteArray ticket = m_server->ticket(fileResource(QStringLiteral("recordings"), GuardedName), 7);
    QCOMPARE(get(GuardedTarget + "?token=" + ticket, {})->status, 200);
    m_server->sessions.connectionClosed(ConnectionId(7));
    QCOMPARE(get(GuardedTarget + "?token=" + ticket, {})->status, 401);
}

void TestDownloadRights::schemeOfAProxyDoesNotHideTheTicket()
{
    const QByteArray ticket = m_server->ticket(fileResource(QStringLiteral("recordings"), GuardedName));
    QCOMPARE(get(GuardedTarget + "?token=" + ticket, "Authorization: Basic YTpi\r\n")->status, 200);
    // A bearer token, though, is what the client wants to be judged by.
    QCOMPARE(get(GuardedTarget + "?token=" + ticket, "Authorization: Bearer rubbish\r\n")->status, 401);
}

void TestDownloadRights::cameraOutOfReachLooksLikeNoFile()
{
    const auto unknown = get("/files/recordings/unknown.mp4", m_server->bearerLine());
    // Nobody may see the camera that is none.
    m_server->camera = CameraId();
    const auto hidden = get(GuardedTarget, m_server->bearerLine(Role::Admin));
    QVERIFY(unknown && hidden);
    QCOMPARE(hidden->status, 404);
    auto hiddenHeaders = hidden->headers;
    auto unknownHeaders = unknown->headers;
    hiddenHeaders.remove("date");
    unknownHeaders.remove("date");
    QCOMPARE(hiddenHeaders, unknownHeaders);
    QCOMPARE(hidden->body, unknown->body);
}

void TestDownloadRights::namesThatAreNoFile_data()
{
    QTest::addColumn<QByteArray>("target");
    const QByteArray r = "/files/recordings/";
    for (const QByteArray &name : {QByteArray(""),
                                   QByteArray(".."),
                                   QByteArray("."),
                                   QByteArray("%2e%2e"),
                                   QByteArray("..%2f"),
                                   QByteArray("..%2fsecret"),
                                   QByteArray("..%2F..%2F..%2Fetc%2Fpasswd"),
                                   QByteArray("..%5csecret"),
                                   QByteArray("..\\secret"),
                                   QByteArray("%2fetc%2fpasswd"),
                                   QByteArray("..%c0%afsecret"),
                                   QByteArray("%c0%ae%c0%ae%c0%afsecret"),
                                   QByteArray("..%e0%80%afsecret"),
                                   QByteArray("a.mp4%00.jpg"),
                                   QByteArray("%00"),
                                   QByteArray("a%0d%0aX:%20y"),
                                   QByteArray("a%"),
                                   QByteArray("a%2"),
                                   QByteArray("a%zz"),
                                   QByteArray("%ff"),
                                   QByteArray(".hidden"),
                                   QByteArray("a%3Ab"),
                                   QByteArray("../secret"),
                                   QByteArray("../../../etc/passwd"),
                                   QByteArray("a/b"),
                                   QByteArray("/a.mp4"),
                                   QByteArray("a.mp4/"),
                                   QByteArray("....//....//etc/passwd"),
                                   QByteArray(256, 'a')})
        QTest::newRow(name.left(40).constData()) << r + name;
    for (const QByteArray &target :
         {QByteArray("/files"), QByteArray("/files/"), QByteArray("/files/recordings"), QByteArray("/files/secrets/x"),
          QByteArray("//files/recordings/") + GuardedName.toUtf8(),
          QByteArray("/Files/recordings/") + GuardedName.toUtf8(),
          QByteArray("/files/%72ecordings/") + GuardedName.toUtf8(),
          QByteArray("/files/recordings;x/") + GuardedName.toUtf8(),
          QByteArray("/files/recordings/../recordings/") + GuardedName.toUtf8()})
        QTest::newRow(target.constData()) << target;
}

void TestDownloadRights::namesThatAreNoFile()
{
    QFETCH(QByteArray, target);
    QVERIFY(m_server->write(QStringLiteral("secret"), "never"));
    for (const QByteArray &lines : {m_server->bearerLine(), QByteArray()}) {
        RawClient client(m_server->port());
        QVERIFY(client.send(RawClient::requestText("GET", target, lines)));
        const auto answer = client.read();
        QVERIFY(answer);
        QCOMPARE(answer->status, 404);
        QVERIFY(!answer->body.contains("never"));
    }
}

void TestDownloadRights::tooManyWrongTokensAreToldToWait()
{
    for (int i = 0; i <= FailureLimit::MaxFailures; ++i)
        QCOMPARE(get(GuardedTarget, "Authorization: Bearer guess\r\n")->status, 401);
    const auto answer = get(GuardedTarget, "Authorization: Bearer guess\r\n");
    QVERIFY(answer);
    QCOMPARE(answer->status, 429);
    // A good one is let in whatever others behind the address have tried.
    QCOMPARE(get(GuardedTarget, m_server->bearerLine())->status, 200);
    QVERIFY(answer->headers.value("retry-after").toInt() > 50);
}

CS_TEST(TestDownloadRights)
#include "tst_downloadrights.moc"

#include "support/testprogram.h"
#include "support/tlsrig.h"
#include "unit/http/httpfixture.h"
#include "unit/http/rawclient.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

const QString BigName = QStringLiteral("big.mp4");
const QByteArray BigTarget = "/files/recordings/big.mp4";
constexpr qsizetype BigSize = 32 * 1024 * 1024;

}  // namespace

// Downloads whose reader has stopped in the middle, so that they are under way for as long as it takes.
class TestRunningDownloads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void goesOnWhileTheRightIsThere();
    void endsWithItsSession();
    void goesOnWhenItsConnectionCloses();
    void endsWithTheLossAfterItsConnectionClosed();
    void endsWithTheRightToTheCamera_data();
    void endsWithTheRightToTheCamera();
    void endsWhenTheSocketBecomesAnotherUser();
    void endsWhenItIsEncryptedToo();

private:
    std::unique_ptr<RawClient> start(const QByteArray &query, const QByteArray &lines = {})
    {
        auto client = std::make_unique<RawClient>(m_server->port(), 4096);
        if (!client->send(RawClient::requestText("GET", BigTarget + query, lines)))
            return nullptr;
        m_head = client->readHead();
        return m_head && m_head->status == 200 ? std::move(client) : nullptr;
    }
    std::unique_ptr<RawClient> startWithTicket(quint64 connection = 1)
    {
        return start("?token=" + m_server->ticket(fileResource(QStringLiteral("recordings"), BigName), connection));
    }
    bool comesToItsEnd(RawClient &client) { return client.readBody(*m_head); }

    std::unique_ptr<HttpFixture> m_server;
    std::optional<RawClient::Answer> m_head;
};

void TestRunningDownloads::init()
{
    m_server = std::make_unique<HttpFixture>();
    QVERIFY(m_server->write(BigName, QByteArray(BigSize, 'x')));
}

void TestRunningDownloads::goesOnWhileTheRightIsThere()
{
    const auto byTicket = startWithTicket();
    QVERIFY(byTicket);
    m_server->server.tick();
    QVERIFY(comesToItsEnd(*byTicket));
    const auto byToken = start({}, m_server->bearerLine());
    QVERIFY(byToken);
    m_server->server.tick();
    QVERIFY(comesToItsEnd(*byToken));
    // The connection is good for more.
    QCOMPARE(byToken->ask("GET", "/health")->status, 200);
}

void TestRunningDownloads::endsWithItsSession()
{
    const auto client = startWithTicket(7);
    QVERIFY(client);
    QVERIFY(m_server->sessions.end(m_server->sessions.sessionOf(ConnectionId(7))->id, SessionEnd::ByAnAdmin));
    m_server->server.tick();
    QVERIFY(!comesToItsEnd(*client));
    QTRY_COMPARE(m_server->server.connectionCount(), 0);
}

void TestRunningDownloads::goesOnWhenItsConnectionCloses()
{
    const auto client = startWithTicket(7);
    QVERIFY(client);
    m_server->sessions.connectionClosed(ConnectionId(7));
    m_server->server.tick();
    QVERIFY(comesToItsEnd(*client));
}

void TestRunningDownloads::endsWithTheLossAfterItsConnectionClosed()
{
    m_server->rights.setUser(QStringLiteral("alice"), Role::Viewer, true, false);
    const auto client = startWithTicket(7);
    QVERIFY(client);
    m_server->sessions.connectionClosed(ConnectionId(7));
    m_server->rights.setUser(QStringLiteral("alice"), Role::Viewer, false, false);
    m_server->server.tick();
    QVERIFY(!comesToItsEnd(*client));
}

void TestRunningDownloads::endsWithTheRightToTheCamera_data()
{
    QTest::addColumn<bool>("byTicket");
    QTest::newRow("address with a ticket") << true;
    QTest::newRow("token") << false;
}

void TestRunningDownloads::endsWithTheRightToTheCamera()
{
    QFETCH(const bool, byTicket);
    const QString alice = QStringLiteral("alice");
    m_server->rights.setUser(alice, Role::Viewer, true, true);
    m_server->rights.setCameras(alice, {{CameraId(0), CameraAccess::View}, {CameraId(1), CameraAccess::View}});
    const auto client = byTicket ? startWithTicket() : start({}, m_server->bearerLine());
    QVERIFY(client);
    m_server->rights.setCameras(alice, {{CameraId(0), CameraAccess::View}});
    m_server->sessions.followRights(alice);
    m_server->server.tick();
    m_server->rights.setCameras(alice, {{CameraId(1), CameraAccess::View}});
    m_server->sessions.followRights(alice);
    m_server->server.tick();
    QVERIFY(!comesToItsEnd(*client));
    QTRY_COMPARE(m_server->server.connectionCount(), 0);
}

void TestRunningDownloads::endsWhenTheSocketBecomesAnotherUser()
{
    const auto client = startWithTicket(7);
    QVERIFY(client);
    const auto token = m_server->authority.issue(QStringLiteral("bob"), Role::Viewer, 1h);
    QVERIFY(m_server->sessions.signIn(ConnectionId(7), QStringLiteral("192.0.2.1"), token->text).ok());
    m_server->server.tick();
    QVERIFY(!comesToItsEnd(*client));
}

void TestRunningDownloads::endsWhenItIsEncryptedToo()
{
    const TestCertificate certificate;
    HttpOptions options;
    options.tlsMode = TlsMode::Optional;
    options.tlsSource = certificate.source();
    HttpFixture server(options);
    QVERIFY(server.write(BigName, QByteArray(BigSize, 'x')));
    server.rights.setUser(QStringLiteral("alice"), Role::Viewer, true, false);
    TlsClient client(server.port());
    QVERIFY(client.isEncrypted());
    QVERIFY(client.write(RawClient::requestText("GET", BigTarget, server.bearerLine())));
    QVERIFY(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200"));
    server.rights.setUser(QStringLiteral("alice"), Role::Viewer, false, false);
    server.server.tick();
    QVERIFY(client.read(BigSize).size() < BigSize);
    QTRY_COMPARE(server.server.connectionCount(), 0);
}

CS_TEST(TestRunningDownloads)
#include "tst_runningdownloads.moc"

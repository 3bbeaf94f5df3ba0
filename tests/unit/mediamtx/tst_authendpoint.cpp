#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpSocket>
#include <QTimer>

#include "json/writer.h"
#include "mediamtx/authendpoint.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// Remembers what it was asked, and on which thread.
class Recorder final : public StreamAuthority {
public:
    bool admit(const StreamRequest &request) override
    {
        last = request;
        thread = QThread::currentThread();
        ++asked;
        return request.token == u"good";
    }
    StreamRequest last;
    QThread *thread = nullptr;
    std::atomic<int> asked = 0;
};

QByteArray body(const QByteArray &action, const QByteArray &token)
{
    return "{\"ip\":\"127.0.0.1\",\"user\":\"u\",\"password\":\"p\",\"token\":\"" + token + "\",\"action\":\"" + action
           + "\",\"path\":\"camera0\",\"protocol\":\"rtsp\",\"id\":\"7\",\"query\":\"a=1\",\"userAgent\":\"x\"}";
}

}  // namespace

class TestAuthEndpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_authority.asked = 0;
        m_endpoint = std::make_unique<AuthEndpoint>(m_tokens, m_authority);
        QVERIFY(m_endpoint->listen(0).ok());
    }

    void theAuthorityIsAskedWithAllThatIsKnown()
    {
        QCOMPARE(post(body("read", "good")), 200);
        const StreamRequest &got = m_authority.last;
        QCOMPARE(got.ip, QStringLiteral("127.0.0.1"));
        QCOMPARE(got.user, QStringLiteral("u"));
        QCOMPARE(got.password, QStringLiteral("p"));
        QCOMPARE(got.action, QStringLiteral("read"));
        QCOMPARE(got.path, QStringLiteral("camera0"));
        QCOMPARE(got.protocol, QStringLiteral("rtsp"));
        QCOMPARE(got.id, QStringLiteral("7"));
        QCOMPARE(got.query, QStringLiteral("a=1"));
        QCOMPARE(got.userAgent, QStringLiteral("x"));
        QVERIFY(m_authority.thread != QThread::currentThread());
        QCOMPARE(post(body("read", "bad")), 401);
    }

    void ownTokensNeverReachTheAuthority()
    {
        const QString camera = QStringLiteral("camera0");
        QCOMPARE(post(body("read", m_tokens.forReader(camera))), 200);
        QCOMPARE(post(body("publish", m_tokens.forReader(camera))), 401);
        QCOMPARE(post(body("publish", m_tokens.forPublisher(camera))), 200);
        QCOMPARE(post(body("api", m_tokens.forApi())), 200);
        QCOMPARE(m_authority.asked.load(), 0);
    }

    void membersMayBeNullOrMissing()
    {
        QCOMPARE(post(R"({"action":"read","token":"good","id":null,"ip":"127.0.0.1","new":[1]})"), 200);
        QVERIFY(m_authority.last.id.isEmpty());
        QVERIFY(m_authority.last.query.isEmpty());
    }

    void whatIsNoRequestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("token=good");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("number") << QByteArray(R"({"action":"read","token":5})");
        QTest::newRow("no action") << QByteArray(R"({"token":"good"})");
        QTest::newRow("twice") << QByteArray(R"({"action":"read","token":"bad","token":"good"})");
        QTest::newRow("two texts") << body("read", "good") + body("read", "good");
        QTest::newRow("not UTF-8") << QByteArray("{\"action\":\"read\",\"token\":\"good\",\"ip\":\"\xff\"}");
    }

    void whatIsNoRequestIsRefused()
    {
        QFETCH(QByteArray, content);
        QCOMPARE(post(content), 401);
        QCOMPARE(m_authority.asked.load(), 0);
    }

    void onlyTheSecretPathAnswers()
    {
        const QByteArray url = m_endpoint->url();
        const QByteArray base = url.left(url.lastIndexOf('/') + 1);
        QVERIFY(url.size() - base.size() >= 32);
        for (const QByteArray &path : {QByteArray(), QByteArray("x"), url.mid(base.size()).chopped(1),
                                       url.mid(base.size()) + "x", url.mid(base.size()).toUpper() + "A"})
            QCOMPARE(post(body("read", "good"), base + path), 404);
        QCOMPARE(m_authority.asked.load(), 0);
        QCOMPARE(statusOf(m_network.get(QNetworkRequest(QUrl::fromEncoded(url)))), 405);
    }

    void bigBodiesAreCutOff()
    {
        QCOMPARE(post(body("read", "good") + QByteArray(15 * 1024, ' ')), 200);
        QCOMPARE(post(body("read", "good") + QByteArray(16 * 1024, ' ')), 0);
        QCOMPARE(post(QByteArray(4 * 1024 * 1024, 'x')), 0);
        QCOMPARE(m_authority.asked.load(), 1);
    }

    void listensOnLoopbackAndSaysWhenItCannot()
    {
        QVERIFY(m_endpoint->url().startsWith("http://127.0.0.1:"));
        AuthEndpoint second(m_tokens, m_authority);
        const auto result = second.listen(m_endpoint->port());
        QVERIFY(!result.ok());
        QVERIFY(result.error().message.contains(QString::number(m_endpoint->port())));
        QVERIFY(result.error().message.contains(QStringLiteral("in use")));
    }

    void crowdOfSilentConnectionsDoesNotHangIt()
    {
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 150; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->connectToHost(QStringLiteral("127.0.0.1"), m_endpoint->port());
        }
        // Those beyond the limit are turned away at once.
        QTRY_VERIFY(std::any_of(crowd.begin(), crowd.end(), [](const auto &socket) {
            return socket->state() == QAbstractSocket::UnconnectedState;
        }));
        crowd.clear();
        QTRY_COMPARE(post(body("read", "good")), 200);
        m_endpoint->close();
    }

    void crowdThatNeverFinishesItsRequestsLosesItsPlaces()
    {
        AuthEndpoint endpoint(m_tokens, m_authority, std::chrono::milliseconds(300));
        QVERIFY(endpoint.listen(0).ok());
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 100; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            // Never silent, never done.
            connect(crowd.back().get(), &QTcpSocket::connected, crowd.back().get(),
                    [socket = crowd.back().get()] { socket->write("POST / HTTP/1.1\r\nX: "); });
            crowd.back()->connectToHost(QStringLiteral("127.0.0.1"), endpoint.port());
        }
        const auto count = [&crowd](QAbstractSocket::SocketState state) {
            return int(std::count_if(crowd.begin(), crowd.end(),
                                     [state](const auto &socket) { return socket->state() == state; }));
        };
        QTimer trickle;
        connect(&trickle, &QTimer::timeout, this, [&crowd] {
            for (const auto &socket : crowd) {
                if (socket->state() == QAbstractSocket::ConnectedState)
                    socket->write("x");
            }
        });
        trickle.start(50);
        QTRY_COMPARE(count(QAbstractSocket::ConnectedState) + count(QAbstractSocket::UnconnectedState), 100);
        QTRY_COMPARE_WITH_TIMEOUT(post(body("read", "good"), endpoint.url()), 200, 4000);
        QTRY_COMPARE(count(QAbstractSocket::UnconnectedState), 100);
    }

private:
    static int statusOf(QNetworkReply *reply)
    {
        const bool finished = QTest::qWaitFor([reply] { return reply->isFinished(); }, 5000);
        reply->deleteLater();
        return finished ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : -1;
    }
    int post(const QByteArray &content, QByteArray url = {})
    {
        if (url.isEmpty())
            url = m_endpoint->url();
        QNetworkRequest request(QUrl::fromEncoded(url));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        return statusOf(m_network.post(request, content));
    }

    ManualClock m_clock;
    InternalTokens m_tokens{m_clock};
    Recorder m_authority;
    QNetworkAccessManager m_network;
    std::unique_ptr<AuthEndpoint> m_endpoint;
};

CS_TEST(TestAuthEndpoint)
#include "tst_authendpoint.moc"

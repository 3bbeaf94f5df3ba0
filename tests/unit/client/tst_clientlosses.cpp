#include <QSignalSpy>
#include <QTcpServer>

#include "api/allmethods.h"
#include "client/connectionerror.h"
#include "support/testprogram.h"
#include "unit/client/clientfixture.h"

using namespace cs;
using namespace std::chrono_literals;

// What a client does when the service is silent, goes away, or comes back.
class TstClientLosses : public ClientFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void silenceEndsACallButNotTheConnection()
    {
        m_service->on(QStringLiteral("get_status"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        make();
        QVERIFY(openNow().ok());
        const auto silent = m_client->call<api::GetStatus>({}, 20ms);
        QVERIFY(isDone(silent));
        QVERIFY(isConnectionError(resultOf(silent).error()));
        QVERIFY(resultOf(silent).error().message.contains(QLatin1String("get_status within 0.02 s")));
        // Its answer after all: too late, and no trouble.
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":1,"result":{}})");
        QCOMPARE(callNow<api::Ping>().value(), QStringLiteral("pong"));
    }

    void lostConnectionAnswersEveryCall()
    {
        m_service->on(QStringLiteral("get_status"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        make();
        QVERIFY(openNow().ok());
        QSignalSpy gaveUp(m_client.get(), &Client::gaveUp);
        std::vector<Async<api::SystemHealth>> calls;
        for (int i = 0; i < 5; ++i)
            calls.push_back(m_client->call<api::GetStatus>());
        QTRY_COMPARE(m_service->countOf(QStringLiteral("get_status")), 5);
        m_service->dropConnections();
        for (const auto &call : calls) {
            QVERIFY(isDone(call));
            QVERIFY(isConnectionError(resultOf(call).error()));
        }
        QCOMPARE(gaveUp.count(), 1);
        QCOMPARE(m_client->state(), Client::State::Closed);
    }

    void deletionAnswersEveryCall()
    {
        m_service->on(QStringLiteral("get_status"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        make();
        QVERIFY(openNow().ok());
        const auto call = m_client->call<api::GetStatus>();
        m_client.reset();
        QVERIFY(call.isFinished());
        QCOMPARE(resultOf(call).error().code, ErrorCode::Cancelled);
    }

    void callWithoutConnectionFailsAtOnce()
    {
        make();
        const auto call = m_client->call<api::Ping>();
        QVERIFY(call.isFinished());
        QVERIFY(isConnectionError(resultOf(call).error()));
    }

    void firstConnectionIsTriedOnce()
    {
        m_service->stopListening();
        make(quickRetries(RetryPolicy::forEver));
        QSignalSpy retrying(m_client.get(), &Client::retrying);
        QVERIFY(isConnectionError(openNow().error()));
        QCOMPARE(retrying.count(), 0);
    }

    void signsInAgainWithARenewedTokenAfterALoss()
    {
        m_service->requireToken(QStringLiteral("good"));
        make(quickRetries(RetryPolicy::forEver), &m_tokens);
        QVERIFY(openNow().ok());
        QSignalSpy ready(m_client.get(), &Client::ready);
        QSignalSpy lost(m_client.get(), &Client::lost);
        m_service->requireToken(QStringLiteral("renewed"));
        m_tokens.text = QStringLiteral("renewed");
        m_service->dropConnections();
        QVERIFY(ready.wait());
        QCOMPARE(lost.count(), 1);
        QCOMPARE(m_tokens.asked, 2);
        QVERIFY(callNow<api::Ping>().ok());
    }

    void refusedSignInAfterALossIsTheEnd()
    {
        m_service->requireToken(QStringLiteral("good"));
        make(quickRetries(RetryPolicy::forEver), &m_tokens);
        QVERIFY(openNow().ok());
        QSignalSpy gaveUp(m_client.get(), &Client::gaveUp);
        m_service->requireToken(QStringLiteral("other"));
        m_service->dropConnections();
        QVERIFY(gaveUp.wait());
        QCOMPARE(m_client->state(), Client::State::Closed);
    }

    void comesBackWhenTheServiceDoes()
    {
        make(quickRetries(RetryPolicy::forEver));
        QVERIFY(openNow().ok());
        QSignalSpy retrying(m_client.get(), &Client::retrying);
        QSignalSpy ready(m_client.get(), &Client::ready);
        m_service->stopListening();
        m_service->dropConnections();
        QTRY_VERIFY(retrying.count() > 3);
        QCOMPARE(ready.count(), 0);
        m_service->listenAgain();
        QTRY_COMPARE(ready.count(), 1);
    }

    void givesUpAfterItsTries()
    {
        make(quickRetries(3));
        QVERIFY(openNow().ok());
        QSignalSpy retrying(m_client.get(), &Client::retrying);
        QSignalSpy gaveUp(m_client.get(), &Client::gaveUp);
        m_service->stopListening();
        m_service->dropConnections();
        QVERIFY(gaveUp.wait());
        QCOMPARE(retrying.count(), 3);
    }

    void endedSessionIsMadeAnew()
    {
        m_service->requireToken(QStringLiteral("good"));
        make(quickRetries(1), &m_tokens);
        QVERIFY(openNow().ok());
        QSignalSpy ready(m_client.get(), &Client::ready);
        m_service->notify(QStringLiteral("session.ended"), R"({"session_id":"s1","reason":"expired"})");
        QVERIFY(ready.wait());
        QCOMPARE(m_tokens.asked, 2);
    }

    void silentConnectionIsLost()
    {
        m_service->on(QStringLiteral("ping"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        ClientOptions options;
        options.keepAlive = 20ms;
        options.keepAliveAnswer = 20ms;
        make(options);
        QVERIFY(openNow().ok());
        QSignalSpy lost(m_client.get(), &Client::lost);
        QVERIFY(lost.wait());
        QCOMPARE(m_service->countOf(QStringLiteral("ping")), 1);
    }

    void deadAddressEndsAtTheConnectTimeout()
    {
        // Listens, so that the connection is made, but never answers the upgrade request.
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        ClientOptions options;
        options.connectTimeout = 30ms;
        const QUrl url(QStringLiteral("ws://127.0.0.1:%1/ws").arg(mute.serverPort()));
        m_client = std::make_unique<Client>(std::make_unique<WebSocketTransport>(url), nullptr, options);
        QVERIFY(isConnectionError(openNow().error()));
    }

    void peerThatSpeaksSomethingElseIsLeft()
    {
        make();
        QVERIFY(openNow().ok());
        QSignalSpy lost(m_client.get(), &Client::lost);
        m_service->sendRaw("hello?");
        QVERIFY(lost.wait());
    }

    void errorWithoutIdEndsWhatIsUnderWay()
    {
        m_service->on(QStringLiteral("get_status"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        make();
        QVERIFY(openNow().ok());
        const auto call = m_client->call<api::GetStatus>();
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}})");
        QVERIFY(isDone(call));
        QVERIFY(!resultOf(call).ok());
        QCOMPARE(callNow<api::Ping>().value(), QStringLiteral("pong"));
    }

    void canBeOpenedAgain()
    {
        make();
        QVERIFY(openNow().ok());
        m_client->close();
        QCOMPARE(m_client->state(), Client::State::Closed);
        QVERIFY(openNow().ok());
        QVERIFY(callNow<api::Ping>().ok());
    }
};

CS_TEST(TstClientLosses)
#include "tst_clientlosses.moc"

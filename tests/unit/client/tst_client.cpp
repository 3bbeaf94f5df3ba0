#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include "api/allmethods.h"
#include "client/client.h"
#include "client/connectionerror.h"
#include "client/localsockettransport.h"
#include "client/remoteerror.h"
#include "client/websockettransport.h"
#include "unit/client/cannedanswers.h"
#include "unit/client/fakeservice.h"

using namespace cs;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(cs::Error)

namespace {

// Gives out what a test set last, like a file that is renewed.
class Tokens final : public CredentialSource {
public:
    QString text = QStringLiteral("good");
    int asked = 0;
    Async<QString> token() override
    {
        ++asked;
        if (text.isEmpty())
            return failed<QString>({ErrorCode::Unauthenticated, QStringLiteral("no token"), {}});
        return ready<QString>(text);
    }
};

ClientOptions quickRetries(int tries)
{
    ClientOptions options;
    options.retry = {tries, 1ms, 2ms};
    return options;
}

template<class T>
bool isDone(const QFuture<T> &future)
{
    return QTest::qWaitFor([&] { return future.isFinished(); });
}

}  // namespace

class TstClient : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<Client> m_client;
    Tokens m_tokens;

    void make(ClientOptions options = {}, CredentialSource *credentials = nullptr)
    {
        m_client = std::make_unique<Client>(std::make_unique<WebSocketTransport>(m_service->url()), credentials, options);
    }
    Result<Done> openNow()
    {
        const auto opened = m_client->open();
        return isDone(opened) ? resultOf(opened) : Error::internal(QStringLiteral("open() never ended"));
    }
    template<api::Method M>
    Result<typename M::Reply> callNow(const typename M::Params &params = {})
    {
        const auto answer = m_client->call<M>(params);
        return isDone(answer) ? resultOf(answer) : Error::internal(QStringLiteral("never answered"));
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<cs::Error>("cs::Error"); }
    void init()
    {
        m_service = std::make_unique<FakeService>();
        m_service->on(QStringLiteral("ping"), "\"pong\"");
        m_tokens = {};
    }
    void cleanup()
    {
        m_client.reset();
        m_service.reset();
    }

    void callGoesOverEitherTransport_data()
    {
        QTest::addColumn<bool>("local");
        QTest::newRow("Unix socket") << true;
        QTest::newRow("WebSocket") << false;
    }
    void callGoesOverEitherTransport()
    {
        QFETCH(bool, local);
        if (local)
            m_client = std::make_unique<Client>(std::make_unique<LocalSocketTransport>(m_service->socketPath()), nullptr);
        else
            make();
        QVERIFY(openNow().ok());
        QCOMPARE(callNow<api::Ping>().value(), QStringLiteral("pong"));
        m_service->on(QStringLiteral("issue_token"), canned::token());
        const auto reply = callNow<api::IssueToken>({QStringLiteral("ann"), Role::Operator, 60});
        QCOMPARE(reply->token, QStringLiteral("a.b.c"));
        QCOMPARE(m_service->lastParams(QStringLiteral("issue_token")),
                 (QJsonObject{{"user_id", "ann"}, {"role", "operator"}, {"expires_in", 60}}));
    }

    void errorKeepsNumberMessageAndData_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("code");
        QTest::newRow("invalid params") << rpccode::InvalidParams << int(ErrorCode::InvalidParams);
        QTest::newRow("no session") << rpccode::Unauthenticated << int(ErrorCode::Unauthenticated);
        QTest::newRow("denied") << rpccode::PermissionDenied << int(ErrorCode::PermissionDenied);
        QTest::newRow("not found") << rpccode::NotFound << int(ErrorCode::NotFound);
        QTest::newRow("state") << rpccode::InvalidState << int(ErrorCode::InvalidState);
        QTest::newRow("unsupported") << rpccode::Unsupported << int(ErrorCode::Unsupported);
        QTest::newRow("no method") << rpccode::MethodNotFound << int(ErrorCode::Unsupported);
        QTest::newRow("rate") << rpccode::RateLimited << int(ErrorCode::RateLimited);
        QTest::newRow("dependency") << rpccode::DependencyFailed << int(ErrorCode::DependencyFailed);
        QTest::newRow("internal") << rpccode::Internal << int(ErrorCode::Internal);
        QTest::newRow("of tomorrow") << -31999 << int(ErrorCode::Internal);
    }
    void errorKeepsNumberMessageAndData()
    {
        QFETCH(int, number);
        QFETCH(int, code);
        const QJsonObject data{{"hint", "do this"}, {"dependency", "connection"}};
        m_service->on(QStringLiteral("get_status"),
                      [&](const QJsonObject &) { return ErrorObject{number, QStringLiteral("it broke"), data}; });
        make();
        QVERIFY(openNow().ok());
        const auto reply = callNow<api::GetStatus>();
        QVERIFY(!reply.ok());
        QCOMPARE(int(reply.error().code), code);
        QVERIFY2(!isConnectionError(reply.error()), "the service cannot pass its errors off as ours");
        const auto remote = remoteErrorOf(reply.error());
        QVERIFY(remote);
        QCOMPARE(remote->code, number);
        QCOMPARE(remote->message, QStringLiteral("it broke"));
        QCOMPARE(remote->data, data);
    }

    void answersMayComeInAnyOrder()
    {
        make();
        QVERIFY(openNow().ok());
        m_service->on(QStringLiteral("a"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        m_service->on(QStringLiteral("b"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        const auto first = m_client->callRaw(QStringLiteral("a"), {});
        const auto second = m_client->callRaw(QStringLiteral("b"), {});
        QTRY_COMPARE(m_service->countOf(QStringLiteral("b")), 1);
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":2,"result":"of b"})");
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":1,"result":"of a"})");
        QVERIFY(isDone(first));
        QCOMPARE(*resultOf(first), QByteArray("\"of a\""));
        QCOMPARE(*resultOf(second), QByteArray("\"of b\""));
    }

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

    void notificationsComeWithTopicAndParams()
    {
        make();
        QVERIFY(openNow().ok());
        QSignalSpy spy(m_client.get(), &Client::notification);
        const QByteArray params = R"({"device":"camera0","seq":12345678901234567890})";
        m_service->notify(QStringLiteral("camera.connected"), params);
        QVERIFY(spy.wait());
        QCOMPARE(spy.at(0).at(0).toString(), QStringLiteral("camera.connected"));
        QCOMPARE(spy.at(0).at(1).toByteArray(), params);
    }

    void signsInBeforeItIsReady()
    {
        m_service->requireToken(QStringLiteral("good"));
        make({}, &m_tokens);
        QVERIFY(openNow().ok());
        QVERIFY(m_client->session()->role == Role::Admin);
        QCOMPARE(m_service->calls().front().method, QStringLiteral("authenticate"));
        QVERIFY(callNow<api::Ping>().ok());
    }

    void wrongTokenFailsTheOpeningWithTheServicesError()
    {
        m_service->requireToken(QStringLiteral("other"));
        make(quickRetries(RetryPolicy::forEver), &m_tokens);
        const auto opened = openNow();
        QCOMPARE(opened.error().code, ErrorCode::Unauthenticated);
        QCOMPARE(remoteErrorOf(opened.error())->data.value(QLatin1String("reason")).toString(), QStringLiteral("bad token"));
        QCOMPARE(m_service->connectionsSoFar(), 1);
    }

    void missingTokenFailsTheOpening()
    {
        m_tokens.text.clear();
        make({}, &m_tokens);
        QCOMPARE(openNow().error().message, QStringLiteral("no token"));
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

    void answerOfAnotherShapeIsAnError()
    {
        m_service->on(QStringLiteral("get_camera_list"), R"({"cameras":"none"})");
        make();
        QVERIFY(openNow().ok());
        const auto reply = callNow<api::GetCameraList>();
        QCOMPARE(reply.error().code, ErrorCode::Internal);
        QVERIFY(reply.error().message.contains(QLatin1String("get_camera_list")));
    }

    void peerThatSpeaksSomethingElseIsLeft()
    {
        make();
        QVERIFY(openNow().ok());
        QSignalSpy lost(m_client.get(), &Client::lost);
        m_service->sendRaw("hello?");
        QVERIFY(lost.wait());
    }

    void answerNobodyWaitsForIsIgnored()
    {
        make();
        QVERIFY(openNow().ok());
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":99,"result":{}})");
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}})");
        QVERIFY(callNow<api::Ping>().ok());
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

QTEST_GUILESS_MAIN(TstClient)
#include "tst_client.moc"

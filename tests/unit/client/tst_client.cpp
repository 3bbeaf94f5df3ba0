#include <QSignalSpy>

#include "api/allmethods.h"
#include "client/connectionerror.h"
#include "client/localsockettransport.h"
#include "client/remoteerror.h"
#include "support/testprogram.h"
#include "unit/client/cannedanswers.h"
#include "unit/client/clientfixture.h"

using namespace cs;

class TstClient : public ClientFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

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
            m_client = std::make_unique<Client>(std::make_unique<LocalSocketTransport>(m_service->socketPath()),
                                                nullptr);
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
        m_service->on(QStringLiteral("get_status"), [&](const QJsonObject &) {
            return ErrorObject{number, QStringLiteral("it broke"), data};
        });
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
        QCOMPARE(remoteErrorOf(opened.error())->data.value(QLatin1String("reason")).toString(),
                 QStringLiteral("bad token"));
        QCOMPARE(m_service->connectionsSoFar(), 1);
    }

    void missingTokenFailsTheOpening()
    {
        m_tokens.text.clear();
        make({}, &m_tokens);
        QCOMPARE(openNow().error().message, QStringLiteral("no token"));
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

    void answerNobodyWaitsForIsIgnored()
    {
        make();
        QVERIFY(openNow().ok());
        m_service->sendRaw(R"({"jsonrpc":"2.0","id":99,"result":{}})");
        QVERIFY(callNow<api::Ping>().ok());
    }
};

CS_TEST(TstClient)
#include "moc_clientfixture.cpp"
#include "tst_client.moc"

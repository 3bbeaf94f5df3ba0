#include <QSignalSpy>
#include <QTest>

#include "api/cameras.h"
#include "api/server.h"
#include "client/callscope.h"
#include "client/connectionerror.h"
#include "client/session.h"
#include "support/quoted.h"
#include "support/scriptedservice.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;
using namespace std::chrono_literals;
using State = Session::State;

class TestSession : public QObject {
    Q_OBJECT

    void make(SessionOptions options = scriptedOptions())
    {
        m_session = std::make_unique<Session>(m_service->transports(), options);
        connect(m_session.get(), &Session::stateChanged, this,
                [this](State state, const Error &) { m_states.push_back(state); });
        connect(m_session.get(), &Session::refreshTokenChanged, this,
                [this](const QString &token) { m_tokens.push_back(token); });
    }
    bool reaches(State state)
    {
        return QTest::qWaitFor([&] { return m_session->state() == state; });
    }
    Trouble trouble() const { return troubleOf(m_session->reason()); }

    std::unique_ptr<ScriptedService> m_service;
    std::unique_ptr<Session> m_session;
    std::vector<State> m_states;
    QStringList m_tokens;

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<ScriptedService>();
        m_states.clear();
        m_tokens.clear();
        make();
    }
    void cleanup()
    {
        m_session.reset();
        m_service.reset();
    }

    void signsInWithNameAndPassword()
    {
        QVERIFY(goLive(*m_session));
        QCOMPARE(m_states, (std::vector{State::Connecting, State::SigningIn, State::Live}));
        QCOMPARE(m_service->lastParams("login").value("username").toString(), QStringLiteral("alice"));
        QVERIFY(!m_service->lastParams("login").contains("totp_code"));
        QCOMPARE(m_tokens, QStringList{m_service->refreshToken()});
        QVERIFY(m_session->has(Role::Admin));
    }

    void refusedPasswordEndsSignedOutAfterOneTry()
    {
        m_service->on("login", [](const QJsonObject &) -> ScriptedService::Answer {
            return ScriptedService::unauthenticated("the name or the password is wrong");
        });
        m_session->signIn(scriptedAddress(), {"alice", "wrong", {}});
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(trouble(), Trouble::WrongPassword);
        QTest::qWait(20);
        QCOMPARE(m_service->countOf("login"), 1);
        QVERIFY(!m_session->role());
    }

    void unreachableServiceEndsTheSignIn()
    {
        m_service->refuses = true;
        m_session->signIn(scriptedAddress(), {"alice", "right", {}});
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(trouble(), Trouble::Unreachable);
    }

    void secondFactorIsToldFromAWrongPassword()
    {
        m_service->on("login", [](const QJsonObject &params) -> ScriptedService::Answer {
            return ScriptedService::unauthenticated(params.contains("totp_code")
                                                        ? "the code is wrong, or was used before"
                                                        : "a code of the authenticator is required (totp_code)");
        });
        m_session->signIn(scriptedAddress(), {"alice", "right", {}});
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(trouble(), Trouble::SecondFactorNeeded);
        m_session->signIn(scriptedAddress(), {"alice", "right", "123456"});
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(trouble(), Trouble::SecondFactorWrong);
    }

    void tooManyTriesHaveTheirOwnWord()
    {
        m_service->on("login", [](const QJsonObject &) -> ScriptedService::Answer {
            return ErrorObject{rpccode::RateLimited, QStringLiteral("rate limited"), {{"retry_after_ms", 1000}}};
        });
        m_session->signIn(scriptedAddress(), {"alice", "right", {}});
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(trouble(), Trouble::TooManyTries);
    }

    void forcedPasswordChangeComesBeforeLive()
    {
        m_service->mustChange = true;
        m_service->on("change_password", [this](const QJsonObject &params) -> ScriptedService::Answer {
            if (params.value("old_password") != "right")
                return ErrorObject{rpccode::InvalidParams, QStringLiteral("bad"), {{"param", "old_password"}}};
            m_service->mustChange = false;
            return quoted("{'changed':true}");
        });
        QSignalSpy required(m_session.get(), &Session::passwordChangeRequired);
        m_session->signIn(scriptedAddress(), {"alice", "right", {}});
        QVERIFY(required.wait());
        QCOMPARE(m_session->state(), State::SigningIn);
        QVERIFY(!waitFor(m_session->changePassword("guess", "new")).ok());
        QCOMPARE(m_session->state(), State::SigningIn);
        QVERIFY(waitFor(m_session->changePassword("right", "new")).ok());
        QVERIFY(reaches(State::Live));
        // The access token said that a change is due, so both are replaced.
        QTRY_COMPARE(m_tokens.last(), m_service->refreshToken());
        QCOMPARE(m_service->countOf("refresh_token"), 1);
    }

    void lostConnectionComesBackWithoutLosingTheRefreshToken()
    {
        QVERIFY(goLive(*m_session));
        m_states.clear();
        m_service->drop();
        QCOMPARE(m_session->state(), State::Reconnecting);
        QVERIFY(reaches(State::Live));
        QCOMPARE(m_states.back(), State::Live);
        QCOMPARE(m_service->lastParams("authenticate").value("auth_token").toString(), QStringLiteral("access-1"));
        QCOMPARE(m_service->countOf("refresh_token"), 0);
    }

    void refusedAccessTokenIsFollowedByTheRefreshToken()
    {
        QVERIFY(goLive(*m_session));
        m_service->on("authenticate", [](const QJsonObject &) -> ScriptedService::Answer {
            return ScriptedService::unauthenticated("expired");
        });
        m_service->drop();
        QVERIFY(reaches(State::Live));
        QCOMPARE(m_service->countOf("refresh_token"), 1);
        QCOMPARE(m_tokens.last(), m_service->refreshToken());
    }

    void callsFailAtOnceWhileTheConnectionIsLost()
    {
        QVERIFY(goLive(*m_session));
        m_service->on("get_server_info",
                      [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        const auto under = m_session->call<api::GetServerInfo>();
        m_service->refuses = true;
        m_service->drop();
        QVERIFY(under.isFinished());
        QVERIFY(isConnectionError(resultOf(under).error()));
        const auto after = m_session->call<api::GetServerInfo>();
        QVERIFY(after.isFinished());
        QVERIFY(isConnectionError(resultOf(after).error()));
    }

    void retriesForEverWhileSignedIn()
    {
        QVERIFY(goLive(*m_session));
        QSignalSpy retrying(m_session.get(), &Session::retrying);
        m_service->refuses = true;
        m_service->drop();
        QTRY_VERIFY(retrying.count() > 10);
        QCOMPARE(m_session->state(), State::Reconnecting);
        m_service->refuses = false;
        QVERIFY(reaches(State::Live));
    }

    void expiredSessionIsRenewedOnItsConnection()
    {
        QVERIFY(goLive(*m_session));
        m_service->on("authenticate", [](const QJsonObject &) -> ScriptedService::Answer {
            return ScriptedService::unauthenticated("expired");
        });
        m_states.clear();
        m_service->notify("session.ended", quoted("{'session_id':'s1','code':'expired','reason':'expired'}"));
        QTRY_COMPARE(m_states, (std::vector{State::Reconnecting, State::Live}));
        QCOMPARE(m_service->connectionsSoFar(), 1);
    }

    void endOfASessionIsToldByItsCode_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<Trouble>("trouble");
        QTest::newRow("admin") << QByteArray("ended_by_admin") << Trouble::EndedByAdmin;
        QTest::newRow("elsewhere") << QByteArray("ended_by_user") << Trouble::EndedByUser;
        QTest::newRow("disabled") << QByteArray("user_disabled") << Trouble::UserDisabled;
        QTest::newRow("removed") << QByteArray("user_removed") << Trouble::UserDisabled;
        QTest::newRow("password") << QByteArray("password_changed") << Trouble::PasswordChanged;
        QTest::newRow("another") << QByteArray("too_many_sessions") << Trouble::SignInOver;
        QTest::newRow("expired") << QByteArray("expired") << Trouble::SignInOver;
    }
    void endOfASessionIsToldByItsCode()
    {
        QFETCH(QByteArray, code);
        QFETCH(Trouble, trouble);
        QVERIFY(goLive(*m_session));
        for (const char *method : {"authenticate", "refresh_token"}) {
            m_service->on(method, [](const QJsonObject &) -> ScriptedService::Answer {
                return ScriptedService::unauthenticated("the refresh token is not known, or not any more");
            });
        }
        m_service->notify("session.ended",
                          quoted("{'session_id':'s1','reason':'in any words','code':'") + code + "\"}");
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(this->trouble(), trouble);
        // Of no use any more.
        QCOMPARE(m_tokens.last(), QString());
        QTest::qWait(20);
        QCOMPARE(m_service->countOf("refresh_token"), 1);
    }

    void rememberedSignInIsTriedUntilTheServiceIsThere()
    {
        m_service->refuses = true;
        QSignalSpy retrying(m_session.get(), &Session::retrying);
        m_session->resume(scriptedAddress(), "alice", m_service->refreshToken());
        QTRY_VERIFY(retrying.count() > 3);
        QCOMPARE(m_session->state(), State::Reconnecting);
        m_service->refuses = false;
        QVERIFY(reaches(State::Live));
        QCOMPARE(m_service->countOf("login"), 0);
        QCOMPARE(m_session->userName(), QStringLiteral("alice"));
    }

    void rememberedSignInThatIsOverEndsSignedOut()
    {
        m_session->resume(scriptedAddress(), "alice", "old");
        QVERIFY(reaches(State::SignedOut));
        QCOMPARE(trouble(), Trouble::SignInOver);
        QCOMPARE(m_tokens, QStringList{QString()});
    }

    void tokensAreRenewedBeforeTheyEnd()
    {
        m_session.reset();
        SessionOptions options = scriptedOptions();
        options.renewEarly = true;
        make(options);
        m_service->expiresIn = 1;
        QVERIFY(goLive(*m_session));
        m_states.clear();
        m_service->expiresIn = 900;
        QTRY_COMPARE(m_tokens.size(), 2);
        // Nobody sees anything of it.
        QVERIFY(m_states.empty());
        QVERIFY(m_session->isLive());
    }

    void signOutEndsTheLoginAtTheService()
    {
        QVERIFY(goLive(*m_session));
        m_session->signOut();
        QCOMPARE(m_session->state(), State::SignedOut);
        QCOMPARE(trouble(), Trouble::Cancelled);
        QCOMPARE(m_tokens.last(), QString());
        QTRY_COMPARE(m_service->countOf("logout"), 1);
        QTest::qWait(20);
        QCOMPARE(m_session->state(), State::SignedOut);
        QCOMPARE(m_service->connectionsSoFar(), 1);
    }

    void signOutInsideASignalIsSafe()
    {
        connect(m_session.get(), &Session::refreshTokenChanged, this, [this](const QString &token) {
            if (!token.isEmpty())
                m_session->signOut();
        });
        m_session->signIn(scriptedAddress(), {"alice", "right", {}});
        QTRY_COMPARE(m_session->state(), State::SignedOut);
        QTest::qWait(20);
        QCOMPARE(m_session->state(), State::SignedOut);
    }

    void anotherSignInReplacesTheFirst()
    {
        QVERIFY(goLive(*m_session));
        m_session->signIn(scriptedAddress(), {"bob", "right", {}});
        QVERIFY(reaches(State::Live));
        QCOMPARE(m_session->userName(), QStringLiteral("bob"));
        QCOMPARE(m_service->lastParams("login").value("username").toString(), QStringLiteral("bob"));
    }

    void changedRoleIsTold()
    {
        QVERIFY(goLive(*m_session));
        QSignalSpy changed(m_session.get(), &Session::roleChanged);
        m_service->role = "viewer";
        m_service->drop();
        QVERIFY(changed.wait());
        QVERIFY(!m_session->has(Role::Operator));
    }

    void callsOfAScopeEndWithIt()
    {
        QVERIFY(goLive(*m_session));
        m_service->on("get_server_info",
                      [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        auto scope = std::make_unique<CallScope>(*m_session);
        bool asked = false;
        scope->ask<api::GetServerInfo>({}, [&asked](const auto &) { asked = true; });
        const auto called = scope->call<api::GetServerInfo>();
        QCOMPARE(scope->count(), 2);
        scope.reset();
        QVERIFY(called.isFinished());
        QVERIFY(resultOf(called).error().code == ErrorCode::Cancelled);
        QVERIFY(!asked);
    }

    void everyCallHasADeadline()
    {
        QVERIFY(goLive(*m_session));
        m_service->on("get_server_info",
                      [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        const auto result = waitFor(m_session->call<api::GetServerInfo>({}, 20ms));
        QVERIFY(!result.ok());
        QVERIFY(isConnectionError(result.error()));
        QVERIFY(m_session->isLive());
    }

    void silentConnectionIsNoticed()
    {
        m_session.reset();
        SessionOptions options = scriptedOptions();
        options.client.keepAlive = 20ms;
        options.client.keepAliveAnswer = 30ms;
        make(options);
        QVERIFY(goLive(*m_session));
        m_service->on("ping",
                      [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        QTRY_COMPARE(m_session->state(), State::Reconnecting);
    }

    void consoleNoticesALossWithinFiveSeconds()
    {
        const ClientOptions options = consoleConnection();
        // Heard of just before the cut, asked at the second beat after it.
        QVERIFY(2 * options.keepAlive + options.keepAliveAnswer < 5s);
    }
};

CS_TEST(TestSession)
#include "tst_session.moc"

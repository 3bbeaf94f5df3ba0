#include <unistd.h>

#include <QJsonArray>

#include <sodium.h>

#include "auth/totp.h"
#include "base/systemuser.h"
#include "support/testprogram.h"
#include "unit/methods/accountmethodsrig.h"

using namespace cs;
using namespace std::chrono_literals;

class TestAccountMethods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void loginSignsThisSocketInAndNoOther();
    void wrongLoginIsOneErrorAndKeepsTheSession();
    void refreshTokenSignsInAnywhere();
    void accessTokenWorksInAuthenticate();
    void logoutEndsTheSessionAndItsTokens();
    void mustChangeSessionCanOnlyChangeThePassword();
    void changingThePasswordKeepsThisSocketAlone();
    void connectionThatClosesDuringLoginLeavesNothing();
    void usersAreKeptByAdminsAlone();
    void usersAreMadeListedChangedAndRemoved();
    void namesOfTheAuditTrailAreNoUsers_data();
    void namesOfTheAuditTrailAreNoUsers();
    void listGoesOnAtItsCursor();
    void lastAdminIsKept();
    void sessionsAreListedToTheirOwnersAndAdmins();
    void sessionIsEndedByItsOwnerOrAnAdmin();
    void ownSessionCanBeEndedToo();
    void adminOfSomeCamerasAdministersNobody();
    void secondFactorIsSetUpAndTakenAway();
    void noAnswerHoldsAStoredSecret();

private:
    std::unique_ptr<AccountMethodsRig> m_rig;
};

void TestAccountMethods::init()
{
    m_rig = std::make_unique<AccountMethodsRig>();
    m_rig->identity.addUser("root", Role::Admin);
    m_rig->identity.addUser("alice", Role::Operator);
    for (quint64 socket = 1; socket <= 3; ++socket)
        m_rig->open(socket);
}

void TestAccountMethods::loginSignsThisSocketInAndNoOther()
{
    const QJsonObject login = m_rig->login(1, "Alice");
    QVERIFY(login.value("authenticated").toBool());
    QCOMPARE(login.value("role").toString(), QString("operator"));
    QCOMPARE(login.value("permissions").toArray(), QJsonArray({"view", "control"}));
    QCOMPARE(login.value("expires_in").toInt(), 900);
    QVERIFY(!login.value("must_change_password").toBool());
    for (const char *member : {"expires_at", "session_id", "access_token", "refresh_token"})
        QVERIFY2(!login.value(QLatin1String(member)).toString().isEmpty(), member);
    QVERIFY(m_rig->errorOf(1, "list_sessions") == 0);
    QCOMPARE(m_rig->errorOf(2, "list_sessions"), -32001);
}

void TestAccountMethods::wrongLoginIsOneErrorAndKeepsTheSession()
{
    const QJsonObject login = m_rig->login(1, "alice");
    for (const char *name : {"alice", "nobody", "no such name"}) {
        const QJsonObject answer = m_rig->call(1, "login", {{"username", name}, {"password", "wrong-otter-1"}});
        QCOMPARE(errorCode(answer), -32001);
        QCOMPARE(errorData(answer).value("reason").toString(), QString("the name or the password is wrong"));
    }
    const QJsonArray sessions = m_rig->result(1, "list_sessions").value("sessions").toArray();
    QCOMPARE(sessions.at(0).toObject().value("session_id"), login.value("session_id"));
}

void TestAccountMethods::refreshTokenSignsInAnywhere()
{
    const QJsonObject login = m_rig->login(1, "alice");
    const QJsonObject renewed = m_rig->result(2, "refresh_token", {{"refresh_token", login.value("refresh_token")}});
    QVERIFY(renewed.value("session_id") != login.value("session_id"));
    QVERIFY(renewed.value("refresh_token") != login.value("refresh_token"));
    QVERIFY(m_rig->identity.isSignedIn(1) && m_rig->identity.isSignedIn(2));
    // On its own socket a renewal goes on with the session.
    const QJsonObject again = m_rig->result(2, "refresh_token", {{"refresh_token", renewed.value("refresh_token")}});
    QCOMPARE(again.value("session_id"), renewed.value("session_id"));
    QCOMPARE(m_rig->errorOf(3, "refresh_token", {{"refresh_token", login.value("refresh_token")}}), -32001);
    QVERIFY(!m_rig->identity.isSignedIn(1) && !m_rig->identity.isSignedIn(2));
}

void TestAccountMethods::accessTokenWorksInAuthenticate()
{
    const QJsonObject login = m_rig->login(1, "alice");
    const QJsonObject other = m_rig->result(2, "authenticate", {{"auth_token", login.value("access_token")}});
    QCOMPARE(other.value("role").toString(), QString("operator"));
    QCOMPARE(other.value("expires_at"), login.value("expires_at"));
    m_rig->result(1, "logout");
    QVERIFY(!m_rig->identity.isSignedIn(2));
    QCOMPARE(m_rig->errorOf(3, "authenticate", {{"auth_token", login.value("access_token")}}), -32001);
}

void TestAccountMethods::logoutEndsTheSessionAndItsTokens()
{
    const QJsonObject login = m_rig->login(1, "alice");
    m_rig->login(2, "alice");
    QVERIFY(m_rig->result(1, "logout").value("logged_out").toBool());
    QCOMPARE(m_rig->errorOf(1, "list_sessions"), -32001);
    QCOMPARE(m_rig->errorOf(1, "refresh_token", {{"refresh_token", login.value("refresh_token")}}), -32001);
    QVERIFY(m_rig->identity.isSignedIn(2));
    QCOMPARE(m_rig->order, QStringList("1 ended: logged out"));
}

void TestAccountMethods::mustChangeSessionCanOnlyChangeThePassword()
{
    m_rig->login(1, "root");
    const QJsonObject made = m_rig->result(1, "create_user", {{"username", "bob"}, {"role", "admin"}});
    const QString initial = made.value("initial_password").toString();
    QVERIFY(made.value("must_change_password").toBool() && !initial.isEmpty());
    const QJsonObject login = m_rig->login(2, "bob", initial);
    QVERIFY(login.value("must_change_password").toBool());
    QCOMPARE(m_rig->errorOf(2, "list_users"), -32001);
    QCOMPARE(m_rig->errorOf(2, "list_sessions"), -32001);
    m_rig->result(3, "authenticate", {{"auth_token", login.value("access_token")}});
    QCOMPARE(m_rig->errorOf(3, "list_users"), -32001);
    QVERIFY(m_rig->result(2, "change_password", {{"old_password", initial}, {"new_password", "orange-otter-16"}})
                .value("changed")
                .toBool());
    QCOMPARE(m_rig->errorOf(2, "list_users"), 0);
    QVERIFY(!m_rig->login(3, "bob", "orange-otter-16").value("must_change_password").toBool());
}

void TestAccountMethods::changingThePasswordKeepsThisSocketAlone()
{
    const QJsonObject first = m_rig->login(1, "alice");
    const QJsonObject second = m_rig->login(2, "alice");
    const QJsonObject wrong = m_rig->call(1, "change_password",
                                          {{"old_password", "wrong-otter-1"}, {"new_password", "orange-otter-16"}});
    QCOMPARE(errorCode(wrong), -32602);
    QCOMPARE(errorData(wrong).value("param").toString(), QString("old_password"));
    QVERIFY(m_rig
                ->result(1, "change_password",
                         {{"old_password", IdentityRig::Password}, {"new_password", "orange-otter-16"}})
                .value("changed")
                .toBool());
    QVERIFY(m_rig->identity.isSignedIn(1) && !m_rig->identity.isSignedIn(2));
    QCOMPARE(m_rig->errorOf(2, "refresh_token", {{"refresh_token", second.value("refresh_token")}}), -32001);
    QCOMPARE(m_rig->errorOf(1, "refresh_token", {{"refresh_token", first.value("refresh_token")}}), 0);
}

void TestAccountMethods::connectionThatClosesDuringLoginLeavesNothing()
{
    m_rig->send(1, "login", {{"username", "alice"}, {"password", IdentityRig::Password}});
    m_rig->close(1);
    QTRY_VERIFY(m_rig->identity.hasher.pending() == 0);
    QTest::qWait(50);
    QTRY_COMPARE(m_rig->identity.parts->refreshTokens.count(), qsizetype(0));
    QCOMPARE(m_rig->sessions().view().count(), qsizetype(0));
}

void TestAccountMethods::usersAreKeptByAdminsAlone()
{
    m_rig->login(1, "alice");
    for (const char *method : {"list_users", "create_user", "update_user", "delete_user"}) {
        QCOMPARE(m_rig->errorOf(1, method, {{"username", "alice"}, {"role", "admin"}}), -32002);
        QCOMPARE(m_rig->errorOf(2, method, {{"username", "alice"}, {"role", "admin"}}), -32001);
    }
    QVERIFY(m_rig->identity.parts->users.find("alice")->role == Role::Operator);
}

void TestAccountMethods::usersAreMadeListedChangedAndRemoved()
{
    m_rig->login(1, "root");
    const QJsonObject made = m_rig->result(1, "create_user",
                                           {{"username", "Bob"},
                                            {"role", "viewer"},
                                            {"password", "orange-otter-16"},
                                            {"display_name", "Bob B."},
                                            {"restricted", true}});
    QCOMPARE(made.value("username").toString(), QString("bob"));
    QVERIFY(made.value("restricted").toBool() && made.value("enabled").toBool());
    QVERIFY(!made.contains("initial_password") && !made.value("must_change_password").toBool());
    QCOMPARE(m_rig->errorOf(1, "create_user", {{"username", "BOB"}, {"role", "viewer"}}), -32020);
    QCOMPARE(m_rig->errorOf(1, "create_user", {{"username", "b b"}, {"role", "viewer"}}), -32602);
    QCOMPARE(m_rig->errorOf(1, "create_user", {{"username", "carl"}, {"role", "viewer"}, {"password", "short"}}),
             -32602);
    m_rig->login(2, "bob", "orange-otter-16");
    QVERIFY(m_rig->identity.isSignedIn(2));
    const QJsonObject disabled = m_rig->result(1, "update_user", {{"username", "bob"}, {"enabled", false}});
    QVERIFY(!disabled.value("enabled").toBool());
    QVERIFY(!m_rig->identity.isSignedIn(2));
    const QJsonArray users = m_rig->result(1, "list_users").value("users").toArray();
    QCOMPARE(users.size(), 3);
    QCOMPARE(users.at(1).toObject().value("display_name").toString(), QString("Bob B."));
    QVERIFY(users.at(1).toObject().contains("last_login_at"));
    QVERIFY(m_rig->result(1, "delete_user", {{"username", "bob"}}).value("deleted").toBool());
    const QJsonObject gone = m_rig->call(1, "delete_user", {{"username", "bob"}});
    QCOMPARE(errorCode(gone), -32010);
    QCOMPARE(errorData(gone).value("resource").toString(), QString("user"));
}

void TestAccountMethods::namesOfTheAuditTrailAreNoUsers_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("the service") << "service";
    QTest::newRow("in another spelling") << QString::fromUtf8("Ｓervice");
    QTest::newRow("root of the host") << "ROOT";
    QTest::newRow("the service's user on the host") << systemUserName(::geteuid());
}

void TestAccountMethods::namesOfTheAuditTrailAreNoUsers()
{
    QFETCH(const QString, name);
    m_rig->login(1, "root");
    const QJsonObject answer = m_rig->call(1, "create_user", {{"username", name}, {"role", "viewer"}});
    QCOMPARE(errorCode(answer), -32602);
    QCOMPARE(errorData(answer).value("param").toString(), QString("username"));
    QVERIFY(errorData(answer).value("rule").toString().contains("audit trail"));
    // Who has such a name already keeps it.
    QVERIFY(m_rig->result(1, "update_user", {{"username", "root"}, {"display_name", "me"}}).contains("username"));
}

void TestAccountMethods::listGoesOnAtItsCursor()
{
    m_rig->login(1, "root");
    QStringList names;
    QJsonObject page = m_rig->result(1, "list_users", {{"limit", 1}});
    for (int pages = 0; pages < 5; ++pages) {
        names << page.value("users").toArray().at(0).toObject().value("username").toString();
        if (!page.contains("next_cursor"))
            break;
        page = m_rig->result(1, "list_users", {{"limit", 1}, {"cursor", page.value("next_cursor")}});
    }
    QCOMPARE(names, QStringList({"alice", "root"}));
    QCOMPARE(m_rig->errorOf(1, "list_users", {{"cursor", "?"}}), -32602);
}

void TestAccountMethods::lastAdminIsKept()
{
    m_rig->login(1, "root");
    for (const auto &[method, params] : {std::pair<QByteArray, QJsonObject>{"delete_user", {{"username", "root"}}},
                                         {"update_user", {{"username", "root"}, {"enabled", false}}},
                                         {"update_user", {{"username", "ROOT"}, {"role", "operator"}}}}) {
        const QJsonObject answer = m_rig->call(1, method, params);
        QCOMPARE(errorCode(answer), -32020);
        QCOMPARE(errorData(answer).value("state").toString(), QString("last_admin"));
    }
    QVERIFY(m_rig->identity.isSignedIn(1));
}

void TestAccountMethods::sessionsAreListedToTheirOwnersAndAdmins()
{
    m_rig->login(1, "root");
    const QJsonObject own = m_rig->login(2, "alice");
    m_rig->login(3, "alice");
    QCOMPARE(m_rig->result(1, "list_sessions").value("sessions").toArray().size(), 3);
    QCOMPARE(m_rig->result(1, "list_sessions", {{"username", "ALICE"}}).value("sessions").toArray().size(), 2);
    const QJsonArray mine = m_rig->result(2, "list_sessions").value("sessions").toArray();
    QCOMPARE(mine.size(), 2);
    int current = 0;
    for (const auto &value : mine) {
        const QJsonObject row = value.toObject();
        QCOMPARE(row.value("username").toString(), QString("alice"));
        QCOMPARE(row.value("address").toString(), IdentityRig::Here);
        QCOMPARE(row.value("user_agent").toString(), QString("test"));
        current += row.value("current").toBool() ? 1 : 0;
        QCOMPARE(row.value("current").toBool(), row.value("session_id") == own.value("session_id"));
    }
    QCOMPARE(current, 1);
    QCOMPARE(m_rig->errorOf(2, "list_sessions", {{"username", "root"}}), -32002);
    QCOMPARE(m_rig->errorOf(2, "list_sessions", {{"username", "alice"}}), 0);
}

void TestAccountMethods::sessionIsEndedByItsOwnerOrAnAdmin()
{
    const QJsonObject root = m_rig->login(1, "root");
    const QJsonObject first = m_rig->login(2, "alice");
    const QJsonObject second = m_rig->login(3, "alice");
    const QJsonObject foreign = m_rig->call(2, "end_session", {{"session_id", root.value("session_id")}});
    QCOMPARE(errorCode(foreign), -32010);
    QCOMPARE(foreign.value("error").toObject().value("code"),
             m_rig->call(2, "end_session", {{"session_id", "unknown"}}).value("error").toObject().value("code"));
    QVERIFY(m_rig->result(2, "end_session", {{"session_id", second.value("session_id")}}).value("ended").toBool());
    QVERIFY(!m_rig->identity.isSignedIn(3) && m_rig->identity.isSignedIn(2));
    QVERIFY(m_rig->result(1, "end_session", {{"session_id", first.value("session_id")}}).value("ended").toBool());
    QVERIFY(!m_rig->identity.isSignedIn(2));
    // It does not come back by its refresh token.
    QCOMPARE(m_rig->errorOf(2, "refresh_token", {{"refresh_token", first.value("refresh_token")}}), -32001);
    QCOMPARE(m_rig->order, QStringList({"3 ended: ended by the user", "2 ended: ended by an admin"}));
}

void TestAccountMethods::ownSessionCanBeEndedToo()
{
    const QJsonObject login = m_rig->login(1, "root");
    QVERIFY(m_rig->result(1, "end_session", {{"session_id", login.value("session_id")}}).value("ended").toBool());
    QVERIFY(!m_rig->identity.isSignedIn(1));
    QCOMPARE(m_rig->order, QStringList("1 ended: ended by the user"));
}

void TestAccountMethods::adminOfSomeCamerasAdministersNobody()
{
    m_rig->identity.addUser("half", Role::Admin, true);
    m_rig->login(1, "half");
    const QJsonObject alice = m_rig->login(2, "alice");
    const QJsonObject own = m_rig->login(3, "half");
    QCOMPARE(m_rig->errorOf(1, "create_user", {{"username", "eve"}, {"role", "admin"}}), -32002);
    QCOMPARE(m_rig->errorOf(1, "update_user", {{"username", "half"}, {"restricted", false}}), -32002);
    QCOMPARE(m_rig->errorOf(1, "delete_user", {{"username", "alice"}}), -32002);
    QCOMPARE(m_rig->errorOf(1, "end_session", {{"session_id", alice.value("session_id")}}), -32002);
    QVERIFY(m_rig->identity.isSignedIn(2));
    // What is its own it may end, as everybody.
    QCOMPARE(m_rig->errorOf(1, "end_session", {{"session_id", own.value("session_id")}}), 0);
}

void TestAccountMethods::secondFactorIsSetUpAndTakenAway()
{
    m_rig->login(1, "alice");
    QCOMPARE(m_rig->errorOf(1, "confirm_totp", {{"totp_code", "123456"}}), -32020);
    QCOMPARE(m_rig->errorOf(1, "begin_totp", {{"password", "wrong-otter-1"}}), -32602);
    const QJsonObject setup = m_rig->result(1, "begin_totp", {{"password", IdentityRig::Password}});
    QVERIFY(setup.value("uri").toString().startsWith("otpauth://totp/"));
    QCOMPARE(setup.value("secret").toString().size(), 32);
    QCOMPARE(m_rig->errorOf(1, "confirm_totp", {{"totp_code", "abcdef"}}), -32602);
    QVERIFY(!m_rig->login(2, "alice").isEmpty());
    QVERIFY(m_rig->result(1, "disable_totp", {{"password", IdentityRig::Password}}).value("disabled").toBool());
}

void TestAccountMethods::noAnswerHoldsAStoredSecret()
{
    m_rig->login(1, "root");
    m_rig->login(2, "alice");
    for (const char *method : {"list_users", "list_sessions"}) {
        const QString text = QString::fromUtf8(QJsonDocument(m_rig->call(1, method)).toJson());
        for (const char *word : {"argon2", "hash", "secret", "csr_", "eyJ"})
            QVERIFY2(!text.contains(QLatin1String(word)), qPrintable(text));
    }
}

CS_TEST(TestAccountMethods)
#include "tst_accountmethods.moc"

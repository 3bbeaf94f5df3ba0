#include <sodium.h>

#include "support/testprogram.h"
#include "unit/methods/accountmethodsrig.h"

using namespace cs;

// What only who sits on the host may do.
class TestControlMethods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void tokensAreIssuedForNamesThatCanBe_data();
    void tokensAreIssuedForNamesThatCanBe();
    void noTokenIsIssuedThatCannotBeWrittenDown();
    void passwordIsResetOverTheControlSocket();

private:
    std::unique_ptr<AccountMethodsRig> m_rig;
};

void TestControlMethods::init()
{
    m_rig = std::make_unique<AccountMethodsRig>();
    m_rig->identity.addUser("root", Role::Admin);
    m_rig->identity.addUser("alice", Role::Operator);
    for (quint64 socket = 1; socket <= 3; ++socket)
        m_rig->open(socket);
}

void TestControlMethods::tokensAreIssuedForNamesThatCanBe_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("good");
    QTest::newRow("name") << "bob" << true;
    QTest::newRow("nobody's name") << "carol@example.org" << true;
    QTest::newRow("space before") << " bob" << false;
    QTest::newRow("space within") << "b ob" << false;
    QTest::newRow("key") << "key:wall" << false;
    QTest::newRow("path") << "../bob" << false;
    QTest::newRow("line end") << "bob\n" << false;
}

void TestControlMethods::tokensAreIssuedForNamesThatCanBe()
{
    QFETCH(const QString, user);
    QFETCH(const bool, good);
    m_rig->open(9, PeerKind::Control);
    const QJsonObject answer = m_rig->call(9, "issue_token", {{"user_id", user}, {"role", "viewer"}});
    QCOMPARE(errorCode(answer), good ? 0 : -32602);
    QCOMPARE(m_rig->announced, good ? QStringList{user} : QStringList());
    if (good)
        QVERIFY(!answer.value("result").toObject().value("token").toString().isEmpty());
    else
        QCOMPARE(errorData(answer).value("param").toString(), QString("user_id"));
}

void TestControlMethods::noTokenIsIssuedThatCannotBeWrittenDown()
{
    m_rig->open(9, PeerKind::Control);
    m_rig->announcement = Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the disk is full"));
    const QJsonObject answer = m_rig->call(9, "issue_token", {{"user_id", "bob"}, {"role", "admin"}});
    QCOMPARE(errorCode(answer), -32050);
    QVERIFY(!answer.contains("result"));
    m_rig->announcement = Done{};
    QCOMPARE(m_rig->errorOf(9, "issue_token", {{"user_id", "bob"}, {"role", "admin"}}), 0);
}

void TestControlMethods::passwordIsResetOverTheControlSocket()
{
    m_rig->open(9, PeerKind::Control);
    const QJsonObject reset = m_rig->result(9, "update_user", {{"username", "root"}, {"make_password", true}});
    const QString made = reset.value("initial_password").toString();
    QVERIFY(!made.isEmpty() && reset.value("must_change_password").toBool());
    QVERIFY(m_rig->login(1, "root").isEmpty());
    QVERIFY(m_rig->login(1, "root", made).value("must_change_password").toBool());
    // The control socket's user is no user of the service.
    QCOMPARE(m_rig->errorOf(9, "change_password", {{"old_password", made}, {"new_password", "orange-otter-16"}}),
             -32030);
    QCOMPARE(m_rig->errorOf(9, "begin_totp", {{"password", made}}), -32030);
}

CS_TEST(TestControlMethods)
#include "tst_controlmethods.moc"

#include <QJsonDocument>

#include <sodium.h>

#include "auth/totp.h"
#include "support/logcapture.h"
#include "support/testprogram.h"
#include "unit/auth/identityrig.h"

using namespace cs;
using namespace std::chrono_literals;

class TestLogins : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void goodLoginGivesTokensOfThatUser();
    void allThatIsWrongLooksTheSame();
    void disabledUserGetsTheAnswerOfAWrongPassword();
    void nothingSecretIsLogged();
    void passwordOfOldParametersIsStoredAnew();
    void loginThatEndsMeanwhileGivesNothing();
    void passwordChangedMeanwhileGivesNothing();
    void crowdIsTurnedAwayAndOthersComeThrough();
    void ownPasswordIsChangedByWhoKnowsIt();
    void newPasswordMustBeAnotherOne();
    void renewalOfADisabledUserGivesNothing();

    void secondFactorIsAskedForOnceConfirmed();
    void codeIsGoodForOneLoginOfTwoAtOnce();
    void recoveryCodeIsGoodOnce();
    void wrongCodesAreSlowedDown();
    void secretInAnotherRowOpensNothing();
    void secondFactorCanBeTakenAway();

private:
    Logins &logins() { return m_rig->parts->logins; }
    SecondFactor &factor() { return m_rig->parts->secondFactor; }
    // Switches the second factor on; gives its secret in the clear.
    QByteArray switchOn(const QString &name)
    {
        const auto setup = factor().begin(name);
        const QByteArray secret = decoded(setup->secret);
        m_codes = *waitFor(factor().confirm(name, codeNow(secret)));
        m_rig->clock.advance(30s);
        return secret;
    }
    QString codeNow(const QByteArray &secret) const { return Totp::codeAt(secret, Totp::stepAt(m_rig->clock.now())); }
    // Base32, as authenticators read it.
    static QByteArray decoded(const QString &text)
    {
        QByteArray bytes;
        quint32 buffer = 0;
        int bits = 0;
        for (const QChar c : text) {
            buffer = (buffer << 5) | quint32(c.isLetter() ? c.unicode() - 'A' : c.unicode() - '2' + 26);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes += char(buffer >> bits);
                buffer &= (1U << bits) - 1;
            }
        }
        return bytes;
    }
    std::unique_ptr<IdentityRig> m_rig;
    std::vector<QString> m_codes;
};

void TestLogins::init()
{
    m_rig = std::make_unique<IdentityRig>();
    m_rig->addUser("alice", Role::Operator);
}

void TestLogins::goodLoginGivesTokensOfThatUser()
{
    const auto login = m_rig->login("ALICE");
    QVERIFY(login.ok());
    const Principal &principal = login->holder.principal;
    QVERIFY(principal.userId == "alice" && principal.role == Role::Operator && principal.allCameras);
    QCOMPARE(login->accessLifetime, 900s);
    QVERIFY(login->holder.expiresAt == m_rig->clock.now() + 15min);
    QVERIFY(!login->mustChangePassword);
    const auto claims = m_rig->parts->accessTokens.verify(login->accessToken);
    QCOMPARE(claims->username, QString("alice"));
    QCOMPARE(loginOrigin(claims->family), login->holder.origin);
    QVERIFY(m_rig->parts->users.find("alice")->lastLoginAt == m_rig->clock.now());
}

void TestLogins::allThatIsWrongLooksTheSame()
{
    const auto shown = [](const Error &error) {
        return error.message + QString::fromUtf8(QJsonDocument(error.data).toJson());
    };
    const auto wrong = m_rig->login("alice", "purple-otter-15");
    QCOMPARE(wrong.error().code, ErrorCode::Unauthenticated);
    for (const QString &name : {QString("nobody"), QString("no such name"), QString("' or 1=1 --"), QString(300, u'x')})
        QCOMPARE(shown(m_rig->login(name).error()), shown(wrong.error()));
}

void TestLogins::disabledUserGetsTheAnswerOfAWrongPassword()
{
    const QString wrong = m_rig->login("alice", "purple-otter-15").error().message;
    UserEdit disable;
    disable.enabled = false;
    QVERIFY(m_rig->update("alice", disable).ok());
    QCOMPARE(m_rig->login("alice").error().message, wrong);
}

void TestLogins::nothingSecretIsLogged()
{
    LogCapture log;
    m_rig->login("purple-otter-14", "purple-otter-14").ok();
    m_rig->login("alice", "purple-otter-15").ok();
    const auto login = m_rig->login("alice");
    QVERIFY(m_rig->renew(login->refreshToken).ok());
    QVERIFY(!m_rig->renew(login->refreshToken).ok());
    QVERIFY(log.text().contains("login refused for alice"));
    for (const QString &secret : {QString("otter"), QString::fromLatin1(login->accessToken),
                                  QString::fromLatin1(login->refreshToken.mid(4, 22))})
        QVERIFY2(!log.text().contains(secret), qPrintable(log.text()));
}

void TestLogins::passwordOfOldParametersIsStoredAnew()
{
    PasswordHasher old({8, 2});
    const auto hash = waitFor(old.hash(IdentityRig::Password));
    const QString before = m_rig->parts->users.find("alice")->passwordHash;
    QVERIFY(waitFor(m_rig->parts->users.rehash("alice", before, *hash)).ok());
    QVERIFY(m_rig->hasher.needsRehash(m_rig->parts->users.find("alice")->passwordHash));
    const auto login = m_rig->login("alice");
    QVERIFY(login.ok());
    QTRY_VERIFY(!m_rig->hasher.needsRehash(m_rig->parts->users.find("alice")->passwordHash));
    // It is the same password: what stands on it lives on.
    QVERIFY(m_rig->renew(login->refreshToken).ok());
    QVERIFY(m_rig->login("alice").ok());
}

void TestLogins::loginThatEndsMeanwhileGivesNothing()
{
    UserEdit disable;
    disable.enabled = false;
    const auto login = logins().login({"alice", IdentityRig::Password, {}, {IdentityRig::Here, {}}});
    const auto disabled = m_rig->parts->users.update("alice", disable);
    QVERIFY(waitFor(disabled).ok());
    QVERIFY(!waitFor(login).ok());
    IdentityRig::settle();
    QCOMPARE(m_rig->parts->refreshTokens.count(), qsizetype(0));
}

void TestLogins::passwordChangedMeanwhileGivesNothing()
{
    // Whatever the order in which the two come through: no login with the old password outlives the change.
    for (int i = 0; i < 6; ++i) {
        UserEdit reset;
        reset.password = QStringLiteral("yellow-otter-%1").arg(10 + i);
        const QString old = i == 0 ? IdentityRig::Password : QStringLiteral("yellow-otter-%1").arg(9 + i);
        const auto changed = m_rig->parts->users.update("alice", reset);
        const auto login = logins().login({"alice", old, {}, {IdentityRig::Here, {}}});
        QVERIFY(waitFor(changed).ok());
        const auto result = waitFor(login);
        IdentityRig::settle();
        QVERIFY(!result.ok() || !m_rig->parts->accessTokens.verify(result->accessToken).ok());
        QCOMPARE(m_rig->parts->refreshTokens.count(), qsizetype(0));
        m_rig->clock.advance(20min);
    }
}

void TestLogins::crowdIsTurnedAwayAndOthersComeThrough()
{
    m_rig->addUser("bob");
    QVERIFY(m_rig->login("bob", IdentityRig::Password, {}, "203.0.113.5").ok());
    std::vector<Async<LoginResult>> crowd;
    for (int i = 0; i < 1000; ++i)
        crowd.push_back(logins().login({"bob", "wrong-otter-14", {}, {"192.0.2.66", {}}}));
    QVERIFY2(m_rig->hasher.pending() <= LoginThrottle::MaxOfAddress,
             qPrintable(QString::number(m_rig->hasher.pending())));
    QVERIFY(m_rig->login("bob", IdentityRig::Password, {}, "203.0.113.5").ok());
    int limited = 0;
    for (const auto &answer : crowd) {
        const auto result = waitFor(answer);
        QVERIFY(!result.ok());
        limited += result.error().code == ErrorCode::RateLimited ? 1 : 0;
    }
    QVERIFY(limited >= 990);
}

void TestLogins::ownPasswordIsChangedByWhoKnowsIt()
{
    const ClientInfo here{IdentityRig::Here, {}};
    const auto first = m_rig->login("alice");
    const auto second = m_rig->login("alice");
    const auto wrong = waitFor(logins().changePassword("alice", "purple-otter-15", "yellow-otter-15", {}, here));
    QCOMPARE(wrong.error().data.value("param").toString(), QString("old_password"));
    const auto weak = waitFor(logins().changePassword("alice", IdentityRig::Password, "password1234", {}, here));
    QCOMPARE(weak.error().data.value("param").toString(), QString("new_password"));
    const KeptLogin kept{familyOfOrigin(second->holder.origin), {}};
    QVERIFY(waitFor(logins().changePassword("alice", IdentityRig::Password, "yellow-otter-15", kept, here)).ok());
    IdentityRig::settle();
    QVERIFY(!m_rig->renew(first->refreshToken).ok());
    QVERIFY(m_rig->renew(second->refreshToken).ok());
    QVERIFY(!m_rig->login("alice").ok());
    QVERIFY(m_rig->login("alice", "yellow-otter-15").ok());
    // The table agrees.
    m_rig->start();
    QCOMPARE(m_rig->parts->refreshTokens.count(), qsizetype(2));
}

void TestLogins::newPasswordMustBeAnotherOne()
{
    const ClientInfo here{IdentityRig::Here, {}};
    const auto same = waitFor(logins().changePassword("alice", IdentityRig::Password, IdentityRig::Password, {}, here));
    QCOMPARE(same.error().data.value("param").toString(), QString("new_password"));
    const auto stranger = waitFor(logins().changePassword("eve", "purple-otter-14", "yellow-otter-15", {}, here));
    QCOMPARE(stranger.error().code, ErrorCode::Unsupported);
}

void TestLogins::renewalOfADisabledUserGivesNothing()
{
    const auto login = m_rig->login("alice");
    UserEdit edit;
    edit.enabled = false;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(!m_rig->renew(login->refreshToken).ok());
    edit.enabled = true;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(!m_rig->renew(login->refreshToken).ok());
    QVERIFY(m_rig->login("alice").ok());
}

void TestLogins::secondFactorIsAskedForOnceConfirmed()
{
    const auto setup = factor().begin("alice");
    QVERIFY(setup->uri.contains(setup->secret));
    QVERIFY(m_rig->login("alice").ok());
    QCOMPARE(waitFor(factor().confirm("alice", "000000")).error().code, ErrorCode::InvalidParams);
    const QByteArray secret = decoded(setup->secret);
    QCOMPARE(waitFor(factor().confirm("alice", codeNow(secret)))->size(), size_t(SecondFactor::RecoveryCodes));
    QVERIFY(m_rig->parts->users.find("alice")->hasTotp());
    const auto missing = m_rig->login("alice");
    QCOMPARE(missing.error().code, ErrorCode::Unauthenticated);
    QVERIFY(missing.error().data.value("reason").toString().contains("totp_code"));
    // The code that confirmed is used up.
    QVERIFY(!m_rig->login("alice", IdentityRig::Password, codeNow(secret)).ok());
    m_rig->clock.advance(30s);
    QVERIFY(m_rig->login("alice", IdentityRig::Password, codeNow(secret)).ok());
    QVERIFY(!m_rig->login("alice", IdentityRig::Password, codeNow(secret)).ok());
    m_rig->start();
    QVERIFY(!m_rig->login("alice", IdentityRig::Password, codeNow(secret)).ok());
    m_rig->clock.advance(60s);
    QVERIFY(m_rig->login("alice", IdentityRig::Password, codeNow(secret)).ok());
    // A wrong password gets no hint of the second factor.
    QVERIFY(!m_rig->login("alice", "purple-otter-15").error().data.value("reason").toString().contains("totp"));
}

void TestLogins::codeIsGoodForOneLoginOfTwoAtOnce()
{
    const QByteArray secret = switchOn("alice");
    const LoginRequest request{"alice", IdentityRig::Password, codeNow(secret), {IdentityRig::Here, {}}};
    const auto one = logins().login(request);
    const auto two = logins().login(request);
    QCOMPARE(int(waitFor(one).ok()) + int(waitFor(two).ok()), 1);
}

void TestLogins::recoveryCodeIsGoodOnce()
{
    switchOn("alice");
    const QString code = m_codes.front();
    QCOMPARE(code.size(), 19);
    QVERIFY(m_rig->login("alice", IdentityRig::Password, code).ok());
    QVERIFY(!m_rig->login("alice", IdentityRig::Password, code).ok());
    QString typed = m_codes[1].toLower();
    typed.remove(u'-');
    QVERIFY(m_rig->login("alice", IdentityRig::Password, typed).ok());
    QCOMPARE(runSql(m_rig->database, "select count(*) from recovery_codes")->toInt(), SecondFactor::RecoveryCodes - 2);
    m_rig->addUser("bob");
    switchOn("bob");
    QVERIFY(!m_rig->login("alice", IdentityRig::Password, m_codes.front()).ok());
}

void TestLogins::wrongCodesAreSlowedDown()
{
    switchOn("alice");
    Result<LoginResult> last = Error::internal({});
    for (int i = 0; i <= LoginThrottle::FreeFailures + 1; ++i)
        last = m_rig->login("alice", IdentityRig::Password, "000000");
    QCOMPARE(last.error().code, ErrorCode::RateLimited);
    QVERIFY(last.error().data.value("retry_after_ms").toInteger() > 0);
}

void TestLogins::secretInAnotherRowOpensNothing()
{
    const QByteArray secret = switchOn("alice");
    m_rig->addUser("bob");
    QVERIFY(runSql(m_rig->database,
                   "update users set totp_secret = (select totp_secret from users where name = 'alice') "
                   "where name = 'bob'")
                .ok());
    QVERIFY(
        !runSql(m_rig->database, "select totp_secret from users where name = 'alice'")->toByteArray().contains(secret));
    m_rig->start();
    QVERIFY(!m_rig->login("bob", IdentityRig::Password, codeNow(secret)).ok());
    QVERIFY(m_rig->login("alice", IdentityRig::Password, codeNow(secret)).ok());
}

void TestLogins::secondFactorCanBeTakenAway()
{
    switchOn("alice");
    QVERIFY(waitFor(factor().disable("alice")).ok());
    QVERIFY(m_rig->login("alice").ok());
    QCOMPARE(runSql(m_rig->database, "select count(*) from recovery_codes")->toInt(), 0);
    switchOn("alice");
    QVERIFY(!m_rig->login("alice").ok());
    UserEdit reset;
    reset.resetTotp = true;
    QVERIFY(m_rig->update("alice", reset).ok());
    QVERIFY(m_rig->login("alice").ok());
}

CS_TEST(TestLogins)
#include "tst_logins.moc"

#include <QSignalSpy>

#include <sodium.h>

#include "support/testprogram.h"
#include "unit/auth/identityrig.h"

using namespace cs;
using namespace std::chrono_literals;

class TestRefreshTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void tokenIsGoodOnce();
    void replayEndsTheFamilyAndItsAccessTokens();
    void sameTokenTwiceAtOnceEndsTheFamily();
    void guessesEndNothing();
    void idAloneEndsNothing();
    void chainSurvivesARestart();
    void endedFamilyStaysEndedAfterARestart();
    void tokenEndsByItself();
    void loginEndsAfterTheLongestTime();
    void oldestLoginEndsWhenThereAreTooMany();
    void databaseHoldsNoToken();

private:
    RefreshTokens &tokens() { return m_rig->parts->refreshTokens; }
    RefreshTokens::Issued start()
    {
        const auto issued = waitFor(tokens().start("alice", {IdentityRig::Here, "test"}));
        [&] { QVERIFY(issued.ok()); }();
        return *issued;
    }
    ErrorCode renewFails(const QByteArray &text)
    {
        const auto renewed = waitFor(tokens().renew(text));
        return renewed.ok() ? ErrorCode::Internal : renewed.error().code;
    }
    std::unique_ptr<IdentityRig> m_rig;
};

void TestRefreshTokens::init()
{
    m_rig = std::make_unique<IdentityRig>();
    m_rig->addUser("alice");
}

void TestRefreshTokens::tokenIsGoodOnce()
{
    const auto first = start();
    QVERIFY(first.text.startsWith("csr_"));
    const auto second = waitFor(tokens().renew(first.text));
    QVERIFY(second.ok());
    QVERIFY(second->text != first.text);
    QCOMPARE(second->family, first.family);
    const auto third = waitFor(tokens().renew(second->text));
    QVERIFY(third.ok());
    QCOMPARE(third->username, QString("alice"));
}

void TestRefreshTokens::replayEndsTheFamilyAndItsAccessTokens()
{
    const auto login = m_rig->login("alice");
    const auto renewed = m_rig->renew(login->refreshToken);
    QVERIFY(renewed.ok());
    QVERIFY(m_rig->parts->accessTokens.verify(renewed->accessToken).ok());
    QSignalSpy revoked(&tokens(), &RefreshTokens::revoked);
    QCOMPARE(renewFails(login->refreshToken), ErrorCode::Unauthenticated);
    QCOMPARE(revoked.size(), 1);
    QCOMPARE(renewFails(renewed->refreshToken), ErrorCode::Unauthenticated);
    QVERIFY(!m_rig->parts->accessTokens.verify(renewed->accessToken).ok());
    QVERIFY(!m_rig->parts->accessTokens.verify(login->accessToken).ok());
    QCOMPARE(tokens().count(), qsizetype(0));
    // Another login of the same user is not touched.
    QVERIFY(m_rig->login("alice").ok());
}

void TestRefreshTokens::sameTokenTwiceAtOnceEndsTheFamily()
{
    const auto first = start();
    const auto one = tokens().renew(first.text);
    const auto two = tokens().renew(first.text);
    QVERIFY(!waitFor(one).ok());
    QVERIFY(!waitFor(two).ok());
    QCOMPARE(tokens().count(), qsizetype(0));
    QCOMPARE(runSql(m_rig->database, "select count(*) from refresh_tokens")->toInt(), 0);
}

void TestRefreshTokens::guessesEndNothing()
{
    const auto first = start();
    QByteArray other = first.text;
    other[6] = other[6] == 'A' ? 'B' : 'A';
    for (const QByteArray &text : {QByteArray(), QByteArray("csr_"), other, first.text + 'x', first.text.chopped(1),
                                   QByteArray("csr_") + QByteArray(66, 'A'), QByteArray(100'000, 'x')})
        QCOMPARE(renewFails(text), ErrorCode::Unauthenticated);
    QVERIFY(waitFor(tokens().renew(first.text)).ok());
}

void TestRefreshTokens::idAloneEndsNothing()
{
    const auto first = start();
    QVERIFY(!first.text.contains(first.family.toLatin1()));
    const QByteArray made = "csr_" + first.family.toLatin1() + '_' + first.text.right(43);
    QCOMPARE(renewFails(made), ErrorCode::Unauthenticated);
    QVERIFY(waitFor(tokens().renew(first.text)).ok());
}

void TestRefreshTokens::chainSurvivesARestart()
{
    const auto login = m_rig->login("alice");
    const auto renewed = m_rig->renew(login->refreshToken);
    m_rig->start();
    QVERIFY(m_rig->parts->accessTokens.verify(renewed->accessToken).ok());
    const auto after = m_rig->renew(renewed->refreshToken);
    QVERIFY(after.ok());
    m_rig->start();
    QVERIFY(!m_rig->renew(renewed->refreshToken).ok());
    QVERIFY(!m_rig->renew(after->refreshToken).ok());
}

void TestRefreshTokens::endedFamilyStaysEndedAfterARestart()
{
    const auto login = m_rig->login("alice");
    QVERIFY(tokens().revoke(familyOfOrigin(login->holder.origin), SessionEnd::LoggedOut));
    QVERIFY(!tokens().revoke(familyOfOrigin(login->holder.origin), SessionEnd::LoggedOut));
    m_rig->start();
    QVERIFY(!m_rig->renew(login->refreshToken).ok());
    QVERIFY(!m_rig->parts->accessTokens.verify(login->accessToken).ok());
}

void TestRefreshTokens::tokenEndsByItself()
{
    auto issued = start();
    m_rig->clock.advance(29 * 24h);
    issued = *waitFor(tokens().renew(issued.text));
    m_rig->clock.advance(30 * 24h);
    QCOMPARE(renewFails(issued.text), ErrorCode::Unauthenticated);
    m_rig->start();
    QCOMPARE(tokens().count(), qsizetype(0));
    QCOMPARE(runSql(m_rig->database, "select count(*) from refresh_tokens")->toInt(), 0);
}

void TestRefreshTokens::loginEndsAfterTheLongestTime()
{
    auto issued = start();
    int renewals = 0;
    for (; renewals < 40; ++renewals) {
        m_rig->clock.advance(20 * 24h);
        const auto next = waitFor(tokens().renew(issued.text));
        if (!next.ok())
            break;
        issued = *next;
    }
    QCOMPARE(renewals, 18);
}

void TestRefreshTokens::oldestLoginEndsWhenThereAreTooMany()
{
    m_rig->refreshLimits.maxPerUser = 3;
    m_rig->start();
    std::vector<RefreshTokens::Issued> issued;
    for (int i = 0; i < 4; ++i) {
        m_rig->clock.advance(1s);
        issued.push_back(start());
    }
    QCOMPARE(tokens().count(), qsizetype(3));
    QCOMPARE(renewFails(issued[0].text), ErrorCode::Unauthenticated);
    for (size_t i = 1; i < 4; ++i)
        QVERIFY(waitFor(tokens().renew(issued[i].text)).ok());
}

void TestRefreshTokens::databaseHoldsNoToken()
{
    const auto issued = start();
    m_rig->parts.reset();
    m_rig->database.close();
    for (const char *name : {"service.db", "service.db-wal"}) {
        QFile file(m_rig->fixture.path(QString::fromLatin1(name)));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains(issued.text.mid(4, 22)));
        QVERIFY(!bytes.contains(issued.text.right(43)));
    }
}

CS_TEST(TestRefreshTokens)
#include "tst_refreshtokens.moc"


#include "auth/tokenauthority.h"
#include "auth/tokengate.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestTokenAuthority : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void issuedTokenIsAcceptedUntilItsEnd();
    void tokenOfAnotherSecretIsRefused();
    void unusableRequestsAreRefused_data();
    void unusableRequestsAreRefused();
    void gateShutsOutAfterTooManyFailures();
    void gateCanRefuseForeignUsers();

private:
    ManualClock m_clock;
    const TokenAuthority m_authority{QByteArray(43, 's'), m_clock};
};

void TestTokenAuthority::issuedTokenIsAcceptedUntilItsEnd()
{
    m_clock.advance(1h + 700ms);
    const auto token = m_authority.issue(QStringLiteral("alice"), Role::Operator, 60s);
    QVERIFY(token.ok());
    const auto claims = m_authority.verify(token->text);
    QVERIFY(claims.ok());
    QCOMPARE(claims->userId, QStringLiteral("alice"));
    QVERIFY(claims->role == Role::Operator);
    QVERIFY(claims->expiresAt == token->expiresAt);
    m_clock.advance(59s);
    QVERIFY(m_authority.verify(token->text).ok());
    m_clock.advance(1s);
    QCOMPARE(m_authority.verify(token->text).error().code, ErrorCode::Unauthenticated);
}

void TestTokenAuthority::tokenOfAnotherSecretIsRefused()
{
    const TokenAuthority other(QByteArray(43, 't'), m_clock);
    QVERIFY(!m_authority.verify(other.issue(QStringLiteral("alice"), Role::Admin, 60s)->text).ok());
}

void TestTokenAuthority::unusableRequestsAreRefused_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<qint64>("lifetime");
    QTest::addColumn<QString>("param");
    QTest::newRow("no user") << "" << qint64(60) << "user_id";
    QTest::newRow("long user") << QString(129, u'a') << qint64(60) << "user_id";
    QTest::newRow("line end") << "a\nb" << qint64(60) << "user_id";
    QTest::newRow("zero width space") << QStringLiteral("a\u200bb") << qint64(60) << "user_id";
    QTest::newRow("no time") << "a" << qint64(0) << "expires_in";
    QTest::newRow("negative time") << "a" << qint64(-1) << "expires_in";
    QTest::newRow("too much time") << "a" << qint64(Claims::LongestLife.count() + 1) << "expires_in";
}

void TestTokenAuthority::unusableRequestsAreRefused()
{
    QFETCH(QString, user);
    QFETCH(qint64, lifetime);
    const auto token = m_authority.issue(user, Role::Viewer, std::chrono::seconds(lifetime));
    QVERIFY(!token.ok());
    QCOMPARE(token.error().code, ErrorCode::InvalidParams);
    QTEST(token.error().data.value("param").toString(), "param");
}

void TestTokenAuthority::gateShutsOutAfterTooManyFailures()
{
    TokenGate gate(m_authority, m_clock);
    const QByteArray good = m_authority.issue(QStringLiteral("alice"), Role::Viewer, 1h)->text;
    for (int i = 0; i <= FailureLimit::MaxFailures; ++i)
        QCOMPARE(gate.admit(QStringLiteral("::ffff:192.0.2.1"), "guess").error().code, ErrorCode::Unauthenticated);
    const auto refused = gate.admit(QStringLiteral("192.0.2.1"), "guess");
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    QCOMPARE(refused.error().data.value("retry_after_ms").toInt(), 60000);
    QVERIFY(gate.admit(QStringLiteral("192.0.2.2"), good).ok());
    // Nobody guesses a good one: it is let in whatever others behind the address have tried.
    QVERIFY(gate.admit(QStringLiteral("192.0.2.1"), good).ok());
    m_clock.advance(60s);
    QCOMPARE(gate.admit(QStringLiteral("192.0.2.1"), "guess").error().code, ErrorCode::Unauthenticated);
}

void TestTokenAuthority::gateCanRefuseForeignUsers()
{
    TokenGate gate(m_authority, m_clock, TokenGate::ForeignUsers::Refuse);
    const QByteArray good = m_authority.issue(QStringLiteral("alice"), Role::Viewer, 1h)->text;
    QCOMPARE(gate.admit(QStringLiteral("192.0.2.1"), good).error().code, ErrorCode::Unauthenticated);
}

CS_TEST(TestTokenAuthority)
#include "tst_tokenauthority.moc"

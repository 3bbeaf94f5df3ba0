#include "openid/outsideclaims.h"
#include "support/testprogram.h"
#include "unit/openid/issuerfixture.h"

using namespace cs;

namespace {

const Timestamp now{std::chrono::seconds(1767225600)};

Result<OutsideClaims> readWith(const QByteArray &payload, const QString &typ = {},
                               const IssuerRules &rules = exampleRules({}))
{
    return readOutsideClaims(VerifiedJws{payload, JwsAlgorithm::EdDSA, {}, typ}, rules, now);
}

}  // namespace

class TestOutsideClaims : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoAndWhatAndHowLong();
    void greatestMappedRoleWins_data();
    void greatestMappedRoleWins();
    void claimsWithinClaimsAreFound();
    void typesOfTokens_data();
    void typesOfTokens();
    void refusals_data();
    void refusals();
};

void TestOutsideClaims::whoAndWhatAndHowLong()
{
    const auto claims = readWith(examplePayload(now));
    QVERIFY(claims.ok());
    QCOMPARE(claims->userId, QStringLiteral("alice"));
    QVERIFY(claims->role == Role::Operator);
    QVERIFY(claims->issuedAt == now - std::chrono::seconds(60));
    QVERIFY(claims->expiresAt == now + std::chrono::seconds(300));
    QCOMPARE(claims->issuer, QStringLiteral("urn:example:id"));
}

void TestOutsideClaims::greatestMappedRoleWins_data()
{
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<QString>("result");
    QTest::newRow("text") << QByteArray(R"("watcher")") << "viewer";
    QTest::newRow("list") << QByteArray(R"(["watcher","boss","guard"])") << "admin";
    QTest::newRow("list with strangers") << QByteArray(R"(["x",1,null,{"boss":true},["boss"],"guard"])") << "operator";
    QTest::newRow("our own word, not mapped") << QByteArray(R"("admin")") << "";
    QTest::newRow("other case") << QByteArray(R"("Boss")") << "";
    QTest::newRow("several in one text") << QByteArray(R"("watcher boss")") << "";
    QTest::newRow("empty list") << QByteArray("[]") << "";
    QTest::newRow("null") << QByteArray("null") << "";
    QTest::newRow("object") << QByteArray(R"({"boss":true})") << "";
    QTest::newRow("endless list") << QByteArray("[" + QByteArrayList(1001, R"("boss")").join(',') + "]") << "";
}

void TestOutsideClaims::greatestMappedRoleWins()
{
    QFETCH(QByteArray, role);
    QFETCH(QString, result);
    const auto claims = readWith(examplePayload(now, R"("sub":"alice","role":)" + role));
    QCOMPARE(claims.ok() ? toString(claims->role) : QString(), result);
}

void TestOutsideClaims::claimsWithinClaimsAreFound()
{
    IssuerRules rules = exampleRules({});
    rules.roleClaim = QStringLiteral("realm_access.roles");
    rules.userClaim = QStringLiteral("urn:example:user");
    const QByteArray user = R"("urn:example:user":"bob",)";
    const auto within = readWith(examplePayload(now, user + R"("realm_access":{"roles":["boss"]})"), {}, rules);
    QVERIFY(within.ok());
    QCOMPARE(within->userId, QStringLiteral("bob"));
    QVERIFY(within->role == Role::Admin);
    QVERIFY(readWith(examplePayload(now, user + R"("realm_access.roles":"watcher")"), {}, rules).ok());
    QVERIFY(!readWith(examplePayload(now, user + R"("realm_access":"boss")"), {}, rules).ok());
    QVERIFY(!readWith(examplePayload(now, user + R"("realm_access":{"roles":{"roles":"boss"}})"), {}, rules).ok());
}

void TestOutsideClaims::typesOfTokens_data()
{
    QTest::addColumn<QString>("typ");
    QTest::addColumn<bool>("good");
    QTest::newRow("none") << "" << true;
    QTest::newRow("JWT") << "JWT" << true;
    QTest::newRow("jwt") << "jwt" << true;
    QTest::newRow("access token") << "at+jwt" << true;
    QTest::newRow("access token in full") << "application/at+JWT" << true;
    QTest::newRow("logout token") << "logout+jwt" << false;
    QTest::newRow("proof of possession") << "dpop+jwt" << false;
    QTest::newRow("client assertion") << "client-authentication+jwt" << false;
    QTest::newRow("signed response") << "token-introspection+jwt" << false;
    QTest::newRow("application alone") << "application/" << true;
}

void TestOutsideClaims::typesOfTokens()
{
    QFETCH(QString, typ);
    QFETCH(bool, good);
    QCOMPARE(readWith(examplePayload(now), typ).ok(), good);
}

void TestOutsideClaims::refusals_data()
{
    const QByteArray good = examplePayload(now);
    const auto replaced = [&good](const char *what, const char *by) {
        QByteArray bad = good;
        return bad.replace(what, by);
    };
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("another issuer") << replaced("urn:example:id", "urn:example:id/");
    QTest::newRow("no issuer") << replaced(R"("iss":"urn:example:id",)", "");
    QTest::newRow("another audience") << replaced(R"("cams")", R"("cams2")");
    QTest::newRow("no audience") << replaced(R"("aud":"cams",)", "");
    QTest::newRow("expired") << replaced("1767225900", "1767225600");
    QTest::newRow("no exp") << replaced("\"exp\"", "\"expires\"");
    QTest::newRow("no iat") << replaced("\"iat\"", "\"issued\"");
    QTest::newRow("iat in the future") << replaced("1767225540", "1767225631");
    QTest::newRow("no user") << replaced("\"sub\"", "\"name\"");
    QTest::newRow("user is a number") << replaced(R"("alice")", "7");
    QTest::newRow("user is empty") << examplePayload(now, R"("sub":"","role":"guard")");
    QTest::newRow("user has a line end") << replaced("alice", R"(al\nice)");
    QTest::newRow("user is long") << examplePayload(now, R"("sub":")" + QByteArray(129, 'a') + R"(","role":"guard")");
    QTest::newRow("no role") << replaced("\"role\"", "\"rolle\"");
    QTest::newRow("role twice") << replaced(R"("role":"guard")", R"("role":"guard","role":"boss")");
    QTest::newRow("bound to a key") << replaced(R"("role")", R"("cnf":{"jkt":"x"},"role")");
    QTest::newRow("logout event") << replaced(R"("role")", R"("events":{},"role")");
    QTest::newRow("no JSON") << QByteArray("alice");
}

void TestOutsideClaims::refusals()
{
    QFETCH(QByteArray, payload);
    const auto claims = readWith(payload);
    QVERIFY(!claims.ok());
    QCOMPARE(claims.error().code, ErrorCode::Unauthenticated);
    QVERIFY(!claims.error().data.value("reason").toString().contains(QLatin1String("alice")));
}

CS_TEST(TestOutsideClaims)
#include "tst_outsideclaims.moc"

#include "openid/issuerrules.h"
#include "support/testprogram.h"
#include "unit/openid/issuerfixture.h"

using namespace cs;

class TestIssuerRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodRulesPass_data();
    void goodRulesPass();
    void badRulesAreNamed_data();
    void badRulesAreNamed();
    void algorithmsHaveADefaultOfPublicKeys();
    void jsonIsRead();
    void badJson_data();
    void badJson();
};

void TestIssuerRules::goodRulesPass_data()
{
    QTest::addColumn<QString>("jwks");
    QTest::addColumn<bool>("file");
    QTest::newRow("https") << "https://id.example/jwks?tenant=1" << false;
    QTest::newRow("http on this machine") << "http://127.0.0.1:8080/jwks" << false;
    QTest::newRow("http on this machine, IPv6") << "http://[::1]:8080/jwks" << false;
    QTest::newRow("http on localhost") << "http://localhost/jwks" << false;
    QTest::newRow("file") << "/etc/camera-service/jwks.json" << true;
}

void TestIssuerRules::goodRulesPass()
{
    QFETCH(QString, jwks);
    QFETCH(bool, file);
    const IssuerRules rules = exampleRules(jwks);
    QVERIFY(rules.check().ok());
    QCOMPARE(rules.keysAreInFile(), file);
}

void TestIssuerRules::badRulesAreNamed_data()
{
    QTest::addColumn<IssuerRules>("rules");
    QTest::addColumn<QString>("word");
    const QString url = QStringLiteral("https://id.example/jwks");
    const auto changed = [&url](auto change) {
        IssuerRules rules = exampleRules(url);
        change(rules);
        return rules;
    };
    QTest::newRow("no issuer") << changed([](auto &r) { r.issuer.clear(); }) << "issuer";
    QTest::newRow("our own name") << changed([](auto &r) { r.issuer = QStringLiteral("camera-service"); }) << "issuer";
    QTest::newRow("no audience") << changed([](auto &r) { r.audience.clear(); }) << "audience";
    QTest::newRow("no roles") << changed([](auto &r) { r.roles.clear(); }) << "roles";
    QTest::newRow("no user claim") << changed([](auto &r) { r.userClaim.clear(); }) << "user_claim";
    QTest::newRow("HS256") << changed([](auto &r) { r.algorithms = {QStringLiteral("HS256")}; }) << "HS256";
    QTest::newRow("none") << changed([](auto &r) { r.algorithms = {QStringLiteral("none")}; }) << "none";
    QTest::newRow("no keys") << exampleRules({}) << "jwks";
    QTest::newRow("relative path") << exampleRules(QStringLiteral("jwks.json")) << "jwks";
    QTest::newRow("http elsewhere") << exampleRules(QStringLiteral("http://id.example/jwks")) << "https";
    QTest::newRow("http to a name like localhost")
        << exampleRules(QStringLiteral("http://localhost.id.example/")) << "https";
    QTest::newRow("ftp") << exampleRules(QStringLiteral("ftp://id.example/jwks")) << "https";
    QTest::newRow("file address") << exampleRules(QStringLiteral("file:///etc/jwks")) << "jwks";
    QTest::newRow("password in it") << exampleRules(QStringLiteral("https://u:secret@id.example/")) << "password";
    QTest::newRow("no host") << exampleRules(QStringLiteral("https:///jwks")) << "jwks";
    QTest::newRow("no address") << exampleRules(QStringLiteral("https://id example/")) << "jwks";
}

void TestIssuerRules::badRulesAreNamed()
{
    QFETCH(IssuerRules, rules);
    QFETCH(QString, word);
    const auto checked = rules.check();
    QVERIFY(!checked.ok());
    QVERIFY2(checked.error().message.contains(word), qPrintable(checked.error().message));
    QVERIFY(!checked.error().message.contains(QLatin1String("secret@")));
}

void TestIssuerRules::algorithmsHaveADefaultOfPublicKeys()
{
    IssuerRules rules = exampleRules({});
    QVERIFY(rules.allowedAlgorithms().contains(JwsAlgorithm::RS256));
    QVERIFY(!rules.allowedAlgorithms().contains(JwsAlgorithm::HS256));
    rules.algorithms = {QStringLiteral("ES384")};
    QCOMPARE(rules.allowedAlgorithms(), QSet{JwsAlgorithm::ES384});
}

void TestIssuerRules::jsonIsRead()
{
    const auto all = issuersFromJson(R"({"issuers":[
        {"issuer":"urn:a","audience":"cams","jwks":"/a","roles":{"admins":"admin","all":"viewer"}},
        {"issuer":"urn:b","audience":"cams","jwks":"/b/keys","algorithms":["ES256"],"user_claim":"email",
         "role_claim":"realm_access.roles","roles":{"guard":"operator"}}]})");
    QVERIFY(all.ok());
    QCOMPARE(all->size(), size_t(2));
    QCOMPARE(all->at(0).userClaim, QStringLiteral("sub"));
    QVERIFY(all->at(0).roles.value(QStringLiteral("admins")) == Role::Admin);
    QCOMPARE(all->at(1).userClaim, QStringLiteral("email"));
    QCOMPARE(all->at(1).roleClaim, QStringLiteral("realm_access.roles"));
    QCOMPARE(all->at(1).algorithms, QStringList{"ES256"});
    QVERIFY(issuersFromJson(R"({"issuers":[]})")->empty());
}

void TestIssuerRules::badJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("unknown member") << QByteArray(
        R"({"issuers":[{"issuer":"a","audience":"b","jwks":"/a","roles":{"x":"admin"},"secret":"x"}]})");
    QTest::newRow("unknown role") << QByteArray(
        R"({"issuers":[{"issuer":"a","audience":"b","jwks":"/a","roles":{"x":"root"}}]})");
    QTest::newRow("no audience") << QByteArray(R"({"issuers":[{"issuer":"a","jwks":"/a","roles":{"x":"admin"}}]})");
    QTest::newRow("same issuer twice") << QByteArray(
        R"({"issuers":[{"issuer":"a","audience":"b","jwks":"/a","roles":{"x":"admin"}},)"
        R"({"issuer":"a","audience":"c","jwks":"/b","roles":{"x":"admin"}}]})");
}

void TestIssuerRules::badJson()
{
    QFETCH(QByteArray, text);
    QVERIFY(!issuersFromJson(text).ok());
}

CS_TEST(TestIssuerRules)
#include "tst_issuerrules.moc"

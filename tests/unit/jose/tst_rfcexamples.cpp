#include "jose/base64url.h"
#include "jose/jwsverify.h"
#include "jose/registeredclaims.h"
#include "jose/signingkey.h"
#include "support/testprogram.h"
#include "unit/jose/jwssigner.h"
#include "unit/jose/rfcvectors.h"

using namespace cs;

namespace {

JwkSet keySet(QByteArrayView jwk)
{
    const auto set = parseJwkSet(jwkSetOf({jwk.toByteArray()}), OctKeys::Accept);
    return set ? *set : JwkSet();
}

Result<VerifiedJws> verifyAs(QByteArrayView token, const JwkSet &keys, JwsAlgorithm algorithm)
{
    return verifyJws(token, keys, JwsRules{{algorithm}});
}

}  // namespace

// The examples of RFC 7515, 7519, 7520 and 8037.
class TestRfcExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signaturesFit_data() { vectors(); }
    void signaturesFit();
    void flippedBitsAreRefused_data() { vectors(); }
    void flippedBitsAreRefused();
    void keysOfOthersAreRefused_data() { vectors(); }
    void keysOfOthersAreRefused();
    void claimsOfRfc7519AreRead();
    void unsecuredTokenOfRfc7519IsRefused();
    void signingKeyOfRfc8037GivesItsThumbprintAndSignature();

private:
    static void vectors();
};

void TestRfcExamples::vectors()
{
    QTest::addColumn<QByteArray>("jwk");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("algorithm");
    for (const RfcVector &vector : rfcVectors)
        QTest::newRow(vector.section) << QByteArray(vector.jwk) << QByteArray(vector.token) << int(vector.algorithm);
}

void TestRfcExamples::signaturesFit()
{
    QFETCH(QByteArray, jwk);
    QFETCH(QByteArray, token);
    QFETCH(int, algorithm);
    const auto verified = verifyAs(token, keySet(jwk), JwsAlgorithm(algorithm));
    QVERIFY2(verified.ok(), verified.ok() ? "" : qPrintable(verified.error().data.value("reason").toString()));
    QCOMPARE(toBase64Url(verified->payload), token.split('.').at(1));
    for (const JwsAlgorithm other : allJwsAlgorithms() - QSet{JwsAlgorithm(algorithm)})
        QVERIFY(!verifyAs(token, keySet(jwk), other).ok());
}

void TestRfcExamples::flippedBitsAreRefused()
{
    QFETCH(QByteArray, jwk);
    QFETCH(QByteArray, token);
    const JwkSet keys = keySet(jwk);
    for (qsizetype byte = 0; byte < token.size(); byte += 3) {
        QByteArray bad = token;
        bad[byte] = static_cast<char>(bad[byte] ^ (1 << (byte % 7)));
        QVERIFY2(!verifyJws(bad, keys, JwsRules{allJwsAlgorithms()}).ok(), bad.constData());
    }
}

void TestRfcExamples::keysOfOthersAreRefused()
{
    QFETCH(QByteArray, jwk);
    QFETCH(QByteArray, token);
    for (const RfcVector &vector : rfcVectors) {
        if (jwk != vector.jwk)
            QVERIFY(!verifyJws(token, keySet(vector.jwk), JwsRules{allJwsAlgorithms()}).ok());
    }
}

void TestRfcExamples::claimsOfRfc7519AreRead()
{
    // Section 3.1, whose token is that of RFC 7515 A.1.
    const auto verified = verifyAs(rfcVectors[0].token, keySet(rfcVectors[0].jwk), JwsAlgorithm::HS256);
    QVERIFY(verified.ok());
    QCOMPARE(verified->typ, QStringLiteral("JWT"));
    const auto claims = RegisteredClaims::fromPayload(verified->payload);
    QVERIFY(claims.ok());
    QCOMPARE(claims->iss, QStringLiteral("joe"));
    const Timestamp exp{std::chrono::seconds(1300819380)};
    QVERIFY(claims->exp == exp);
    QVERIFY(*claims->payload.member(u"http://example.com/is_root")->asBool());
    QVERIFY(claims->checkTimes(exp - std::chrono::seconds(1)).ok());
    QVERIFY(!claims->checkTimes(exp).ok());
    QVERIFY(claims->checkIssuer(u"joe").ok());
    QVERIFY(!claims->checkIssuer(u"Joe").ok());
}

void TestRfcExamples::unsecuredTokenOfRfc7519IsRefused()
{
    // Section 6.1.
    const QByteArray token =
        "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
        "Ijp0cnVlfQ.";
    QVERIFY(!verifyJws(token, keySet(rfcVectors[0].jwk), JwsRules{allJwsAlgorithms()}).ok());
}

void TestRfcExamples::signingKeyOfRfc8037GivesItsThumbprintAndSignature()
{
    const auto key = SigningKey::fromSeed(*fromBase64Url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));
    QVERIFY(key.ok());
    // A.3.
    QCOMPARE(key->kid(), QStringLiteral("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    // A.2.
    QVERIFY(key->publicJwk().contains(R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")"));
    // A.4 with the header that is ours: the public key of the RFC checks it.
    const QByteArray token = key->sign("Example of Ed25519 signing");
    QVERIFY(verifyAs(token, key->publicKeys(), JwsAlgorithm::EdDSA).ok());
    const auto published = parseJwkSet(jwkSetOf({key->publicJwk()}));
    QVERIFY(published.ok());
    const auto verified = verifyAs(token, *published, JwsAlgorithm::EdDSA);
    QVERIFY(verified.ok());
    QCOMPARE(verified->payload, QByteArray("Example of Ed25519 signing"));
    QCOMPARE(verified->kid, key->kid());
    QCOMPARE(verified->typ, QStringLiteral("JWT"));
    QVERIFY(!SigningKey::fromSeed(QByteArray(31, 'a')).ok());
    QVERIFY(!SigningKey::fromSeed(QByteArray(64, 'a')).ok());
}

CS_TEST(TestRfcExamples)
#include "tst_rfcexamples.moc"

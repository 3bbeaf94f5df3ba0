#include "jose/base64url.h"
#include "jose/hmac.h"
#include "jose/jwsparts.h"
#include "jose/jwsverify.h"
#include "support/testprogram.h"
#include "unit/jose/jwssigner.h"

using namespace cs;

namespace {

const JwsSigner &rsaSigner()
{
    static const JwsSigner signer = JwsSigner::rsa();
    return signer;
}

const JwsSigner &edSigner()
{
    static const JwsSigner signer = JwsSigner::ed25519();
    return signer;
}

JwkSet setOf(std::initializer_list<QByteArray> jwks, OctKeys oct = OctKeys::Refuse)
{
    return *parseJwkSet(jwkSetOf(jwks), oct);
}

QString reasonOf(const Result<VerifiedJws> &result)
{
    return result.ok() ? QString() : result.error().data.value(QStringLiteral("reason")).toString();
}

QByteArray headerFor(JwsAlgorithm algorithm)
{
    return R"({"alg":")" + toString(algorithm).toLatin1() + "\"}";
}

}  // namespace

class TestJwsVerify : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAlgorithmOfOpenSslIsChecked_data();
    void everyAlgorithmOfOpenSslIsChecked();
    void rulesDecide();
    void kidChoosesTheKey();
    void withoutKidExactlyOneKeyMustFit();
    void publicKeyIsNoSecretOfHmac();
    void headersThatAreRefused_data();
    void headersThatAreRefused();
    void headersThatAreAccepted_data();
    void headersThatAreAccepted();
    void spellingsThatAreRefused_data();
    void spellingsThatAreRefused();
    void signaturesOfTheWrongShape();
    void partsAreReadWithoutBelief();
};

void TestJwsVerify::everyAlgorithmOfOpenSslIsChecked_data()
{
    QTest::addColumn<int>("algorithm");
    for (const JwsAlgorithm algorithm : publicKeyAlgorithms())
        QTest::addRow("%s", qPrintable(toString(algorithm))) << int(algorithm);
}

void TestJwsVerify::everyAlgorithmOfOpenSslIsChecked()
{
    QFETCH(int, algorithm);
    const auto wanted = JwsAlgorithm(algorithm);
    const QString name = toString(wanted);
    const JwsSigner ec = JwsSigner::ec(name == u"ES256" ? "P-256" : (name == u"ES384" ? "P-384" : "P-521"));
    const JwsSigner &signer = name.startsWith(u"ES") ? ec : (name == u"EdDSA" ? edSigner() : rsaSigner());
    const JwkSet keys = setOf({signer.jwk()});
    const QByteArray token = signer.sign(wanted, headerFor(wanted), "payload");
    const auto verified = verifyJws(token, keys, JwsRules{publicKeyAlgorithms()});
    QVERIFY2(verified.ok(), qPrintable(reasonOf(verified)));
    QCOMPARE(verified->payload, QByteArray("payload"));
    QVERIFY(verified->algorithm == wanted);
    // The header names an algorithm that the key can do, but not the one of the signature.
    for (const JwsAlgorithm other : publicKeyAlgorithms() - QSet{wanted}) {
        const QByteArray lie = signer.sign(wanted, headerFor(other), "payload");
        QVERIFY(!verifyJws(lie, keys, JwsRules{publicKeyAlgorithms()}).ok());
    }
}

void TestJwsVerify::rulesDecide()
{
    const JwkSet keys = setOf({rsaSigner().jwk()});
    const QByteArray token = rsaSigner().sign(JwsAlgorithm::RS256, headerFor(JwsAlgorithm::RS256), "x");
    QVERIFY(verifyJws(token, keys, JwsRules{{JwsAlgorithm::RS256}}).ok());
    QVERIFY(!verifyJws(token, keys, JwsRules{{JwsAlgorithm::PS256, JwsAlgorithm::RS512}}).ok());
    QVERIFY(!verifyJws(token, keys, JwsRules{}).ok());
}

void TestJwsVerify::kidChoosesTheKey()
{
    const JwsSigner second = JwsSigner::ed25519();
    const JwkSet keys = setOf({edSigner().jwk(R"("kid":"one")"), second.jwk(R"("kid":"two")"),
                               JwsSigner::ec("P-256").jwk(R"("kid":"three")")});
    const JwsRules rules{publicKeyAlgorithms()};
    const auto signedBy = [&](const JwsSigner &signer, const QByteArray &kid) {
        return verifyJws(signer.sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","kid":")" + kid + "\"}", "x"), keys, rules);
    };
    QVERIFY(signedBy(edSigner(), "one").ok());
    QVERIFY(signedBy(second, "two").ok());
    QVERIFY(reasonOf(signedBy(edSigner(), "two")).contains(QLatin1String("signature")));
    QVERIFY(reasonOf(signedBy(edSigner(), "three")).contains(QLatin1String("does not fit its key")));
    QVERIFY(reasonOf(signedBy(edSigner(), "four")).contains(QLatin1String("no key")));
    QVERIFY(hasKeyFor(keys, QStringLiteral("one"), JwsAlgorithm::EdDSA));
    QVERIFY(!hasKeyFor(keys, QStringLiteral("one"), JwsAlgorithm::RS256));
    QVERIFY(!hasKeyFor(keys, QStringLiteral("four"), JwsAlgorithm::EdDSA));
    // A key without a kid is not the one that the header names.
    QVERIFY(!verifyJws(edSigner().sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","kid":"one"})", "x"),
                       setOf({edSigner().jwk()}), rules)
                 .ok());
}

void TestJwsVerify::withoutKidExactlyOneKeyMustFit()
{
    const QByteArray token = edSigner().sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA"})", "x");
    const JwsRules rules{publicKeyAlgorithms()};
    QVERIFY(verifyJws(token, setOf({edSigner().jwk(R"("kid":"one")"), rsaSigner().jwk()}), rules).ok());
    const auto two = verifyJws(token, setOf({edSigner().jwk(), JwsSigner::ed25519().jwk()}), rules);
    QVERIFY(reasonOf(two).contains(QLatin1String("more than one")));
    const auto same = verifyJws(edSigner().sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","kid":"a"})", "x"),
                                setOf({edSigner().jwk(R"("kid":"a")"), JwsSigner::ed25519().jwk(R"("kid":"a")")}),
                                rules);
    QVERIFY(reasonOf(same).contains(QLatin1String("more than one")));
    QVERIFY(!verifyJws(token, JwkSet(), rules).ok());
}

void TestJwsVerify::publicKeyIsNoSecretOfHmac()
{
    // The classic confusion: HS256 with the public key as the secret, in every form that the attacker knows it.
    const QByteArray input = toBase64Url(R"({"alg":"HS256"})") + '.' + toBase64Url("{}");
    const JwkSet keys = setOf({rsaSigner().jwk()}, OctKeys::Accept);
    for (const QByteArray &secret : {rsaSigner().jwk(), rsaSigner().members(), QByteArray()}) {
        const QByteArray token = input + '.' + toBase64Url(hmacSha256(secret, {input}));
        QVERIFY(!verifyJws(token, keys, JwsRules{allJwsAlgorithms()}).ok());
    }
}

void TestJwsVerify::headersThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("none") << QByteArray(R"({"alg":"none"})");
    QTest::newRow("None") << QByteArray(R"({"alg":"None"})");
    QTest::newRow("no alg") << QByteArray(R"({"typ":"JWT"})");
    QTest::newRow("alg in small letters") << QByteArray(R"({"alg":"eddsa"})");
    QTest::newRow("alg with a space") << QByteArray(R"({"alg":"EdDSA "})");
    QTest::newRow("alg with a NUL") << QByteArray(R"({"alg":"EdDSA\u0000"})");
    QTest::newRow("alg is a list") << QByteArray(R"({"alg":["EdDSA"]})");
    QTest::newRow("alg is null") << QByteArray(R"({"alg":null})");
    QTest::newRow("alg unknown") << QByteArray(R"({"alg":"ES256K"})");
    QTest::newRow("alg twice") << QByteArray(R"({"alg":"EdDSA","alg":"EdDSA"})");
    QTest::newRow("alg twice, escaped") << QByteArray(R"({"alg":"EdDSA","\u0061lg":"none"})");
    QTest::newRow("unknown member twice") << QByteArray(R"({"alg":"EdDSA","x":1,"x":2})");
    QTest::newRow("crit") << QByteArray(R"({"alg":"EdDSA","crit":["exp"],"exp":1})");
    QTest::newRow("crit, empty") << QByteArray(R"({"alg":"EdDSA","crit":[]})");
    QTest::newRow("b64") << QByteArray(R"({"alg":"EdDSA","b64":false})");
    QTest::newRow("jwk") << QByteArray(R"({"alg":"EdDSA","jwk":)" + edSigner().jwk() + '}');
    QTest::newRow("jku") << QByteArray(R"({"alg":"EdDSA","jku":"https://example.com/keys"})");
    QTest::newRow("x5u") << QByteArray(R"({"alg":"EdDSA","x5u":"https://example.com/cert"})");
    QTest::newRow("x5c") << QByteArray(R"({"alg":"EdDSA","x5c":["AAAA"]})");
    QTest::newRow("kid is a number") << QByteArray(R"({"alg":"EdDSA","kid":1})");
    QTest::newRow("kid is empty") << QByteArray(R"({"alg":"EdDSA","kid":""})");
    QTest::newRow("kid is long") << QByteArray(R"({"alg":"EdDSA","kid":")" + QByteArray(257, 'a') + "\"}");
    QTest::newRow("typ is a list") << QByteArray(R"({"alg":"EdDSA","typ":["JWT"]})");
    QTest::newRow("array") << QByteArray(R"(["EdDSA"])");
    QTest::newRow("text") << QByteArray(R"("EdDSA")");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray(R"({"alg":"EdDSA")");
    QTest::newRow("tail") << QByteArray(R"({"alg":"EdDSA"}{})");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{\"alg\":\"EdDSA\"}");
    QTest::newRow("no UTF-8") << QByteArray("{\"alg\":\"EdDSA\",\"x\":\"\xff\"}");
}

void TestJwsVerify::headersThatAreRefused()
{
    QFETCH(QByteArray, header);
    // The signature is right each time.
    const QByteArray token = edSigner().sign(JwsAlgorithm::EdDSA, header, "{}");
    const auto verified = verifyJws(token, setOf({edSigner().jwk()}), JwsRules{allJwsAlgorithms()});
    QVERIFY(!verified.ok());
    QCOMPARE(verified.error().code, ErrorCode::Unauthenticated);
    QVERIFY(!reasonOf(verified).isEmpty());
}

void TestJwsVerify::headersThatAreAccepted_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("spaces") << QByteArray("{ \"alg\" : \"EdDSA\" }\r\n");
    QTest::newRow("escaped") << QByteArray(R"({"\u0061lg":"EdDSA"})");
    QTest::newRow("others") << QByteArray(R"({"alg":"EdDSA","typ":"at+jwt","x5t":"a","cty":"JWT","new":{"a":1}})");
}

void TestJwsVerify::headersThatAreAccepted()
{
    QFETCH(QByteArray, header);
    const QByteArray token = edSigner().sign(JwsAlgorithm::EdDSA, header, "{}");
    QVERIFY(verifyJws(token, setOf({edSigner().jwk()}), JwsRules{allJwsAlgorithms()}).ok());
}

void TestJwsVerify::spellingsThatAreRefused_data()
{
    const QByteArray good = edSigner().sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA"})", "{}");
    const QByteArrayList parts = good.split('.');
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("dots") << QByteArray("..");
    QTest::newRow("two parts") << QByteArray(parts[0] + '.' + parts[1]);
    QTest::newRow("four parts") << QByteArray(good + '.');
    QTest::newRow("five parts") << QByteArray(good + ".a.b");
    QTest::newRow("no signature") << QByteArray(parts[0] + '.' + parts[1] + '.');
    QTest::newRow("no payload") << QByteArray(parts[0] + ".." + parts[2]);
    QTest::newRow("padding") << QByteArray(parts[0] + '.' + parts[1] + "=." + parts[2]);
    QTest::newRow("space") << QByteArray(good + ' ');
    QTest::newRow("line end") << QByteArray(parts[0] + ".\n" + parts[1] + '.' + parts[2]);
    QTest::newRow("NUL at the end") << QByteArray(good + '\0');
    QTest::newRow("left-over bits") << QByteArray(good.chopped(1) + char(good.back() + 1));
    QTest::newRow("other alphabet") << QByteArray(parts[0] + '.' + parts[1] + '.' + "++//" + parts[2].mid(4));
    QTest::newRow("too long") << edSigner().sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA"})",
                                                 QByteArray(MaxJwsBytes, ' '));
    QTest::newRow("JSON serialization") << QByteArray(R"({"payload":")" + parts[1] + R"(","protected":")" + parts[0]
                                                      + R"(","signature":")" + parts[2] + "\"}");
}

void TestJwsVerify::spellingsThatAreRefused()
{
    QFETCH(QByteArray, token);
    QVERIFY(!verifyJws(token, setOf({edSigner().jwk()}), JwsRules{allJwsAlgorithms()}).ok());
}

void TestJwsVerify::signaturesOfTheWrongShape()
{
    const JwsSigner ec = JwsSigner::ec("P-256");
    const JwkSet keys = setOf({ec.jwk(), rsaSigner().jwk(), edSigner().jwk()});
    const JwsRules rules{allJwsAlgorithms()};
    const QByteArrayList headers{headerFor(JwsAlgorithm::ES256), headerFor(JwsAlgorithm::RS256),
                                 headerFor(JwsAlgorithm::PS256), headerFor(JwsAlgorithm::EdDSA)};
    for (const QByteArray &header : headers) {
        // Zeros are the "psychic" signature; the others sit on the edges of what is expected.
        for (const qsizetype size : {0, 1, 31, 32, 63, 64, 65, 72, 255, 256, 257, 1000}) {
            for (const char fill : {'\0', '\1', '\xff'}) {
                const QByteArray token = toBase64Url(header) + '.' + toBase64Url("{}") + '.'
                                         + toBase64Url(QByteArray(size, fill));
                QVERIFY(!verifyJws(token, keys, rules).ok());
            }
        }
    }
}

void TestJwsVerify::partsAreReadWithoutBelief()
{
    const QByteArray token = QByteArray(toBase64Url(R"({"alg":"RS256","kid":"k","typ":"JWT"})") + '.'
                                        + toBase64Url("{}") + '.' + toBase64Url("no signature"));
    const auto parts = splitJws(token);
    QVERIFY(parts.ok());
    QVERIFY(parts->algorithm == JwsAlgorithm::RS256);
    QCOMPARE(parts->kid, QStringLiteral("k"));
    QCOMPARE(parts->payload, QByteArray("{}"));
    QCOMPARE(parts->input.toByteArray(), token.left(token.lastIndexOf('.')));
}

CS_TEST(TestJwsVerify)
#include "tst_jwsverify.moc"

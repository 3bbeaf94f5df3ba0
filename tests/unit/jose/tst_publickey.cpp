#include "jose/base64url.h"
#include "jose/publickey.h"
#include "support/testprogram.h"
#include "unit/jose/jwssigner.h"

using namespace cs;

namespace {

const JwsSigner &signer(const char *kind)
{
    static const JwsSigner rsaKey = JwsSigner::rsa();
    static const JwsSigner ecKey = JwsSigner::ec("P-256");
    static const JwsSigner edKey = JwsSigner::ed25519();
    return *kind == 'r' ? rsaKey : (*(kind + 1) == 'c' ? ecKey : edKey);
}

// The members with one of them set to the bytes.
QByteArray with(const QByteArray &members, const QByteArray &name, const QByteArray &bytes)
{
    const QByteArray head = '"' + name + R"(":")";
    const qsizetype start = members.indexOf(head) + head.size();
    const qsizetype end = members.indexOf('"', start);
    return '{' + members.left(start) + toBase64Url(bytes) + members.mid(end) + '}';
}

QByteArray bytesOf(const QByteArray &members, const QByteArray &name)
{
    const QByteArray head = '"' + name + R"(":")";
    const qsizetype start = members.indexOf(head) + head.size();
    return *fromBase64Url(members.mid(start, members.indexOf('"', start) - start));
}

Result<PublicKey> read(const QByteArray &jwk, OctKeys oct = OctKeys::Refuse)
{
    const auto value = json::parse(jwk);
    return value ? PublicKey::fromJwk(*value, oct) : Result<PublicKey>(value.error());
}

}  // namespace

class TestPublicKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysFitTheirAlgorithmsOnly_data();
    void keysFitTheirAlgorithmsOnly();
    void algLimitsAKey();
    void unusableKeys_data();
    void unusableKeys();
    void symmetricKeysAreTakenWhereAskedFor();
    void setsKeepTheGoodAndSayWhyTheRestIsIgnored();
    void badSets_data();
    void badSets();
};

void TestPublicKey::keysFitTheirAlgorithmsOnly_data()
{
    QTest::addColumn<QByteArray>("jwk");
    QTest::addColumn<QString>("algorithms");
    QTest::newRow("RSA") << signer("rsa").jwk() << "RS256 RS384 RS512 PS256 PS384 PS512";
    QTest::newRow("P-256") << signer("ec").jwk() << "ES256";
    QTest::newRow("P-384") << JwsSigner::ec("P-384").jwk() << "ES384";
    QTest::newRow("P-521") << JwsSigner::ec("P-521").jwk() << "ES512";
    QTest::newRow("Ed25519") << signer("ed").jwk() << "EdDSA";
    QTest::newRow("what else providers write")
        << signer("rsa").jwk(R"("use":"sig","key_ops":["verify","other"],"x5t":"abc","x5c":["AAAA"],"foo":{})")
        << "RS256 RS384 RS512 PS256 PS384 PS512";
}

void TestPublicKey::keysFitTheirAlgorithmsOnly()
{
    QFETCH(QByteArray, jwk);
    QFETCH(QString, algorithms);
    const auto key = read(jwk);
    QVERIFY(key.ok());
    for (const JwsAlgorithm algorithm : allJwsAlgorithms())
        QCOMPARE(key->fits(algorithm), algorithms.split(u' ').contains(toString(algorithm)));
}

void TestPublicKey::algLimitsAKey()
{
    const auto key = read(signer("rsa").jwk(R"("kid":"a","alg":"PS256")"));
    QVERIFY(key.ok());
    QCOMPARE(key->kid(), QStringLiteral("a"));
    QVERIFY(key->fits(JwsAlgorithm::PS256));
    QVERIFY(!key->fits(JwsAlgorithm::RS256));
}

void TestPublicKey::unusableKeys_data()
{
    const QByteArray rsa = signer("rsa").members();
    const QByteArray ec = signer("ec").members();
    const QByteArray ed = signer("ed").members();
    const QByteArray n = bytesOf(rsa, "n");
    QByteArray even = n;
    even.back() = static_cast<char>(even.back() & ~1);
    QByteArray off = bytesOf(ec, "y");
    off[7] = static_cast<char>(off[7] ^ 1);

    QTest::addColumn<QByteArray>("jwk");
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("no kty") << QByteArray(R"({"n":"AQAB","e":"AQAB"})");
    QTest::newRow("unknown kty") << QByteArray(R"({"kty":"AKP","pub":"AQAB"})");
    QTest::newRow("kty twice") << signer("ed").jwk(R"("kty":"OKP")");
    QTest::newRow("private: RSA") << signer("rsa").jwk(R"("d":"AQAB")");
    QTest::newRow("private: EC") << signer("ec").jwk(R"("d":"AQAB")");
    QTest::newRow("private: OKP") << signer("ed").jwk(R"("d":"AQAB")");
    QTest::newRow("private: prime") << signer("rsa").jwk(R"("p":"AQAB")");
    QTest::newRow("k in RSA") << signer("rsa").jwk(R"("k":"AQAB")");
    QTest::newRow("use: enc") << signer("rsa").jwk(R"("use":"enc")");
    QTest::newRow("use: number") << signer("rsa").jwk(R"("use":1)");
    QTest::newRow("key_ops: sign") << signer("rsa").jwk(R"("key_ops":["sign"])");
    QTest::newRow("key_ops: text") << signer("rsa").jwk(R"("key_ops":"verify")");
    QTest::newRow("alg for encryption") << signer("rsa").jwk(R"("alg":"RSA-OAEP")");
    QTest::newRow("alg of another type") << signer("rsa").jwk(R"("alg":"ES256")");
    QTest::newRow("alg none") << signer("rsa").jwk(R"("alg":"none")");
    QTest::newRow("alg of HMAC") << signer("rsa").jwk(R"("alg":"HS256")");
    QTest::newRow("kid: number") << signer("rsa").jwk(R"("kid":1)");
    QTest::newRow("kid: empty") << signer("rsa").jwk(R"("kid":"")");
    QTest::newRow("kid: long") << signer("rsa").jwk("\"kid\":\"" + QByteArray(257, 'a') + '"');

    QTest::newRow("RSA of 1024 bits") << JwsSigner::rsa(1024).jwk();
    QTest::newRow("RSA of 2047 bits") << with(rsa, "n", QByteArray(1, char(n[0] & 0x7f)) + n.mid(1));
    QTest::newRow("RSA of 8200 bits") << with(rsa, "n", QByteArray(1025, '\xff'));
    QTest::newRow("even modulus") << with(rsa, "n", even);
    QTest::newRow("leading zero in the modulus") << with(rsa, "n", '\0' + n);
    QTest::newRow("leading zero in the exponent") << with(rsa, "e", QByteArray("\0\1\0\1", 4));
    QTest::newRow("exponent 1") << with(rsa, "e", QByteArray(1, '\1'));
    QTest::newRow("even exponent") << with(rsa, "e", QByteArray("\1\0\0", 3));
    QTest::newRow("long exponent") << with(rsa, "e", QByteArray(9, '\1'));
    QTest::newRow("no exponent") << with(rsa, "e", {});
    QTest::newRow("no modulus") << QByteArray(R"({"kty":"RSA","e":"AQAB"})");
    QTest::newRow("padded modulus") << QByteArray('{' + rsa + '}').replace(R"(","e")", R"(=","e")");

    QTest::newRow("point off the curve") << with(ec, "y", off);
    QTest::newRow("point at nowhere") << with(with(ec, "x", QByteArray(32, '\0')).chopped(1).mid(1), "y",
                                              QByteArray(32, '\0'));
    QTest::newRow("x too large") << with(ec, "x", QByteArray(32, '\xff'));
    QTest::newRow("short x") << with(ec, "x", QByteArray(31, '\1'));
    QTest::newRow("long x") << with(ec, "x", '\0' + bytesOf(ec, "x"));
    QTest::newRow("no y") << QByteArray(R"({"kty":"EC","crv":"P-256","x":")" + toBase64Url(bytesOf(ec, "x")) + "\"}");
    QTest::newRow("point of another curve") << '{' + QByteArray(ec).replace("P-256", "P-384") + '}';
    QTest::newRow("unknown curve") << '{' + QByteArray(ec).replace("P-256", "secp256k1") + '}';

    QTest::newRow("Ed25519 of 31 bytes") << with(ed, "x", QByteArray(31, '\1'));
    QTest::newRow("Ed25519 of small order") << with(ed, "x", '\1' + QByteArray(31, '\0'));
    QTest::newRow("Ed25519, zero") << with(ed, "x", QByteArray(32, '\0'));
    QTest::newRow("X25519") << '{' + QByteArray(ed).replace("Ed25519", "X25519") + '}';
    QTest::newRow("symmetric") << QByteArray(R"({"kty":"oct","k":")" + toBase64Url(QByteArray(64, 'k')) + "\"}");
}

void TestPublicKey::unusableKeys()
{
    QFETCH(QByteArray, jwk);
    const auto key = read(jwk);
    QVERIFY(!key.ok());
    QVERIFY(!key.error().message.isEmpty());
}

void TestPublicKey::symmetricKeysAreTakenWhereAskedFor()
{
    const QByteArray good = R"({"kty":"oct","k":")" + toBase64Url(QByteArray(32, 'k')) + "\"}";
    const QByteArray weak = R"({"kty":"oct","k":")" + toBase64Url(QByteArray(31, 'k')) + "\"}";
    QVERIFY(!read(good).ok());
    const auto key = read(good, OctKeys::Accept);
    QVERIFY(key.ok());
    for (const JwsAlgorithm algorithm : allJwsAlgorithms())
        QCOMPARE(key->fits(algorithm), algorithm == JwsAlgorithm::HS256);
    QVERIFY(!read(weak, OctKeys::Accept).ok());
    QVERIFY(!read(R"({"kty":"oct"})", OctKeys::Accept).ok());
}

void TestPublicKey::setsKeepTheGoodAndSayWhyTheRestIsIgnored()
{
    const QByteArray secret = "c2VjcmV0IHRoYXQgaXMgbm90IHRvIGJlIHNob3du";
    const auto set = parseJwkSet(
        jwkSetOf({signer("rsa").jwk(R"("kid":"one")"), signer("ec").jwk("\"d\":\"" + secret + '"'), R"({"kty":"new"})",
                  signer("ed").jwk(R"("kid":"four")")}));
    QVERIFY(set.ok());
    QCOMPARE(set->keys.size(), size_t(2));
    QCOMPARE(set->keys.at(1).kid(), QStringLiteral("four"));
    QCOMPARE(set->ignored.size(), 2);
    QVERIFY(set->ignored.at(0).startsWith(QLatin1String("key 2")));
    QVERIFY(set->ignored.at(1).startsWith(QLatin1String("key 3")));
    QVERIFY(!set->ignored.join(u' ').contains(QString::fromLatin1(secret)));
}

void TestPublicKey::badSets_data()
{
    QByteArrayList many;
    for (int i = 0; i < 51; ++i)
        many << R"({"kty":"none"})";
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("<html>");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("a key alone") << signer("ed").jwk();
    QTest::newRow("keys is no array") << QByteArray(R"({"keys":{}})");
    QTest::newRow("keys twice") << QByteArray(R"({"keys":[],"keys":[]})");
    QTest::newRow("51 keys") << QByteArray(R"({"keys":[)" + many.join(',') + "]}");
    QTest::newRow("too large") << QByteArray(R"({"keys":[]})" + QByteArray(MaxJwkSetBytes, ' '));
}

void TestPublicKey::badSets()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseJwkSet(text).ok());
}

CS_TEST(TestPublicKey)
#include "tst_publickey.moc"


#include "jose/base64url.h"
#include "jose/compactjws.h"
#include "jose/hmac.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// RFC 7515 appendix A.1.
const QByteArray RfcKey = *fromBase64Url(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
const QByteArray RfcToken =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

// Signs whatever header it is given: what an attacker without the key cannot do, so the header alone is on trial.
QByteArray signedWith(QByteArrayView header, QByteArrayView payload = "{}")
{
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(payload);
    return input + '.' + toBase64Url(hmacSha256(RfcKey, {input}));
}

}  // namespace

class TestCompactJws : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signatureOfTheRfcExampleFits();
    void macOfRfc4231Fits();
    void whatWasSignedIsRead();
    void refusals_data();
    void refusals();
    void everyFlippedBitIsRefused();
    void base64UrlTakesOnlyTheOneSpelling_data();
    void base64UrlTakesOnlyTheOneSpelling();
};

void TestCompactJws::signatureOfTheRfcExampleFits()
{
    const auto payload = verifyHs256(RfcToken, RfcKey);
    QVERIFY(payload.ok());
    QCOMPARE(*payload,
             QByteArray("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"));
}

void TestCompactJws::macOfRfc4231Fits()
{
    // Test case 2, in two parts, and test case 6: a key longer than a block.
    QCOMPARE(hmacSha256("Jefe", {"what do ya want ", "for nothing?"}).toHex(),
             QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    QCOMPARE(hmacSha256(QByteArray(131, '\xaa'), {"Test Using Larger Than Block-Size Key - Hash Key First"}).toHex(),
             QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
}

void TestCompactJws::whatWasSignedIsRead()
{
    const QByteArray token = signHs256(R"({"user_id":"alice"})", RfcKey);
    const auto payload = verifyHs256(token, RfcKey);
    QVERIFY(payload.ok());
    QCOMPARE(*payload, QByteArray(R"({"user_id":"alice"})"));
    QVERIFY(!verifyHs256(token, RfcKey + 'x').ok());
}

void TestCompactJws::refusals_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = signedWith(R"({"alg":"HS256"})");
    const qsizetype dot = good.lastIndexOf('.');
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only dots") << QByteArray("..");
    QTest::newRow("two parts") << good.left(dot);
    QTest::newRow("four parts") << QByteArray(good + ".AA");
    QTest::newRow("trailing dot") << QByteArray(good + '.');
    QTest::newRow("no signature") << good.left(dot + 1);
    QTest::newRow("short signature") << good.chopped(4);
    QTest::newRow("padded") << QByteArray(good + '=');
    QTest::newRow("space before") << QByteArray(' ' + good);
    QTest::newRow("line end after") << QByteArray(good + '\n');
    QTest::newRow("plain base64 alphabet") << QByteArray(good).replace('-', '+').replace('_', '/').append('+');
    QTest::newRow("left-over bits in the signature") << QByteArray(good.chopped(1) + char(good.back() + 1));
    QTest::newRow("NUL inside") << QByteArray(good).replace(2, 1, QByteArray(1, '\0'));
    QTest::newRow("alg none without signature") << QByteArray(toBase64Url(R"({"alg":"none"})") + ".e30.");
    QTest::newRow("alg none, signed") << signedWith(R"({"alg":"none"})");
    QTest::newRow("alg NONE") << signedWith(R"({"alg":"NONE"})");
    QTest::newRow("alg hs256") << signedWith(R"({"alg":"hs256"})");
    QTest::newRow("alg HS384") << signedWith(R"({"alg":"HS384"})");
    QTest::newRow("alg RS256") << signedWith(R"({"alg":"RS256"})");
    QTest::newRow("alg missing") << signedWith(R"({"typ":"JWT"})");
    QTest::newRow("alg is no text") << signedWith(R"({"alg":["HS256"]})");
    QTest::newRow("alg twice") << signedWith(R"({"alg":"HS256","alg":"none"})");
    QTest::newRow("alg twice, escaped") << signedWith(R"({"alg":"HS256","\u0061lg":"HS256"})");
    QTest::newRow("crit") << signedWith(R"({"alg":"HS256","crit":["exp"],"exp":1})");
    QTest::newRow("jwk") << signedWith(R"({"alg":"HS256","jwk":{"kty":"oct","k":"AA"}})");
    QTest::newRow("jku") << signedWith(R"({"alg":"HS256","jku":"https://example.com/keys"})");
    QTest::newRow("x5u") << signedWith(R"({"alg":"HS256","x5u":"https://example.com/cert"})");
    QTest::newRow("x5c") << signedWith(R"({"alg":"HS256","x5c":[]})");
    QTest::newRow("header is an array") << signedWith(R"(["HS256"])");
    QTest::newRow("header is no JSON") << signedWith(R"({"alg":"HS256")");
    QTest::newRow("header has a tail") << signedWith(R"({"alg":"HS256"}x)");
    QTest::newRow("too long") << signedWith(R"({"alg":"HS256"})", QByteArray(MaxJwsBytes, ' '));
}

void TestCompactJws::refusals()
{
    QFETCH(QByteArray, token);
    const auto payload = verifyHs256(token, RfcKey);
    QVERIFY(!payload.ok());
    QCOMPARE(payload.error().code, ErrorCode::Unauthenticated);
    const QString reason = payload.error().data.value("reason").toString();
    QVERIFY(!reason.isEmpty());
    QVERIFY(token.size() < 8 || !reason.contains(QString::fromLatin1(token.left(8))));
}

void TestCompactJws::everyFlippedBitIsRefused()
{
    const QByteArray good = signHs256(R"({"user_id":"alice"})", RfcKey);
    for (qsizetype byte = 0; byte < good.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray bad = good;
            bad[byte] = static_cast<char>(bad[byte] ^ (1 << bit));
            QVERIFY2(!verifyHs256(bad, RfcKey).ok(), bad.constData());
        }
    }
}

void TestCompactJws::base64UrlTakesOnlyTheOneSpelling_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("nothing") << QByteArray("") << true;
    QTest::newRow("one byte") << QByteArray("_w") << true;
    QTest::newRow("one byte, left-over bits") << QByteArray("_x") << false;
    QTest::newRow("two bytes") << QByteArray("__8") << true;
    QTest::newRow("two bytes, left-over bits") << QByteArray("__9") << false;
    QTest::newRow("padding") << QByteArray("_w==") << false;
    QTest::newRow("one letter") << QByteArray("A") << false;
    QTest::newRow("five letters") << QByteArray("AAAAA") << false;
    QTest::newRow("other alphabet") << QByteArray("/w") << false;
    QTest::newRow("space") << QByteArray("_ w") << false;
    QTest::newRow("high byte") << QByteArray("\xff\xff") << false;
}

void TestCompactJws::base64UrlTakesOnlyTheOneSpelling()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    const auto bytes = fromBase64Url(text);
    QCOMPARE(bytes.has_value(), good);
    if (bytes)
        QCOMPARE(toBase64Url(*bytes), text);
}

CS_TEST(TestCompactJws)
#include "tst_compactjws.moc"

#include <QJsonDocument>
#include <QJsonObject>

#include "fuzz/mutator.h"
#include "jose/base64url.h"
#include "jose/hmac.h"
#include "jose/jwsverify.h"
#include "jose/registeredclaims.h"
#include "support/testprogram.h"
#include "unit/jose/jwssigner.h"

using namespace cs;

namespace {

constexpr int tokenCount = 10'000;

QByteArrayList jsonTokens()
{
    return {"{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u0061",
            "null",
            "1e9",
            "\"alg\":\"none\",",
            "\"alg\":\"EdDSA\",",
            "\"crit\":[],",
            "\"jwk\":{},",
            "\"kid\":\"ed\",",
            "\"kid\":\"rsa\",",
            "\"b64\":false,",
            "\"x5c\":[],",
            QByteArray(1, '\0'),
            "\xff",
            " "};
}

// Damaged tokens, headers, claims and sets of keys into the verifier.
class TokenFuzz : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void onlyWhatWasSignedIsAccepted();
    void damagedHeadersWithRightSignatures();
    void damagedPayloads();
    void damagedSetsOfKeys();

private:
    const JwsSigner m_rsa = JwsSigner::rsa();
    const JwsSigner m_ec = JwsSigner::ec("P-256");
    const JwsSigner m_ec521 = JwsSigner::ec("P-521");
    const JwsSigner m_ed = JwsSigner::ed25519();
    QByteArray m_set;
    JwkSet m_keys;
};

void TokenFuzz::initTestCase()
{
    m_set = jwkSetOf({m_rsa.jwk(R"("kid":"rsa")"), m_ec.jwk(R"("kid":"ec")"), m_ec521.jwk(), m_ed.jwk(R"("kid":"ed")"),
                      R"({"kty":"oct","kid":"oct","k":")" + toBase64Url(QByteArray(32, 'k')) + "\"}"});
    const auto keys = parseJwkSet(m_set, OctKeys::Accept);
    QVERIFY(keys.ok());
    QCOMPARE(keys->keys.size(), size_t(5));
    m_keys = *keys;
}

void TokenFuzz::onlyWhatWasSignedIsAccepted()
{
    const QByteArray payload = R"({"iss":"a","sub":"b","aud":["c"],"exp":4102444800})";
    const QByteArray macHeader = toBase64Url(R"({"alg":"HS256","kid":"oct"})") + '.' + toBase64Url(payload);
    const QByteArrayList tokens{m_rsa.sign(JwsAlgorithm::RS256, R"({"alg":"RS256","kid":"rsa"})", payload),
                                m_rsa.sign(JwsAlgorithm::PS512, R"({"alg":"PS512"})", payload),
                                m_ec.sign(JwsAlgorithm::ES256, R"({"alg":"ES256","kid":"ec"})", payload),
                                m_ec521.sign(JwsAlgorithm::ES512, R"({"alg":"ES512"})", payload),
                                m_ed.sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","typ":"JWT"})", payload),
                                macHeader + '.' + toBase64Url(hmacSha256(QByteArray(32, 'k'), {macHeader}))};
    const JwsRules rules{allJwsAlgorithms()};
    for (const QByteArray &token : tokens)
        QVERIFY2(verifyJws(token, m_keys, rules).ok(), token.constData());
    Mutator mutator(7'515, tokens,
                    {".", "=", "A", "_", "-", "+", "/", "==", "\n", " ", QByteArray(1, '\0'), "\xff",
                     "eyJhbGciOiJub25lIn0.", "e30"});
    int accepted = 0;
    for (int i = 0; i < tokenCount; ++i) {
        const QByteArray token = mutator.next();
        if (!verifyJws(token, m_keys, rules).ok())
            continue;
        ++accepted;
        QVERIFY2(tokens.contains(token), token.toPercentEncoding());
    }
    qInfo("%d tokens, %d of them undamaged and accepted", tokenCount, accepted);
    QVERIFY(accepted > 0 && accepted < tokenCount / 2);
}

void TokenFuzz::damagedHeadersWithRightSignatures()
{
    Mutator mutator(
        7'517, {R"({"alg":"EdDSA"})", R"({"alg":"EdDSA","kid":"ed","typ":"JWT"})", R"({"typ":"JWT","alg":"EdDSA"})"},
        jsonTokens());
    int accepted = 0;
    for (int i = 0; i < tokenCount; ++i) {
        const QByteArray header = mutator.next();
        const auto verified = verifyJws(m_ed.sign(JwsAlgorithm::EdDSA, header, "{}"), m_keys,
                                        JwsRules{allJwsAlgorithms()});
        if (!verified.ok())
            continue;
        ++accepted;
        // A second reader, which shares no code, must understand the same.
        const QJsonObject read = QJsonDocument::fromJson(header).object();
        QVERIFY2(read.value("alg").toString() == u"EdDSA", header.toPercentEncoding());
        for (const char *name : {"crit", "b64", "jwk", "jku", "x5c", "x5u"})
            QVERIFY2(!read.contains(QLatin1String(name)), header.toPercentEncoding());
        QVERIFY2(!read.contains("kid") || read.value("kid").toString() == u"ed", header.toPercentEncoding());
    }
    qInfo("%d headers, %d of them accepted", tokenCount, accepted);
    QVERIFY(accepted > 0 && accepted < tokenCount);
}

void TokenFuzz::damagedPayloads()
{
    Mutator mutator(
        7'519,
        {R"({"iss":"a","sub":"b","aud":["c","d"],"exp":4102444800,"iat":1,"nbf":1.5,"jti":"x"})", R"({"aud":"c"})"},
        jsonTokens());
    int good = 0;
    for (int i = 0; i < tokenCount; ++i) {
        const QByteArray payload = mutator.next();
        const auto claims = RegisteredClaims::fromPayload(payload);
        if (!claims.ok())
            continue;
        ++good;
        QVERIFY2(QJsonDocument::fromJson(payload).isObject() || payload.contains('\0'), payload.toPercentEncoding());
        const auto checked = claims->checkTimes(Timestamp(std::chrono::seconds(1'767'225'600)));
        QVERIFY(!checked.ok() || claims->exp);
    }
    QVERIFY(good > 0 && good < tokenCount);
}

void TokenFuzz::damagedSetsOfKeys()
{
    Mutator mutator(7'638, {m_set}, jsonTokens());
    int good = 0;
    for (int i = 0; i < tokenCount; ++i) {
        const auto keys = parseJwkSet(mutator.next());
        good += keys.ok();
        QVERIFY(!keys.ok() || keys->keys.size() + size_t(keys->ignored.size()) <= MaxJwkSetKeys);
    }
    QVERIFY(good > 0 && good < tokenCount);
}

}  // namespace

CS_TEST(TokenFuzz)
#include "fuzz_tokens.moc"

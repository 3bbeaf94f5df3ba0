#include "jose/registeredclaims.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

constexpr qint64 nowSeconds = 1767225600;
const Timestamp now{std::chrono::seconds(nowSeconds)};

QByteArray number(qint64 seconds)
{
    return QByteArray::number(seconds);
}

}  // namespace

class TestRegisteredClaims : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allAreRead();
    void allMayBeAbsent();
    void audienceMayBeOneOrSeveral();
    void fractionsOfSecondsAreRead();
    void unusablePayloads_data();
    void unusablePayloads();
    void timesAtTheirEdges_data();
    void timesAtTheirEdges();
};

void TestRegisteredClaims::allAreRead()
{
    const auto claims = RegisteredClaims::fromPayload(
        R"({"iss":"https://id.example","sub":"alice","aud":"cams","jti":"7","iat":1,"exp":3,"nbf":2,"role":["a"]})");
    QVERIFY(claims.ok());
    QCOMPARE(claims->iss, QStringLiteral("https://id.example"));
    QCOMPARE(claims->sub, QStringLiteral("alice"));
    QCOMPARE(claims->jti, QStringLiteral("7"));
    QCOMPARE(claims->aud, QStringList{"cams"});
    QVERIFY(claims->iat == Timestamp(1s));
    QVERIFY(claims->nbf == Timestamp(2s));
    QVERIFY(claims->exp == Timestamp(3s));
    QVERIFY(claims->payload.member(u"role")->asArray());
}

void TestRegisteredClaims::allMayBeAbsent()
{
    const auto claims = RegisteredClaims::fromPayload("{}");
    QVERIFY(claims.ok());
    QVERIFY(!claims->iat && !claims->exp && !claims->nbf);
    QVERIFY(!claims->checkTimes(now).ok());
    QVERIFY(!claims->checkIssuer(u"").ok());
    QVERIFY(!claims->checkAudience(u"").ok());
}

void TestRegisteredClaims::audienceMayBeOneOrSeveral()
{
    const auto several = RegisteredClaims::fromPayload(R"({"aud":["a","cams"]})");
    QVERIFY(several.ok());
    QVERIFY(several->checkAudience(u"cams").ok());
    QVERIFY(several->checkAudience(u"a").ok());
    QVERIFY(!several->checkAudience(u"cam").ok());
    QVERIFY(!several->checkAudience(u"CAMS").ok());
    QVERIFY(!RegisteredClaims::fromPayload(R"({"aud":[]})")->checkAudience(u"cams").ok());
}

void TestRegisteredClaims::fractionsOfSecondsAreRead()
{
    const auto claims = RegisteredClaims::fromPayload(R"({"exp":1767225600.5,"iat":1.76722559e9})");
    QVERIFY(claims.ok());
    QVERIFY(claims->exp == now + 500ms);
    QVERIFY(claims->iat == now - 10s);
}

void TestRegisteredClaims::unusablePayloads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("tail") << QByteArray("{} {}");
    QTest::newRow("iss is a number") << QByteArray(R"({"iss":1})");
    QTest::newRow("iss is empty") << QByteArray(R"({"iss":""})");
    QTest::newRow("sub is null") << QByteArray(R"({"sub":null})");
    QTest::newRow("sub is long") << QByteArray(R"({"sub":")" + QByteArray(1025, 'a') + "\"}");
    QTest::newRow("jti is a list") << QByteArray(R"({"jti":["a"]})");
    QTest::newRow("aud is a number") << QByteArray(R"({"aud":1})");
    QTest::newRow("aud has a number") << QByteArray(R"({"aud":["a",1]})");
    QTest::newRow("aud has 51") << QByteArray(R"({"aud":[)" + QByteArrayList(51, "\"a\"").join(',') + "]}");
    QTest::newRow("exp is a text") << QByteArray(R"({"exp":"1"})");
    QTest::newRow("exp is negative") << QByteArray(R"({"exp":-1})");
    QTest::newRow("exp is beyond time") << QByteArray(R"({"exp":253402300800})");
    QTest::newRow("exp is beyond 64 bits") << QByteArray(R"({"exp":99999999999999999999})");
    QTest::newRow("exp is huge") << QByteArray(R"({"exp":1e308})");
    QTest::newRow("iat is a flag") << QByteArray(R"({"iat":true})");
    QTest::newRow("nbf is null") << QByteArray(R"({"nbf":null})");
    QTest::newRow("exp twice") << QByteArray(R"({"exp":1,"exp":2})");
    QTest::newRow("unknown twice") << QByteArray(R"({"x":1,"x":1})");
    QTest::newRow("twice further in") << QByteArray(R"({"realm_access":{"roles":[],"roles":["admin"]}})");
    QTest::newRow("twice in a list") << QByteArray(R"({"x":[{"a":1,"a":1}]})");
    QTest::newRow("too deep") << QByteArray(R"({"x":)" + QByteArray(70, '[') + QByteArray(70, ']') + '}');
}

void TestRegisteredClaims::unusablePayloads()
{
    QFETCH(QByteArray, text);
    const auto claims = RegisteredClaims::fromPayload(text);
    QVERIFY(!claims.ok());
    QCOMPARE(claims.error().code, ErrorCode::Unauthenticated);
}

void TestRegisteredClaims::timesAtTheirEdges_data()
{
    const qint64 longest = RegisteredClaims::LongestLife.count();
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("good");
    QTest::newRow("exp in a second") << R"({"exp":)" + number(nowSeconds + 1) + '}' << true;
    QTest::newRow("exp now") << R"({"exp":)" + number(nowSeconds) + '}' << false;
    QTest::newRow("exp in half a second") << R"({"exp":)" + number(nowSeconds) + ".5}" << true;
    QTest::newRow("exp in ten years, without iat") << R"({"exp":)" + number(nowSeconds + longest + 1) + '}' << false;
    const auto issued = [](qint64 iat, qint64 exp) {
        return R"({"iat":)" + number(iat) + R"(,"exp":)" + number(exp) + '}';
    };
    QTest::newRow("iat 30 s ahead") << issued(nowSeconds + 30, nowSeconds + 60) << true;
    QTest::newRow("iat 31 s ahead") << issued(nowSeconds + 31, nowSeconds + 60) << false;
    QTest::newRow("ends as it begins") << issued(nowSeconds + 5, nowSeconds + 5) << false;
    QTest::newRow("longest life") << issued(nowSeconds - 5, nowSeconds - 5 + longest) << true;
    QTest::newRow("beyond the longest life") << issued(nowSeconds - 5, nowSeconds - 4 + longest) << false;
    const auto later = [](qint64 nbf) { return R"({"exp":1767225700,"nbf":)" + number(nbf) + '}'; };
    QTest::newRow("nbf 30 s ahead") << later(nowSeconds + 30) << true;
    QTest::newRow("nbf 31 s ahead") << later(nowSeconds + 31) << false;
}

void TestRegisteredClaims::timesAtTheirEdges()
{
    QFETCH(QByteArray, payload);
    QFETCH(bool, good);
    const auto claims = RegisteredClaims::fromPayload(payload);
    QVERIFY(claims.ok());
    QCOMPARE(claims->checkTimes(now).ok(), good);
}

CS_TEST(TestRegisteredClaims)
#include "tst_registeredclaims.moc"

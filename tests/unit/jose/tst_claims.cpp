
#include "jose/claims.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

constexpr qint64 NowSeconds = 1767225600;
const Timestamp Now{std::chrono::seconds(NowSeconds)};

// A payload with one part replaced.
QByteArray payload(const QByteArray &times, const QByteArray &rest = R"("user_id":"alice","role":"viewer")")
{
    return '{' + rest + ',' + times + '}';
}

QByteArray times(qint64 issued, qint64 expires)
{
    return "\"iat\":" + QByteArray::number(issued) + ",\"exp\":" + QByteArray::number(expires);
}

const QByteArray GoodTimes = times(NowSeconds, NowSeconds + 60);

}  // namespace

class TestClaims : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void unknownClaimsAreIgnored();
    void timesAtTheirEdges_data();
    void timesAtTheirEdges();
    void refusals_data();
    void refusals();
};

void TestClaims::roundTrip()
{
    const Claims claims{QStringLiteral("Zoë \"the\" admin"), Role::Admin, Now, Now + 1h};
    const auto read = claimsFromPayload(toPayload(claims), Now);
    QVERIFY(read.ok());
    QCOMPARE(read->userId, claims.userId);
    QVERIFY(read->role == claims.role);
    QVERIFY(read->issuedAt == claims.issuedAt);
    QVERIFY(read->expiresAt == claims.expiresAt);
}

void TestClaims::unknownClaimsAreIgnored()
{
    QVERIFY(claimsFromPayload(payload(GoodTimes + R"(,"iss":"x","aud":["a"],"nested":{"a":1,"a":2})"), Now).ok());
}

void TestClaims::timesAtTheirEdges_data()
{
    const qint64 tenYears = Claims::LongestLife.count();
    QTest::addColumn<qint64>("issued");
    QTest::addColumn<qint64>("expires");
    QTest::addColumn<bool>("good");
    QTest::newRow("expires in a second") << NowSeconds << NowSeconds + 1 << true;
    QTest::newRow("expires now") << NowSeconds - 10 << NowSeconds << false;
    QTest::newRow("expired a second ago") << NowSeconds - 10 << NowSeconds - 1 << false;
    QTest::newRow("issued 30 s ahead") << NowSeconds + 30 << NowSeconds + 60 << true;
    QTest::newRow("issued 31 s ahead") << NowSeconds + 31 << NowSeconds + 60 << false;
    QTest::newRow("ends as it begins") << NowSeconds + 5 << NowSeconds + 5 << false;
    QTest::newRow("ends before it begins") << NowSeconds + 5 << NowSeconds + 4 << false;
    QTest::newRow("ten years") << NowSeconds << NowSeconds + tenYears << true;
    QTest::newRow("ten years and a second") << NowSeconds << NowSeconds + tenYears + 1 << false;
    QTest::newRow("negative") << qint64(-1) << NowSeconds + 1 << false;
    QTest::newRow("milliseconds by mistake") << NowSeconds * 1000 << NowSeconds * 1000 + 60000 << false;
    QTest::newRow("largest number") << NowSeconds << std::numeric_limits<qint64>::max() << false;
}

void TestClaims::timesAtTheirEdges()
{
    QFETCH(qint64, issued);
    QFETCH(qint64, expires);
    QFETCH(bool, good);
    QCOMPARE(claimsFromPayload(payload(times(issued, expires)), Now).ok(), good);
}

void TestClaims::refusals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no UTF-8") << payload(GoodTimes, "\"user_id\":\"\xff\",\"role\":\"viewer\"");
    QTest::newRow("no user") << payload(GoodTimes, R"("role":"viewer")");
    QTest::newRow("empty user") << payload(GoodTimes, R"("user_id":"","role":"viewer")");
    QTest::newRow("number as user") << payload(GoodTimes, R"("user_id":7,"role":"viewer")");
    QTest::newRow("null as user") << payload(GoodTimes, R"("user_id":null,"role":"viewer")");
    QTest::newRow("user of 129 characters")
        << payload(GoodTimes, "\"user_id\":\"" + QByteArray(129, 'a') + "\",\"role\":\"viewer\"");
    QTest::newRow("line end in the user") << payload(GoodTimes, R"("user_id":"a\nb","role":"viewer")");
    QTest::newRow("NUL in the user") << payload(GoodTimes, R"("user_id":"a\u0000b","role":"viewer")");
    QTest::newRow("zero width space in the user") << payload(GoodTimes, R"("user_id":"a\u200bb","role":"viewer")");
    QTest::newRow("writing direction in the user") << payload(GoodTimes, R"("user_id":"\u202ebob","role":"viewer")");
    QTest::newRow("filler in the user") << payload(GoodTimes, R"("user_id":"bob\u3164","role":"viewer")");
    QTest::newRow("user twice") << payload(GoodTimes, R"("user_id":"a","user_id":"a","role":"viewer")");
    QTest::newRow("role twice") << payload(GoodTimes, R"("user_id":"a","role":"viewer","role":"admin")");
    QTest::newRow("exp twice") << payload(GoodTimes + ",\"exp\":" + QByteArray::number(NowSeconds + 60));
    QTest::newRow("unknown claim twice") << payload(GoodTimes + R"(,"x":1,"x":1)");
    QTest::newRow("no role") << payload(GoodTimes, R"("user_id":"a")");
    QTest::newRow("unknown role") << payload(GoodTimes, R"("user_id":"a","role":"root")");
    QTest::newRow("role in capitals") << payload(GoodTimes, R"("user_id":"a","role":"Admin")");
    QTest::newRow("list of roles") << payload(GoodTimes, R"("user_id":"a","role":["admin"])");
    QTest::newRow("no iat") << payload("\"exp\":" + QByteArray::number(NowSeconds + 60));
    QTest::newRow("no exp") << payload("\"iat\":" + QByteArray::number(NowSeconds));
    QTest::newRow("exp as text") << payload(R"("iat":1767225600,"exp":"1767229200")");
    QTest::newRow("exp as fraction") << payload(R"("iat":1767225600,"exp":1767229200.5)");
    QTest::newRow("exp with exponent") << payload(R"("iat":1767225600,"exp":1e10)");
    QTest::newRow("exp beyond 64 bits") << payload(R"("iat":1767225600,"exp":99999999999999999999)");
    QTest::newRow("nbf ahead") << payload(GoodTimes + ",\"nbf\":" + QByteArray::number(NowSeconds + 31));
    QTest::newRow("nbf unusable") << payload(GoodTimes + R"(,"nbf":"soon")");
}

void TestClaims::refusals()
{
    QFETCH(QByteArray, text);
    const auto claims = claimsFromPayload(text, Now);
    QVERIFY(!claims.ok());
    QCOMPARE(claims.error().code, ErrorCode::Unauthenticated);
    QVERIFY(!claims.error().data.value("reason").toString().isEmpty());
}

CS_TEST(TestClaims)
#include "tst_claims.moc"

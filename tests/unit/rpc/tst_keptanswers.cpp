#include "support/testprogram.h"
#include "unit/rpc/keyedfixture.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// What is kept of keyed writes, for how long, and what never is.
class KeptAnswersTest : public KeyedFixture {
    Q_OBJECT
private Q_SLOTS:
    void answersSurviveARestart();
    void aCallCutOffByTheEndIsUnknown();
    void secretAnswersAreNotKept();
    void secretParamsAreNotWrittenDown();
    void theFileDoesNotTellTheParams();
    void answersEndAfterADay();
    void callsAreBounded();
    void bytesAreBounded();
    void aBrokenStoreDoesNotStopCalls();
};

void KeptAnswersTest::answersSurviveARestart()
{
    QJsonObject good;
    QJsonObject bad;
    {
        KeyedRig rig(*m_database, m_clock);
        rig.state.reply = QStringLiteral("Tür \"1\"");
        good = rig.call(R"({"what":"x","idempotency_key":"k1"})");
        rig.state.error = Error::invalidState(QStringLiteral("already"), QStringLiteral("recording"), {});
        bad = rig.call(R"({"what":"x","idempotency_key":"k2"})");
        QCOMPARE(errorCode(bad), -32020);
    }
    KeyedRig rig(*m_database, m_clock);
    QCOMPARE(rig.idempotency.count(), size_t(2));
    QCOMPARE(rig.call(R"({"what":"x","idempotency_key":"k1"})"), good);
    QCOMPARE(rig.call(R"({"what":"x","idempotency_key":"k2"})"), bad);
    QCOMPARE(errorCode(rig.call(R"({"what":"y","idempotency_key":"k1"})")), -32602);
    QCOMPARE(rig.runs(), 0);
}

void KeptAnswersTest::aCallCutOffByTheEndIsUnknown()
{
    const QByteArray params = R"({"what":"wait","idempotency_key":"k"})";
    {
        KeyedRig rig(*m_database, m_clock);
        rig.rpc.call(requestFrame("change", params));
        sql(QStringLiteral("select 1"));
    }
    KeyedRig rig(*m_database, m_clock);
    const QJsonObject answer = rig.call(params);
    QCOMPARE(errorCode(answer), -32020);
    QCOMPARE(errorData(answer).value("state").toString(), QStringLiteral("unknown"));
    QCOMPARE(rig.runs(), 0);
}

void KeptAnswersTest::secretAnswersAreNotKept()
{
    const QByteArray params = R"({"what":"x","idempotency_key":"k"})";
    {
        KeyedRig rig(*m_database, m_clock);
        rig.state.reply = QStringLiteral("canary-answer");
        QCOMPARE(rig.call(params, "make_secret").value("result").toString(), QStringLiteral("canary-answer"));
        const QJsonObject again = rig.call(params, "make_secret");
        QCOMPARE(errorCode(again), -32020);
        QCOMPARE(errorData(again).value("state").toString(), QStringLiteral("done"));
    }
    KeyedRig rig(*m_database, m_clock);
    QCOMPARE(errorCode(rig.call(params, "make_secret")), -32020);
    QCOMPARE(rig.runs("make_secret"), 0);
    QCOMPARE(sql(QStringLiteral("select answer from idempotency")).toString(), QString());
}

void KeptAnswersTest::secretParamsAreNotWrittenDown()
{
    KeyedRig rig(*m_database, m_clock);
    const QByteArray params = R"({"what":"canary","idempotency_key":"k"})";
    QVERIFY(rig.call(params, "take_secret").contains("result"));
    QCOMPARE(errorCode(rig.call(params, "take_secret")), -32020);
    QCOMPARE(errorCode(rig.call(R"({"what":"other","idempotency_key":"k"})", "take_secret")), -32602);
    QCOMPARE(rig.runs("take_secret"), 1);
    QCOMPARE(sql(QStringLiteral("select count(*) from idempotency")).toInt(), 0);
}

void KeptAnswersTest::theFileDoesNotTellTheParams()
{
    KeyedRig rig(*m_database, m_clock);
    rig.call(R"({"what":"rtsp://u:canary@host/","idempotency_key":"k"})");
    const QByteArray hash = sql(QStringLiteral("select params_hash from idempotency")).toByteArray();
    QCOMPARE(hash.size(), 32);
    const QByteArray text = R"({"what":"rtsp://u:canary@host/"})";
    QVERIFY(hash != QCryptographicHash::hash(text, QCryptographicHash::Sha256));
    QVERIFY(hash != QCryptographicHash::hash("idempotency\n" + text, QCryptographicHash::Sha256));
}

void KeptAnswersTest::answersEndAfterADay()
{
    KeyedRig rig(*m_database, m_clock);
    const QByteArray params = R"({"idempotency_key":"k"})";
    rig.call(params);
    m_clock.advance(24h);
    rig.call(params);
    QCOMPARE(rig.runs(), 1);
    m_clock.advance(1s);
    rig.call(params);
    QCOMPARE(rig.runs(), 2);
    m_clock.advance(25h);
    KeyedRig later(*m_database, m_clock);
    QCOMPARE(later.idempotency.count(), size_t(0));
    QCOMPARE(sql(QStringLiteral("select count(*) from idempotency")).toInt(), 0);
}

void KeptAnswersTest::callsAreBounded()
{
    IdempotencyLimits limits;
    limits.maxCalls = 10;
    KeyedRig rig(*m_database, m_clock, limits);
    const auto keyed = [](int number, const QByteArray &what) {
        return "{\"what\":\"" + what + "\",\"idempotency_key\":\"k" + QByteArray::number(number) + "\"}";
    };
    // A call that runs is never forgotten.
    rig.rpc.call(requestFrame("change", keyed(0, "wait")));
    for (int i = 1; i <= 30; ++i)
        QVERIFY(rig.call(keyed(i, "x")).contains("result"));
    QCOMPARE(rig.idempotency.count(), size_t(10));
    QCOMPARE(sql(QStringLiteral("select count(*) from idempotency")).toInt(), 10);
    rig.call(keyed(30, "x"));
    QVERIFY(rig.rpc.call(requestFrame("change", keyed(0, "wait"))).empty());
    QCOMPARE(rig.runs(), 31);
    for (int i = 101; i < 110; ++i)
        QVERIFY(rig.rpc.call(requestFrame("change", keyed(i, "wait"))).empty());
    QCOMPARE(errorCode(rig.call(keyed(111, "x"))), -32040);
    for (auto &waiting : rig.state.waiting)
        waiting.finish(QStringLiteral("done"));
    RpcRig::settle();
    QVERIFY(rig.call(keyed(111, "x")).contains("result"));
}

void KeptAnswersTest::bytesAreBounded()
{
    IdempotencyLimits limits;
    limits.maxBytes = 10'000;
    limits.maxAnswerBytes = 2000;
    KeyedRig rig(*m_database, m_clock, limits);
    const auto keyed = [](int number) { return "{\"idempotency_key\":\"k" + QByteArray::number(number) + "\"}"; };
    rig.state.reply = QString(1500, u'x');
    for (int i = 0; i < 50; ++i)
        rig.call(keyed(i));
    QVERIFY(rig.idempotency.count() <= 8);
    QVERIFY(sql(QStringLiteral("select sum(length(answer)) from idempotency")).toInt() <= 12'000);
    // What is too large is not run again, though.
    rig.state.reply = QString(5000, u'x');
    QCOMPARE(rig.call(keyed(100)).value("result").toString().size(), 5000);
    QCOMPARE(errorCode(rig.call(keyed(100))), -32020);
    QCOMPARE(rig.runs(), 51);
}

void KeptAnswersTest::aBrokenStoreDoesNotStopCalls()
{
    KeyedRig rig(*m_database, m_clock);
    m_database->close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("remembered until the service ends only")));
    const QByteArray params = R"({"idempotency_key":"k"})";
    QVERIFY(rig.call(params).contains("result"));
    QVERIFY(rig.call(params).contains("result"));
    QCOMPARE(rig.runs(), 1);
}

}  // namespace

CS_TEST(KeptAnswersTest)
#include "tst_keptanswers.moc"


#include "mediamtx/internaltokens.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;
using Verdict = InternalTokens::Verdict;

namespace {

StreamRequest request(const QString &action, const QString &path, const QByteArray &token, const QString &id)
{
    StreamRequest result;
    result.ip = QStringLiteral("127.0.0.1");
    result.action = action;
    result.path = path;
    result.protocol = QStringLiteral("rtsp");
    result.token = QString::fromLatin1(token);
    result.id = id;
    return result;
}

StreamRequest publish(const QByteArray &token, const QString &id, const QString &path = QStringLiteral("camera0"))
{
    return request(QStringLiteral("publish"), path, token, id);
}

StreamRequest read(const QByteArray &token, const QString &id, const QString &path = QStringLiteral("camera0"))
{
    return request(QStringLiteral("read"), path, token, id);
}

const auto Camera = QStringLiteral("camera0");
const auto First = QStringLiteral("first");
const auto Second = QStringLiteral("second");

}  // namespace

class TestInternalTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tokens = std::make_unique<InternalTokens>(m_clock); }

    void publisherTokenBelongsToTheFirstSession()
    {
        const auto token = m_tokens->forPublisher(Camera);
        QCOMPARE(m_tokens->check(publish(token, First)), Verdict::Admitted);
        QCOMPARE(m_tokens->check(publish(token, First)), Verdict::Admitted);
        QCOMPARE(m_tokens->check(publish(token, Second)), Verdict::Refused);
        QCOMPARE(m_tokens->check(publish(token, First)), Verdict::Admitted);
    }

    void publisherTokenIsDeadAfterTenSeconds()
    {
        const auto token = m_tokens->forPublisher(Camera);
        m_clock.advance(9999ms);
        QCOMPARE(m_tokens->check(publish(token, QString())), Verdict::Refused);
        m_clock.advance(1ms);
        QCOMPARE(m_tokens->check(publish(token, First)), Verdict::Unknown);
    }

    void publisherTokenOpensOnlyItsPathForPublishing()
    {
        const auto token = m_tokens->forPublisher(Camera);
        QCOMPARE(m_tokens->check(publish(token, First, QStringLiteral("camera1"))), Verdict::Refused);
        QCOMPARE(m_tokens->check(read(token, First)), Verdict::Refused);
        QCOMPARE(m_tokens->check(publish(token, First)), Verdict::Admitted);
    }

    void eachStartHasItsOwnPublisherToken()
    {
        const auto first = m_tokens->forPublisher(Camera);
        const auto second = m_tokens->forPublisher(Camera);
        QVERIFY(first != second);
        QCOMPARE(m_tokens->check(publish(first, First)), Verdict::Admitted);
        QCOMPARE(m_tokens->check(publish(second, Second)), Verdict::Admitted);
    }

    void readerTokenOpensOnlyItsPathForReading()
    {
        const auto token = m_tokens->forReader(Camera);
        QCOMPARE(m_tokens->forReader(Camera), token);
        QVERIFY(token.size() >= 32);
        QVERIFY(m_tokens->forReader(QStringLiteral("camera1")) != token);
        QCOMPARE(m_tokens->check(read(token, First)), Verdict::Admitted);
        m_clock.advance(1h);
        QCOMPARE(m_tokens->check(read(token, Second)), Verdict::Admitted);
        QCOMPARE(m_tokens->check(read(token, First, QStringLiteral("camera1"))), Verdict::Refused);
        QCOMPARE(m_tokens->check(read(token, First, QStringLiteral("manual/camera0"))), Verdict::Refused);
        QCOMPARE(m_tokens->check(publish(token, First)), Verdict::Refused);
    }

    void forgottenReaderTokenOpensNothing()
    {
        const auto token = m_tokens->forReader(Camera);
        const auto other = m_tokens->forReader(QStringLiteral("camera1"));
        m_tokens->forgetReader(Camera);
        m_tokens->forgetReader(QStringLiteral("never"));
        QCOMPARE(m_tokens->check(read(token, First)), Verdict::Unknown);
        QCOMPARE(m_tokens->check(read(other, First, QStringLiteral("camera1"))), Verdict::Admitted);
        QVERIFY(m_tokens->forReader(Camera) != token);
    }

    void nothingOfOursOpensFromOutside_data()
    {
        QTest::addColumn<QString>("ip");
        QTest::newRow("other") << QStringLiteral("192.0.2.7");
        QTest::newRow("mapped") << QStringLiteral("::ffff:192.0.2.7");
        QTest::newRow("none") << QString();
        QTest::newRow("noise") << QStringLiteral("127.0.0.1.evil.example");
        QTest::newRow("any") << QStringLiteral("0.0.0.0");
    }

    void nothingOfOursOpensFromOutside()
    {
        QFETCH(QString, ip);
        auto asReader = read(m_tokens->forReader(Camera), First);
        auto asPublisher = publish(m_tokens->forPublisher(Camera), First);
        auto asClient = request(QStringLiteral("api"), QString(), m_tokens->forApi(), QString());
        for (StreamRequest *each : {&asReader, &asPublisher, &asClient}) {
            each->ip = ip;
            QCOMPARE(m_tokens->check(*each), Verdict::Refused);
        }
    }

    void everySpellingOfLoopbackIsLocal()
    {
        auto reader = read(m_tokens->forReader(Camera), First);
        for (const char *ip : {"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"}) {
            reader.ip = QLatin1String(ip);
            QCOMPARE(m_tokens->check(reader), Verdict::Admitted);
        }
    }

    void ownOuterAddressIsLocalWhenMediaMtxServesThere()
    {
        InternalTokens tokens(m_clock);
        tokens.setOwnAddress(QStringLiteral("192.0.2.7"));
        auto reader = read(tokens.forReader(Camera), First);
        reader.ip = QStringLiteral("192.0.2.7");
        QCOMPARE(tokens.check(reader), Verdict::Admitted);
        reader.ip = QStringLiteral("192.0.2.8");
        QCOMPARE(tokens.check(reader), Verdict::Refused);
    }

    void apiTokenOpensTheApiAlone()
    {
        QCOMPARE(m_tokens->check(request(QStringLiteral("api"), QString(), m_tokens->forApi(), QString())),
                 Verdict::Admitted);
        QCOMPARE(m_tokens->check(read(m_tokens->forApi(), First)), Verdict::Refused);
        QCOMPARE(m_tokens->check(publish(m_tokens->forApi(), First)), Verdict::Refused);
    }

    void foreignTokensAreNobodysBusinessHere()
    {
        QCOMPARE(m_tokens->check(read("something", First)), Verdict::Unknown);
        QCOMPARE(m_tokens->check(read({}, First)), Verdict::Unknown);
        QCOMPARE(m_tokens->check(publish("something", First)), Verdict::Unknown);
        QCOMPARE(m_tokens->check(request(QStringLiteral("api"), QString(), "something", {})), Verdict::Unknown);
    }

    void tokenInTheQueryCounts()
    {
        auto hls = read({}, First);
        hls.protocol = QStringLiteral("hls");
        hls.query = QStringLiteral("cookieCheck=1&token=") + QString::fromLatin1(m_tokens->forReader(Camera));
        QCOMPARE(m_tokens->check(hls), Verdict::Admitted);
    }

    void ownReadersAreKnownByTheirSession()
    {
        QVERIFY(!m_tokens->isOwnReader(First));
        m_tokens->check(read(m_tokens->forReader(Camera), First));
        m_tokens->check(read("guess", Second));
        QVERIFY(m_tokens->isOwnReader(First));
        QVERIFY(!m_tokens->isOwnReader(Second));
    }

    void tokenIsFoundWhereTheProtocolPutsIt_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *field, const char *query, const char *password,
                            const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(field) << QString::fromLatin1(query)
                                << QString::fromLatin1(password) << QString::fromLatin1(expected);
        };
        row("field", "a", "token=b", "c", "a");
        row("query", "", "x=1&token=b&y=2", "c", "b");
        row("escaped", "", "token=a%2Fb", "", "a/b");
        row("password", "", "x=1", "c", "c");
        row("two are none of both", "", "token=a&token=b", "c", "a&b");
        row("other name", "", "mytoken=a", "", "");
        row("nothing", "", "", "", "");
        row("empty", "", "token=", "", "");
    }

    void tokenIsFoundWhereTheProtocolPutsIt()
    {
        QFETCH(QString, field);
        QFETCH(QString, query);
        QFETCH(QString, password);
        QFETCH(QString, expected);
        StreamRequest got;
        got.token = field;
        got.query = query;
        got.password = password;
        QCOMPARE(tokenOf(got), expected);
    }

private:
    ManualClock m_clock;
    std::unique_ptr<InternalTokens> m_tokens;
};

CS_TEST(TestInternalTokens)
#include "tst_internaltokens.moc"

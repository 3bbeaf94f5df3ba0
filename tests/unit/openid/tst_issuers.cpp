#include <thread>

#include "openid/issuers.h"
#include "openid/issuertokens.h"
#include "support/logcapture.h"
#include "support/testprogram.h"
#include "unit/openid/fakeprovider.h"
#include "unit/openid/issuerfixture.h"

using namespace cs;
using namespace std::chrono_literals;

// Issuers whose keys come over HTTP from a provider, or from a file.
class TestIssuers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tokensOfTheProviderAreAccepted();
    void otherTokensAreNobodysBusiness();
    void newKeyIsFetchedForItsFirstToken();
    void unknownKeysAskOnceAMinuteAtMost();
    void waitingAsksShareOneFetch();
    void withdrawnKeyIsForgottenAtTheNextRefresh();
    void badAnswersLeaveTheKeysAlone_data();
    void badAnswersLeaveTheKeysAlone();
    void slowProviderIsGivenUp();
    void keysOfADeadProviderAreForgottenAfterADay();
    void requestsBringNothingOfOurs();
    void encryptedAddressIsNeverSpokenToInPlain();
    void changedFileIsReadAgain();
    void halfWrittenFileLeavesTheKeysAlone();
    void missingFileIsReadOnceItIsThere();
    void manyThreadsMayVerifyAtOnce();
    void endsWithAFetchUnderWay();
    void holdersSpeakForTheUser();

private:
    void make(const QString &jwks, const KeyTimes &times = {});
    bool accepts(const ProviderKey &key) const
    {
        return m_issuers->verify(key.token(examplePayload(m_clock.now())), m_clock.now()).ok();
    }
    Result<Done> waitFor(Async<Done> future) const
    {
        return QTest::qWaitFor([&] { return future.isFinished(); }) ? resultOf(future)
                                                                    : Result<Done>(Error::cancelled());
    }
    QString writeKeys(const QByteArray &text, const QString &name = QStringLiteral("jwks.json"));

    ManualClock m_clock;
    ProviderKey m_one{"one"};
    ProviderKey m_two{"two"};
    std::unique_ptr<FakeProvider> m_provider;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Issuers> m_issuers;
};

void TestIssuers::init()
{
    m_provider = std::make_unique<FakeProvider>();
    m_provider->body = jwkSetOf({m_one.jwk()});
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestIssuers::cleanup()
{
    m_issuers.reset();
    m_provider.reset();
    m_folder.reset();
}

void TestIssuers::make(const QString &jwks, const KeyTimes &times)
{
    m_issuers = std::make_unique<Issuers>(std::vector{exampleRules(jwks)}, m_clock, times);
    m_issuers->start();
}

QString TestIssuers::writeKeys(const QByteArray &text, const QString &name)
{
    const QString path = m_folder->filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
    return path;
}

void TestIssuers::tokensOfTheProviderAreAccepted()
{
    make(m_provider->url());
    QTRY_VERIFY(accepts(m_one));
    QVERIFY(!accepts(m_two));
    const auto claims = m_issuers->verify(m_one.token(examplePayload(m_clock.now())), m_clock.now());
    QCOMPARE(claims->userId, QStringLiteral("alice"));
    QVERIFY(claims->role == Role::Operator);
    // Signed with the right kid by another key.
    const ProviderKey impostor{"one"};
    QVERIFY(!accepts(impostor));
    // Ten minutes later it has expired.
    QVERIFY(!m_issuers->verify(m_one.token(examplePayload(m_clock.now())), m_clock.now() + 10min).ok());
}

void TestIssuers::otherTokensAreNobodysBusiness()
{
    make(m_provider->url());
    const ProviderKey any{"one"};
    QVERIFY(m_issuers->claims(any.token(R"({"iss":"urn:example:id"})")));
    QVERIFY(!m_issuers->claims(any.token(R"({"iss":"urn:example:other"})")));
    QVERIFY(!m_issuers->claims(any.token(R"({"user_id":"alice","role":"admin"})")));
    QVERIFY(!m_issuers->claims(any.token(R"({"iss":["urn:example:id"]})")));
    QVERIFY(!m_issuers->claims("csk_abc"));
    QVERIFY(!m_issuers->claims({}));
    QVERIFY(!m_issuers->verify(any.token(R"({"iss":"urn:example:other"})"), m_clock.now()).ok());
    const Issuers none({}, m_clock);
    QVERIFY(none.isEmpty());
    QVERIFY(!none.claims(any.token(R"({"iss":"urn:example:id"})")));
}

void TestIssuers::newKeyIsFetchedForItsFirstToken()
{
    make(m_provider->url());
    QTRY_VERIFY(accepts(m_one));
    m_provider->body = jwkSetOf({m_one.jwk(), m_two.jwk()});
    m_clock.advance(1min);
    const QByteArray token = m_two.token(examplePayload(m_clock.now()));
    QVERIFY(waitFor(m_issuers->prepare(token)).ok());
    QVERIFY(m_issuers->verify(token, m_clock.now()).ok());
    QCOMPARE(m_provider->requests, 2);
    // A known key has nobody ask.
    m_clock.advance(1h);
    QVERIFY(m_issuers->prepare(m_one.token(examplePayload(m_clock.now()))).isFinished());
    QCOMPARE(m_provider->requests, 2);
}

void TestIssuers::unknownKeysAskOnceAMinuteAtMost()
{
    make(m_provider->url());
    QTRY_VERIFY(accepts(m_one));
    const auto askOften = [this] {
        for (int i = 0; i < 100; ++i) {
            const ProviderKey stranger{"k" + QByteArray::number(i), JwsSigner::ed25519()};
            QVERIFY(!accepts(stranger));
            m_issuers->refreshFor(QString::number(i));
        }
        QTest::qWait(50);
    };
    askOften();
    QCOMPARE(m_provider->requests, 1);
    m_clock.advance(59s);
    askOften();
    QCOMPARE(m_provider->requests, 1);
    m_clock.advance(1s);
    askOften();
    QCOMPARE(m_provider->requests, 2);
    // Not even an unknown key is asked for if its algorithm is not allowed.
    m_clock.advance(2min);
    const JwsSigner rsa = JwsSigner::rsa();
    const QByteArray token = rsa.sign(JwsAlgorithm::RS512, R"({"alg":"RS512","kid":"new"})",
                                      examplePayload(m_clock.now()));
    QVERIFY(!m_issuers->verify(token, m_clock.now()).ok());
    QTest::qWait(50);
    QCOMPARE(m_provider->requests, 2);
}

void TestIssuers::waitingAsksShareOneFetch()
{
    make(m_provider->url());
    std::vector<Async<Done>> waiting;
    for (int i = 0; i < 10; ++i)
        waiting.push_back(m_issuers->refreshFor(QStringLiteral("one")));
    QVERIFY(std::none_of(waiting.begin(), waiting.end(), [](const Async<Done> &one) { return one.isFinished(); }));
    for (const Async<Done> &one : waiting)
        QVERIFY(waitFor(one).ok());
    QVERIFY(accepts(m_one));
    QCOMPARE(m_provider->requests, 1);
}

void TestIssuers::withdrawnKeyIsForgottenAtTheNextRefresh()
{
    KeyTimes times;
    times.refreshEvery = 50ms;
    make(m_provider->url(), times);
    QTRY_VERIFY(accepts(m_one));
    m_provider->body = jwkSetOf({m_two.jwk()});
    QTRY_VERIFY(!accepts(m_one));
    QVERIFY(accepts(m_two));
}

void TestIssuers::badAnswersLeaveTheKeysAlone_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    const QByteArray other = jwkSetOf({m_two.jwk()});
    QTest::newRow("error") << QByteArray("500 Broken") << QByteArray() << other;
    QTest::newRow("not found") << QByteArray("404 Not Found") << QByteArray() << other;
    QTest::newRow("accepted, but no") << QByteArray("202 Accepted") << QByteArray() << other;
    QTest::newRow("elsewhere") << QByteArray("302 Found") << QByteArray("Location: /other\r\n") << other;
    QTest::newRow("password wanted") << QByteArray("401 No") << QByteArray("WWW-Authenticate: Basic realm=x\r\n")
                                     << other;
    QTest::newRow("no keys") << QByteArray("200 OK") << QByteArray() << QByteArray("<html>Sign in</html>");
    QTest::newRow("a set twice") << QByteArray("200 OK") << QByteArray() << QByteArray(R"({"keys":[],"keys":[]})");
    QTest::newRow("too large") << QByteArray("200 OK") << QByteArray()
                               << QByteArray(other + QByteArray(64 * 1024, ' '));
    QTest::newRow("far too large") << QByteArray("200 OK") << QByteArray()
                                   << QByteArray(other + QByteArray(5'000'000, ' '));
}

void TestIssuers::badAnswersLeaveTheKeysAlone()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    make(m_provider->url());
    QTRY_VERIFY(accepts(m_one));
    m_provider->status = status;
    m_provider->headers = headers;
    m_provider->body = body;
    m_clock.advance(1min);
    QVERIFY(waitFor(m_issuers->refreshFor(QStringLiteral("two"))).ok());
    QCOMPARE(m_provider->requests, 2);
    QVERIFY(accepts(m_one));
    QVERIFY(!accepts(m_two));
}

void TestIssuers::slowProviderIsGivenUp()
{
    KeyTimes times;
    times.deadline = 100ms;
    make(m_provider->url(), times);
    QTRY_VERIFY(accepts(m_one));
    m_provider->stopAfter = m_provider->body.size();
    m_clock.advance(1min);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(waitFor(m_issuers->refreshFor(QStringLiteral("two"))).ok());
    QVERIFY(timer.elapsed() >= 90);
    QVERIFY(timer.elapsed() < 3000);
    QVERIFY(accepts(m_one));
}

void TestIssuers::keysOfADeadProviderAreForgottenAfterADay()
{
    KeyTimes times;
    times.retryAfter = 20ms;
    times.refreshEvery = 20ms;
    make(m_provider->url(), times);
    QTRY_VERIFY(accepts(m_one));
    const LogCapture log;
    m_provider->shutDown();
    // An answer may have been under way.
    QTRY_VERIFY(log.text().contains("cannot get the keys"));
    m_clock.advance(23h);
    QTest::qWait(200);
    QVERIFY(accepts(m_one));
    m_clock.advance(2h);
    QTRY_VERIFY(!accepts(m_one));
}

void TestIssuers::requestsBringNothingOfOurs()
{
    make(m_provider->url());
    QTRY_VERIFY(accepts(m_one));
    QVERIFY(m_provider->lastRequest.startsWith("GET /jwks HTTP/1.1\r\n"));
    const QByteArray request = m_provider->lastRequest.toLower();
    QVERIFY(!request.contains("cookie:"));
    QVERIFY(!request.contains("authorization:"));
    QVERIFY(request.contains("accept-encoding: identity\r\n"));
}

void TestIssuers::encryptedAddressIsNeverSpokenToInPlain()
{
    KeyTimes times;
    times.deadline = 300ms;
    make(m_provider->url().replace(QLatin1String("http:"), QLatin1String("https:")), times);
    QVERIFY(waitFor(m_issuers->refreshFor(QStringLiteral("one"))).ok());
    QVERIFY(!accepts(m_one));
    QVERIFY(!m_provider->lastRequest.isEmpty());
    QVERIFY(!m_provider->lastRequest.contains("GET"));
}

void TestIssuers::changedFileIsReadAgain()
{
    const QString path = writeKeys(jwkSetOf({m_one.jwk()}));
    make(path);
    QVERIFY(accepts(m_one));
    writeKeys(jwkSetOf({m_two.jwk()}));
    QTRY_VERIFY(accepts(m_two));
    QVERIFY(!accepts(m_one));
    // Put in the place of the old one, as editors and deployments do, twice.
    for (const ProviderKey *key : {&m_one, &m_two}) {
        const QString fresh = writeKeys(jwkSetOf({key->jwk()}), QStringLiteral("fresh"));
        QCOMPARE(rename(fresh.toUtf8().constData(), path.toUtf8().constData()), 0);
        QTRY_VERIFY(accepts(*key));
    }
    QVERIFY(!accepts(m_one));
}

void TestIssuers::halfWrittenFileLeavesTheKeysAlone()
{
    make(writeKeys(jwkSetOf({m_one.jwk()})));
    QVERIFY(accepts(m_one));
    writeKeys(jwkSetOf({m_two.jwk()}).left(60));
    QTest::qWait(300);
    QVERIFY(accepts(m_one));
    writeKeys(jwkSetOf({m_two.jwk()}));
    QTRY_VERIFY(accepts(m_two));
}

void TestIssuers::missingFileIsReadOnceItIsThere()
{
    make(m_folder->filePath(QStringLiteral("jwks.json")));
    QVERIFY(!accepts(m_one));
    writeKeys(jwkSetOf({m_one.jwk()}));
    QTRY_VERIFY(accepts(m_one));
}

void TestIssuers::manyThreadsMayVerifyAtOnce()
{
    KeyTimes times;
    times.refreshEvery = 1ms;
    times.retryAfter = 0ms;
    make(m_provider->url(), times);
    QTRY_VERIFY(accepts(m_one));
    const QByteArray good = m_one.token(examplePayload(m_clock.now()));
    const QByteArray unknown = m_two.token(examplePayload(m_clock.now()));
    std::atomic_int accepted = 0;
    std::atomic_int running = 4;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                accepted += m_issuers->verify(good, m_clock.now()).ok();
                accepted += m_issuers->verify(unknown, m_clock.now()).ok() ? 1000 : 0;
                std::this_thread::sleep_for(500us);
            }
            --running;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(running.load(), 0, 30000);
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(accepted.load(), 800);
    QVERIFY(m_provider->requests > 2);
}

void TestIssuers::endsWithAFetchUnderWay()
{
    m_provider->stopAfter = 10;
    make(m_provider->url());
    const Async<Done> waiting = m_issuers->refreshFor(QStringLiteral("one"));
    QTRY_COMPARE(m_provider->requests, 1);
    m_issuers.reset();
    QTest::qWait(20);
    QVERIFY(waiting.isFinished());
}

void TestIssuers::holdersSpeakForTheUser()
{
    make(writeKeys(jwkSetOf({m_one.jwk()})));
    const IssuerTokens tokens(*m_issuers, m_clock);
    const auto holder = tokens.tryAdmit(m_one.token(examplePayload(m_clock.now())));
    QVERIFY(holder && holder->ok());
    QCOMPARE((*holder)->principal.userId, QStringLiteral("alice"));
    QVERIFY((*holder)->principal.role == Role::Operator);
    QVERIFY((*holder)->expiresAt == m_clock.now() + 300s);
    const auto bad = tokens.tryAdmit(m_two.token(examplePayload(m_clock.now())));
    QVERIFY(bad && !bad->ok());
    QVERIFY(!tokens.tryAdmit("csk_x"));
}

CS_TEST(TestIssuers)
#include "moc_fakeprovider.cpp"
#include "tst_issuers.moc"

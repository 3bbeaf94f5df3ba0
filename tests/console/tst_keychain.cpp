#include <QApplication>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/console.h"
#include "client/websockettransport.h"
#include "console/consoleundertest.h"
#include "console/keyring.h"
#include "console/operator.h"
#include "credentials/claimedstore.h"
#include "credentials/keychainstore.h"
#include "models/words.h"
#include "pages/signinflow.h"
#include "support/logcapture.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

namespace cs {

using namespace std::chrono_literals;

// Staying signed in, with the keychain of a desktop as it can be found: absent, open, locked, forbidden. Each time the
// console is started anew, and what it shows is looked at. See stage.py for what stands there.
class TestKeychain : public QObject {
    Q_OBJECT

private:
    Keyring &m_keyring;
    std::unique_ptr<LogCapture> m_log;
    KeychainStore m_keychain{QStringLiteral("camera-console"), 3s};
    ClaimedStore m_store{m_keychain, ClaimedStore::lockFolder()};
    std::unique_ptr<ConsoleUnderTest> m_console;
    Operator m_ada{20s};
    QStringList m_tokens;

    void startConsole(ConsoleUnderTest::Begin begin);
    void signIn();
    void signInPageSays(const QString &words);
    // The token of now is in the keychain.
    void waitUntilKept();
    // Files that hold this text, below the home of this test, and in the log of the service.
    QStringList filesWith(const QString &secret) const;

public:
    explicit TestKeychain(Keyring &keyring) : m_keyring(keyring) {}

private Q_SLOTS:
    void initTestCase() { m_log = std::make_unique<LogCapture>(); }
    void cleanupTestCase() { m_console.reset(); }
    void cleanup();
    void withoutAKeychainTheSignInHoldsForTheSession();
    void anOpenKeychainKeepsTheSignIn();
    void aSecondConsoleSignsInForItselfAndBothGoOn();
    void aLockedKeychainIsNamed();
    void whoUnlocksItIsSignedInAgain();
    void aKeychainThatRefusesIsNamed();
    void signingOutTakesTheSecretOut();
    void theSecretIsInNoFileAndInNoLog();
};

void TestKeychain::cleanup()
{
    // The log goes nowhere else.
    if (QTest::currentTestFailed())
        std::fputs(qPrintable(m_log->text()), stderr);
}

void TestKeychain::startConsole(ConsoleUnderTest::Begin begin)
{
    m_console.reset();
    m_console = std::make_unique<ConsoleUnderTest>(begin, &m_store);
    connect(&m_console->console().session, &Session::refreshTokenChanged, this, [this](const QString &token) {
        if (!token.isEmpty())
            m_tokens << token;
    });
    QVERIFY(m_console->start());
}

void TestKeychain::signIn()
{
    m_ada.signIn(m_console->server(), m_console->user(), m_console->password());
    QVERIFY(m_ada.waitsToSee(QStringLiteral("of 3 connected")));
}

void TestKeychain::waitUntilKept()
{
    const QString key = credentialKey(m_console->console().session.address(), m_console->user());
    const auto isKept = [&] {
        const auto kept = waitFor(m_store.read(key));
        return kept.ok() && *kept == m_tokens.last();
    };
    QVERIFY(m_ada.waitsFor(isKept));
}

void TestKeychain::signInPageSays(const QString &words)
{
    QVERIFY(m_ada.waitsToSee(words));
    QVERIFY(m_ada.hasControl(QStringLiteral("Password")));
    QVERIFY(m_ada.hasControl(QStringLiteral("Sign in")));
}

QStringList TestKeychain::filesWith(const QString &secret) const
{
    QStringList found;
    QStringList looked{qEnvironmentVariable("CS_CONSOLE_LOG")};
    QDirIterator files(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext())
        looked << files.next();
    for (const QString &name : looked) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(secret.toUtf8()))
            found << name;
    }
    return found;
}

void TestKeychain::withoutAKeychainTheSignInHoldsForTheSession()
{
    const QString words = QStringLiteral("This desktop has no keychain: the sign-in holds for this session only.");
    startConsole(ConsoleUnderTest::Begin::Afresh);
    signIn();
    QVERIFY(m_ada.waitsToSee(words));
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    signInPageSays(words);
}

void TestKeychain::anOpenKeychainKeepsTheSignIn()
{
    m_keyring.start();
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Sign in")); }));
    signIn();
    QVERIFY(!m_ada.waitsFor([this] { return m_ada.sees(QStringLiteral("keychain")); }, 1500ms));
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    // Nothing was typed.
    QVERIFY(m_ada.waitsToSee(QStringLiteral("of 3 connected")));
    waitUntilKept();
}

// The second one without a window; the service of this stage gives tokens that are good for a minute.
void TestKeychain::aSecondConsoleSignsInForItselfAndBothGoOn()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("second.ini")), QSettings::IniFormat);
    ClaimedStore claims(m_keychain, ClaimedStore::lockFolder());
    ServerList servers(settings);
    Session second(
        [&servers](const ServerAddress &address) { return std::make_unique<WebSocketTransport>(address, servers); });
    SignInFlow flow(second, claims, servers);
    flow.begin(m_console->server(), m_console->user());
    QVERIFY(m_ada.waitsFor([&flow] { return flow.step() == SignInFlow::Step::Form; }));
    QCOMPARE(flow.trouble(), wordsFor(StoreTrouble::InUse));
    flow.signIn({m_console->server(), {m_console->user(), m_console->password(), {}}, true});
    QVERIFY(m_ada.waitsFor([&flow] { return flow.step() == SignInFlow::Step::SignedIn; }));

    Session &first = m_console->console().session;
    QSignalSpy firstRenewed(&first, &Session::refreshTokenChanged);
    QSignalSpy secondRenewed(&second, &Session::refreshTokenChanged);
    QSignalSpy firstStates(&first, &Session::stateChanged);
    QSignalSpy secondStates(&second, &Session::stateChanged);
    QVERIFY(m_ada.waitsFor([&] { return !firstRenewed.isEmpty() && !secondRenewed.isEmpty(); }, 60s));
    QCOMPARE(firstStates.size() + secondStates.size(), 0);
    QVERIFY(first.isLive() && second.isLive());
    waitUntilKept();
}

void TestKeychain::aLockedKeychainIsNamed()
{
    const QString words = QStringLiteral(
        "The keychain is locked: unlock it, or the sign-in holds for this session only.");
    m_keyring.lock();
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    signInPageSays(words);
    signIn();
    QVERIFY(m_ada.waitsToSee(words));
}

void TestKeychain::whoUnlocksItIsSignedInAgain()
{
    m_keyring.unlock();
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("of 3 connected")));
    waitUntilKept();
}

void TestKeychain::aKeychainThatRefusesIsNamed()
{
    const QString words = QStringLiteral("The keychain refused access: the sign-in holds for this session only.");
    m_keyring.setAllowed(false);
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    signInPageSays(words);
    signIn();
    QVERIFY(m_ada.waitsToSee(words));
    m_keyring.setAllowed(true);
}

void TestKeychain::signingOutTakesTheSecretOut()
{
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("of 3 connected")));
    m_ada.signOut();
    startConsole(ConsoleUnderTest::Begin::WhereItWas);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Password")); }));
    QVERIFY(!m_ada.waitsFor([this] { return m_ada.sees(QStringLiteral("of 3 connected")); }, 1500ms));
}

void TestKeychain::theSecretIsInNoFileAndInNoLog()
{
    QVERIFY(m_tokens.size() >= 5);
    const QString remembered = m_console->user();
    m_console.reset();
    // Where the name of the user is, a secret would be found, too.
    QVERIFY(!filesWith(remembered).isEmpty());
    qWarning("a line of the log");
    QVERIFY(m_log->text().contains(QLatin1String("a line of the log")));
    for (const QString &secret : m_tokens + QStringList{qEnvironmentVariable("CS_CONSOLE_PASSWORD")}) {
        QVERIFY(secret.size() > 10);
        QCOMPARE(filesWith(secret), QStringList());
        QVERIFY(!m_log->text().contains(secret));
    }
}

}  // namespace cs

static int runKeychain(int argc, char **argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("camera-console"));
    QCoreApplication::setOrganizationName(QStringLiteral("camera-console"));
    // Before the application, which talks to the bus.
    cs::Keyring keyring(QDir::homePath());
    QApplication app(argc, argv);
    cs::TestKeychain test(keyring);
    return QTest::qExec(&test, argc, argv);
}
CS_TEST_MAIN(runKeychain)

#include "tst_keychain.moc"

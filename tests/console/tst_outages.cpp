#include <QAbstractItemView>
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

#include "app/console.h"
#include "console/consoleundertest.h"
#include "console/loopwatchdog.h"
#include "console/operator.h"
#include "console/stagehand.h"
#include "support/testprogram.h"

namespace cs {

using namespace std::chrono_literals;

namespace {

// From the fault to the words.
constexpr auto SoonEnough = 5s;
// Until everything is as it was: the service starts, its cameras connect, the console's longest wait passes.
constexpr auto BackAgain = 60s;

}  // namespace

// What goes wrong in a day, in the real console against the real service: the right words within five seconds, nothing
// that may have changed shown as the present, and everything back without a click. All the while a watchdog measures how
// long the event loop stood still. See stage.py for what stands there.
class TestOutages : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ConsoleUnderTest> m_console;
    std::unique_ptr<LoopWatchdog> m_watchdog;
    Stagehand m_stage;
    Operator m_ada{20s};
    QElapsedTimer m_signedIn;
    QElapsedTimer m_sinceFault;
    int m_losses = 0;
    int m_renewals = 0;

    void signInAt(const QString &server, const QString &user);
    // Whether this is so within SoonEnough of the fault; says after how long.
    bool soon(const char *what, const std::function<bool()> &condition);
    bool isAllWell() const;
    // Rows of the table that claim to know how a camera is.
    QStringList claims() const;
    void checkNothingIsShownAsLive();

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { m_watchdog = std::make_unique<LoopWatchdog>(); }
    void cleanup();

    void aCameraThatIsOffIsTold();
    void aPictureThatStandsStillIsTold();
    void aTokenIsRenewedBeforeItRunsOut();
    void aKilledServiceIsToldAndComesBack();
    void aSilentNetworkIsToldAndComesBack();
    void whoIsDisabledIsToldSo();
    void anotherRoleIsFollowedWithoutAClick();
    void aGrantThatIsTakenAwayIsFollowed();
    void aSessionEndedByAnAdminIsToldSo();
    void aSignInThatEndedWhileAwayIsTold();
};

void TestOutages::initTestCase()
{
    m_console = std::make_unique<ConsoleUnderTest>();
    QVERIFY(m_console->start());
    connect(&m_console->console().session, &Session::stateChanged, this, [this](Session::State state) {
        if (state != Session::State::Live)
            ++m_losses;
    });
    connect(&m_console->console().session, &Session::refreshTokenChanged, this, [this] { ++m_renewals; });
    signInAt(m_console->server(), m_console->user());
}

void TestOutages::cleanupTestCase()
{
    m_console.reset();
}

void TestOutages::cleanup()
{
    if (!m_watchdog)
        return;
    const auto longest = m_watchdog->longest();
    qInfo() << "the event loop stood still for" << longest.count() << "ms at most";
    QVERIFY2(longest <= LoopWatchdog::allowed(), qPrintable(QString::number(longest.count())));
}

void TestOutages::signInAt(const QString &server, const QString &user)
{
    if (m_console->console().session.state() != Session::State::SignedOut)
        m_ada.signOut();
    m_ada.signIn(server, user, m_console->password());
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
    m_signedIn.start();
    m_losses = 0;
    m_renewals = 0;
}

bool TestOutages::soon(const char *what, const std::function<bool()> &condition)
{
    const auto left = SoonEnough - std::chrono::milliseconds(m_sinceFault.elapsed());
    const bool seen = m_ada.waitsFor(condition, std::max<std::chrono::milliseconds>(left, 0ms));
    qInfo() << (seen ? "after" : "not within") << m_sinceFault.elapsed() << "ms:" << what;
    if (!seen)
        qWarning().noquote() << m_ada.reads().join(QStringLiteral("\n  "));
    return seen;
}

bool TestOutages::isAllWell() const
{
    return m_ada.sees(QStringLiteral("3 of 3 connected")) && m_ada.movingPictures() == 3;
}

QStringList TestOutages::claims() const
{
    QStringList found;
    for (const QString &line : m_ada.reads()) {
        if (line.contains(QLatin1String("connected ·")) || line.contains(QLatin1String("of 3 connected"))
            || line.contains(QLatin1String("● Recording")))
            found << line;
    }
    return found;
}

void TestOutages::checkNothingIsShownAsLive()
{
    QCOMPARE(claims(), QStringList());
    QCOMPARE(m_ada.movingPictures(), 0);
    QVERIFY(!m_ada.hasControl(QStringLiteral("Take a snapshot")));
    QVERIFY(!m_ada.hasControl(QStringLiteral("Start recording")));
    // The table says of a camera only what cannot have changed.
    m_ada.press(Qt::Key_T, Qt::ControlModifier);
    QVERIFY(m_ada.sees(QStringLiteral("Gate | Not known: the connection is lost")));
    QVERIFY(!m_ada.sees(QStringLiteral("Gate | connected")));
    QVERIFY(!m_ada.sees(QStringLiteral("640×360")));
    m_ada.press(Qt::Key_G, Qt::ControlModifier);
}

void TestOutages::aCameraThatIsOffIsTold()
{
    m_sinceFault.start();
    m_stage.turnCameraOff();
    QVERIFY(soon("the picture says that it does not move", [this] { return m_ada.movingPictures() == 2; }));
    QVERIFY(soon("the camera is not connected, and why", [this] {
        return m_ada.sees(QStringLiteral("not connected ·")) && m_ada.sees(QStringLiteral("2 of 3 connected"));
    }));
    qInfo().noquote() << m_ada.saysOfPicture(QStringLiteral("Gate"));
    QVERIFY(m_ada.saysOfPicture(QStringLiteral("Gate")).contains(QStringLiteral("not connected")));
    m_stage.turnCameraOn();
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
}

void TestOutages::aPictureThatStandsStillIsTold()
{
    m_sinceFault.start();
    m_stage.freezeCamera();
    QVERIFY(soon("the picture that stands still says so", [this] {
        return m_ada.movingPictures() == 2
               && m_ada.saysOfPicture(QStringLiteral("Gate")) != QLatin1String("Live picture");
    }));
    QVERIFY(soon("and for how long, or that the camera is gone", [this] {
        return m_ada.sees(QStringLiteral("No picture since")) || m_ada.sees(QStringLiteral("not connected ·"));
    }));
    m_stage.thawCamera();
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
}

// The service of this stage gives tokens that are good for a minute.
void TestOutages::aTokenIsRenewedBeforeItRunsOut()
{
    QVERIFY(m_ada.waitsFor([this] { return m_signedIn.hasExpired(63000); }, 70s));
    QCOMPARE(m_losses, 0);
    QVERIFY(m_renewals >= 1);
    QVERIFY(isAllWell());
    m_ada.press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Snapshot of ")));
}

void TestOutages::aKilledServiceIsToldAndComesBack()
{
    m_sinceFault.start();
    m_stage.killService();
    QVERIFY(soon("the connection is lost", [this] {
        return m_ada.sees(QStringLiteral("The service cannot be reached"))
               && m_ada.sees(QStringLiteral("Connection lost, trying again"))
               && m_ada.sees(QStringLiteral("Not known: the connection is lost")) && m_ada.movingPictures() == 0;
    }));
    checkNothingIsShownAsLive();
    QVERIFY(m_ada.hasControl(QStringLiteral("Connect now")));
    m_stage.startService();
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
    QVERIFY(!m_ada.sees(QStringLiteral("The service cannot be reached")));
}

// Ten seconds are more than all deadlines; with --long it is more than a minute, and the token has run out as well.
void TestOutages::aSilentNetworkIsToldAndComesBack()
{
    const std::chrono::milliseconds dark = std::max(
        10s, std::chrono::seconds(qEnvironmentVariableIntValue("CS_CONSOLE_DARK_SECONDS")));
    signInAt(qEnvironmentVariable("CS_CONSOLE_CUTTABLE"), m_console->user());
    m_sinceFault.start();
    m_stage.cutNetwork();
    QVERIFY(soon("the connection is lost, though nothing was closed", [this] {
        return m_ada.sees(QStringLiteral("The service cannot be reached"))
               && m_ada.sees(QStringLiteral("Not known: the connection is lost")) && m_ada.movingPictures() == 0;
    }));
    checkNothingIsShownAsLive();
    QElapsedTimer inTheDark;
    inTheDark.start();
    while (!inTheDark.hasExpired(dark.count())) {
        QTest::qWait(500);
        QCOMPARE(claims(), QStringList());
        QCOMPARE(m_ada.movingPictures(), 0);
    }
    m_stage.mendNetwork();
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
}

void TestOutages::whoIsDisabledIsToldSo()
{
    const QString otto = qEnvironmentVariable("CS_CONSOLE_OPERATOR");
    signInAt(m_console->server(), otto);
    m_sinceFault.start();
    m_stage.call(QStringLiteral("update_user"), {{"username", otto}, {"enabled", false}});
    QVERIFY(soon("this user is disabled", [this] {
        return m_ada.sees(QStringLiteral("This user was disabled or removed. Ask an administrator."));
    }));
    QCOMPARE(claims(), QStringList());
    QCOMPARE(m_ada.movingPictures(), 0);
    m_ada.signIn(m_console->server(), otto, m_console->password());
    QVERIFY(m_ada.waitsToSee(QStringLiteral("User or password is wrong, or the user is disabled.")));
    m_stage.call(QStringLiteral("update_user"), {{"username", otto}, {"enabled", true}});
    signInAt(m_console->server(), otto);
}

void TestOutages::anotherRoleIsFollowedWithoutAClick()
{
    const QString otto = qEnvironmentVariable("CS_CONSOLE_OPERATOR");
    signInAt(m_console->server(), otto);
    const auto follows = [this, &otto](const char *role, bool mayFilm) {
        m_sinceFault.start();
        m_stage.call(QStringLiteral("update_user"), {{"username", otto}, {"role", QString::fromLatin1(role)}});
        return soon(role, [this, mayFilm] {
            return m_ada.hasControl(QStringLiteral("Take a snapshot")) == mayFilm
                   && m_ada.sees(QStringLiteral("3 of 3 connected"))
                   && !m_ada.sees(QStringLiteral("The service cannot be reached"))
                   && !m_ada.sees(QStringLiteral("Not known: the connection is lost"));
        });
    };
    QVERIFY(follows("viewer", false));
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
    QVERIFY(follows("operator", true));
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
}

void TestOutages::aGrantThatIsTakenAwayIsFollowed()
{
    const QString otto = qEnvironmentVariable("CS_CONSOLE_OPERATOR");
    const auto update = [this, &otto](bool restricted) {
        m_sinceFault.start();
        m_stage.call(QStringLiteral("update_user"), {{"username", otto}, {"restricted", restricted}});
    };
    const auto grant = [this, &otto](const char *method) {
        m_sinceFault.start();
        m_stage.call(QString::fromLatin1(method), {{"username", otto}, {"device", "camera0"}, {"access", "view"}});
    };
    signInAt(m_console->server(), otto);
    update(true);
    QVERIFY(soon("no camera is left",
                 [this] { return !m_ada.sees(QStringLiteral("of 3 connected")) && m_ada.movingPictures() == 0; }));
    grant("grant_access");
    QVERIFY(soon("the camera that was granted is there",
                 [this] { return m_ada.sees(QStringLiteral("1 of 1 connected")); }));
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 1; }, BackAgain));
    m_ada.openCameras();
    m_ada.chooseCamera(m_console->console().models.cameras.entry(0).row.name);
    m_ada.press(Qt::Key_Return);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Last events")));
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 1; }, BackAgain));
    const QString gone = QStringLiteral("This camera was removed, or you may not see it any more");
    grant("revoke_access");
    QVERIFY(soon("the camera's view says that it is not for this user any more", [this, &gone] {
        return m_ada.sees(gone) && !m_ada.sees(QStringLiteral("connected ·")) && m_ada.movingPictures() == 0;
    }));
    grant("grant_access");
    QVERIFY(soon("and that it is again", [this, &gone] { return !m_ada.sees(gone); }));
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 1; }, BackAgain));
    m_ada.openCameras();
    update(false);
    QVERIFY(soon("all are back", [this] { return m_ada.sees(QStringLiteral("3 of 3 connected")); }));
    QVERIFY(m_ada.waitsFor([this] { return isAllWell(); }, BackAgain));
}

void TestOutages::aSessionEndedByAnAdminIsToldSo()
{
    const QString otto = qEnvironmentVariable("CS_CONSOLE_OPERATOR");
    signInAt(m_console->server(), otto);
    m_sinceFault.start();
    m_stage.endSessionOf(otto);
    QVERIFY(soon("an administrator ended the session",
                 [this] { return m_ada.sees(QStringLiteral("An administrator ended this session. Sign in again.")); }));
    QCOMPARE(m_ada.movingPictures(), 0);
}

void TestOutages::aSignInThatEndedWhileAwayIsTold()
{
    const QString otto = qEnvironmentVariable("CS_CONSOLE_OPERATOR");
    signInAt(qEnvironmentVariable("CS_CONSOLE_CUTTABLE"), otto);
    m_sinceFault.start();
    m_stage.cutNetwork();
    QVERIFY(
        soon("the connection is lost", [this] { return m_ada.sees(QStringLiteral("The service cannot be reached")); }));
    m_stage.endSessionOf(otto);
    m_stage.mendNetwork();
    // The words may be late by the wait between two tries.
    QVERIFY(m_ada.waitsToSee(QStringLiteral("The sign-in does not hold any more. Sign in again."), 20s));
    QVERIFY(m_ada.hasControl(QStringLiteral("Sign in")));
}

}  // namespace cs

static int runOutages(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestOutages>(argc, argv);
}
CS_TEST_MAIN(runOutages)

#include "tst_outages.moc"

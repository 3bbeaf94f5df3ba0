#include <QApplication>
#include <QProcess>
#include <QTest>

#include "app/console.h"
#include "console/consoleundertest.h"
#include "console/operator.h"
#include "console/readingorder.h"
#include "console/screenreader.h"
#include "support/testprogram.h"

namespace cs {

using namespace std::chrono_literals;

// Each page and dialog as a screen reader sees it: names, roles and the way of Tab, looked at in this process. What
// AT-SPI makes of it is looked at from outside, by treecheck.py, where that is worth its minute.
class TestTree : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ConsoleUnderTest> m_console;
    Operator m_ada{20s};

    // All of what is shown now.
    void check();
    // Where Tab leads, until it comes round.
    QList<QWidget *> stopsOfTab();
    void checkFromOutside();

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_console.reset(); }
    void signInPage();
    void camerasAsPictures();
    void camerasAsTable();
    void oneCamera();
    void recordings();
    void questionBeforeDeleting();
    void users();
    void newUser();
    void ownPassword();
    void settings();
    void eventsDrawer();
    void aPressedButtonKeepsTheFocus();
    void everythingFitsInGermanBesideTheEvents();
};

void TestTree::initTestCase()
{
    m_console = std::make_unique<ConsoleUnderTest>();
    QVERIFY(m_console->start());
}

QList<QWidget *> TestTree::stopsOfTab()
{
    constexpr int mostStops = 120;
    QList<QWidget *> stops;
    while (stops.size() < mostStops) {
        m_ada.press(Qt::Key_Tab);
        QWidget *focus = QApplication::focusWidget();
        if (!focus || stops.contains(focus))
            break;
        stops << focus;
    }
    return stops;
}

void TestTree::check()
{
    QVERIFY(m_ada.waitsFor([] {
        const QWidget *modal = QApplication::activeModalWidget();
        const QWidget *focus = QApplication::focusWidget();
        return focus && QApplication::activeWindow() && (!modal || focus->window() == modal);
    }));
    QWidget *window = QApplication::activeWindow();
    const QList<QWidget *> stops = stopsOfTab();
    const ScreenReader reader(*window);
    const QStringList findings = reader.unspoken() + reader.passedOver(stops) + againstReadingOrder(stops)
                                 + reader.cutOff();
    qInfo() << reader.controls() << "controls," << stops.size() << "stops of Tab," << findings.size() << "findings";
    QVERIFY(stops.size() > 1);
    QVERIFY2(findings.isEmpty(), qPrintable(u'\n' + findings.join(u'\n')));
}

void TestTree::checkFromOutside()
{
    QProcess checker;
    checker.setProcessChannelMode(QProcess::MergedChannels);
    // By its system interpreter, which has the bindings; without the sanitizers of this program.
    checker.start(QStringLiteral("/usr/bin/python3"),
                  {QStringLiteral(CS_TREECHECK), QCoreApplication::applicationName()});
    QVERIFY(QTest::qWaitFor([&] { return checker.state() == QProcess::NotRunning; }, 60000));
    const QByteArray said = checker.readAll();
    qInfo().noquote() << said.trimmed();
    QVERIFY2(checker.exitStatus() == QProcess::NormalExit && checker.exitCode() == 0, said.constData());
}

void TestTree::signInPage()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Sign in")); }));
    check();
    checkFromOutside();
    m_ada.signIn(m_console->server(), m_console->user(), m_console->password());
    QVERIFY(m_ada.waitsToSee(QStringLiteral("3 of 3 connected")));
}

void TestTree::camerasAsPictures()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 3; }));
    check();
}

void TestTree::camerasAsTable()
{
    m_ada.press(Qt::Key_T, Qt::ControlModifier);
    check();
    m_ada.press(Qt::Key_G, Qt::ControlModifier);
}

void TestTree::oneCamera()
{
    m_ada.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("● Recording")));
    m_ada.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("rtsp://")));
    check();
    m_ada.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral(" saved: ")));
    m_ada.press(Qt::Key_Left, Qt::AltModifier);
}

void TestTree::recordings()
{
    m_ada.openRecordings();
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Play the recording")); }));
    m_ada.press(Qt::Key_Return);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Position")); }));
    check();
}

void TestTree::questionBeforeDeleting()
{
    m_ada.press(Qt::Key_Delete, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("This recording will be deleted for ever")));
    check();
    m_ada.press(Qt::Key_Escape);
}

void TestTree::users()
{
    m_ada.openUsers();
    check();
}

void TestTree::newUser()
{
    m_ada.press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Create the user"), false); }));
    check();
    m_ada.press(Qt::Key_Escape);
}

void TestTree::ownPassword()
{
    m_ada.press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.focusName() == QLatin1String("Find a command"); }));
    m_ada.type(QStringLiteral("Change my password"));
    m_ada.press(Qt::Key_Return);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("New password again")); }));
    check();
    m_ada.press(Qt::Key_Escape);
}

void TestTree::settings()
{
    m_ada.press(Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Remembered servers")));
    check();
}

void TestTree::eventsDrawer()
{
    m_ada.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Events, newest first")); }));
    m_ada.openCameras();
    check();
}

// Its command is not available while the service works on it; the focus must not jump to another one meanwhile.
void TestTree::aPressedButtonKeepsTheFocus()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Start recording")); }));
    QVERIFY(m_ada.tabTo(QStringLiteral("Start recording")));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("● Recording")));
    QCOMPARE(m_ada.focusName(), QStringLiteral("Start recording"));
    // Again: nothing, there is one under way.
    m_ada.press(Qt::Key_Space);
    m_ada.press(Qt::Key_Tab);
    QCOMPARE(m_ada.focusName(), QStringLiteral("Stop recording"));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsToSee(QStringLiteral(" saved: ")));
    QCOMPARE(m_ada.focusName(), QStringLiteral("Stop recording"));
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Start recording")); }));
    m_ada.press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_ada.focusName(), QStringLiteral("Start recording"));
}

// The longest words in the smallest window; the keys are the same in each language.
void TestTree::everythingFitsInGermanBesideTheEvents()
{
    m_console->console().preferences.setLanguage(QStringLiteral("de"));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Gemerkte Server")));
    m_console->window()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_console->window()));
    m_ada.press(Qt::Key_L, Qt::ControlModifier);
    for (const Qt::Key page : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_Comma}) {
        m_console->window()->resize(m_console->window()->minimumSizeHint().expandedTo({1100, 700}));
        m_ada.press(page, Qt::ControlModifier);
        QTest::qWait(200);
        check();
        if (QTest::currentTestFailed())
            return;
    }
}

}  // namespace cs

static int runTree(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestTree>(argc, argv);
}
CS_TEST_MAIN(runTree)

#include "tst_tree.moc"

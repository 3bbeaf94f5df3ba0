#include <QApplication>
#include <QProcess>
#include <QTest>

#include "console/consoleundertest.h"
#include "console/operator.h"
#include "support/testprogram.h"

namespace cs {

using namespace std::chrono_literals;

// Each page and dialog as a screen reader sees it: treecheck.py looks from outside, through AT-SPI.
class TestTree : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ConsoleUnderTest> m_console;
    Operator m_ada{20s};

    // Names, roles and the order of Tab of what is shown now.
    void check();

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
    void settings();
    void eventsDrawer();
};

void TestTree::initTestCase()
{
    m_console = std::make_unique<ConsoleUnderTest>();
    QVERIFY(m_console->start());
}

void TestTree::check()
{
    QProcess checker;
    checker.setProcessChannelMode(QProcess::MergedChannels);
    // By its system interpreter, which has the bindings; without the sanitizers of this program.
    checker.start(QStringLiteral("/usr/bin/python3"),
                  {QStringLiteral(CS_TREECHECK), QCoreApplication::applicationName(), QStringLiteral("--tabs")});
    QByteArray said;
    const auto listen = [&] {
        while (checker.canReadLine()) {
            const QByteArray line = checker.readLine();
            if (line != "TAB\n") {
                said += line;
                continue;
            }
            m_ada.press(Qt::Key_Tab);
            checker.write("pressed\n");
        }
        return checker.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(listen, 120000));
    listen();
    qInfo().noquote() << said.trimmed();
    QVERIFY2(checker.exitStatus() == QProcess::NormalExit && checker.exitCode() == 0, said.constData());
}

void TestTree::signInPage()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Sign in")); }));
    check();
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
    check();
}

}  // namespace cs

static int runTree(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestTree>(argc, argv);
}
CS_TEST_MAIN(runTree)

#include "tst_tree.moc"

#include <QApplication>
#include <QDir>
#include <QTest>

#include "console/consoleundertest.h"
#include "console/operator.h"
#include "support/testprogram.h"

namespace cs {

using namespace std::chrono_literals;

// Goes through the pages and keeps a picture of each, light and dark, in the folder CS_CONSOLE_SHOTS. Fails where a page
// does not show what it should; see docs/console.md.
class TestScreenshots : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ConsoleUnderTest> m_console;
    Operator m_ada{30s};
    QDir m_folder;

    void useTheme(const QString &command);
    // In both themes; ends in the light one.
    void keep(const QString &page);

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_console.reset(); }
    void signInPage();
    void camerasPage();
    void cameraPage();
    void recordingsPage();
    void usersPage();
    void settingsPage();
    void palette();
};

void TestScreenshots::initTestCase()
{
    m_folder.setPath(qEnvironmentVariable("CS_CONSOLE_SHOTS"));
    QVERIFY2(m_folder.exists(), "CS_CONSOLE_SHOTS names no folder");
    m_console = std::make_unique<ConsoleUnderTest>();
    QVERIFY(m_console->start());
    m_console->window()->resize(1200, 760);
}

void TestScreenshots::useTheme(const QString &command)
{
    m_ada.press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.focusName() == QLatin1String("Find a command"); }));
    m_ada.type(command);
    m_ada.press(Qt::Key_Return);
    // Styled anew and painted, pictures included.
    QTest::qWait(600);
}

void TestScreenshots::keep(const QString &page)
{
    for (const auto &[command, suffix] : {std::pair("Dark theme", "dark"), std::pair("Light theme", "light")}) {
        useTheme(QString::fromLatin1(command));
        const QString file = m_folder.filePath(page + u'-' + QLatin1String(suffix) + QStringLiteral(".png"));
        QVERIFY2(m_console->window()->grab().save(file), qPrintable(file));
    }
}

void TestScreenshots::signInPage()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Sign in")); }));
    QVERIFY(m_ada.tabTo(QStringLiteral("Server")));
    // The picture shows an address that everybody may read.
    m_ada.retype(QStringLiteral("cameras.example.org"));
    QVERIFY(m_ada.tabTo(QStringLiteral("User")));
    m_ada.retype(m_console->user());
    keep(QStringLiteral("signin"));
    m_ada.signIn(m_console->server(), m_console->user(), m_console->password());
    QVERIFY(m_ada.waitsToSee(QStringLiteral("3 of 3 connected")));
}

void TestScreenshots::camerasPage()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 3; }));
    m_ada.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("● Recording")));
    // The message about it goes by itself, and the recording gets its length.
    QTest::qWait(7000);
    keep(QStringLiteral("cameras"));
    m_ada.press(Qt::Key_T, Qt::ControlModifier);
    keep(QStringLiteral("table"));
    m_ada.press(Qt::Key_G, Qt::ControlModifier);
    m_ada.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_ada.waitsFor([this] { return !m_ada.sees(QStringLiteral("● Recording")); }));
}

void TestScreenshots::cameraPage()
{
    m_ada.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 1; }));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("rtsp://")));
    QTest::qWait(6000);
    keep(QStringLiteral("camera"));
    m_ada.press(Qt::Key_Left, Qt::AltModifier);
}

void TestScreenshots::recordingsPage()
{
    m_ada.openRecordings();
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Play the recording")); }));
    m_ada.press(Qt::Key_Return);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.focusName() == QLatin1String("Pause"); }));
    QTest::qWait(2500);
    keep(QStringLiteral("recordings"));
}

void TestScreenshots::usersPage()
{
    m_ada.openUsers();
    QVERIFY(m_ada.waitsToSee(m_console->user() + QStringLiteral(" | ")));
    keep(QStringLiteral("users"));
}

void TestScreenshots::settingsPage()
{
    m_ada.press(Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Remembered servers")));
    keep(QStringLiteral("settings"));
}

void TestScreenshots::palette()
{
    m_ada.openCameras();
    m_ada.press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.focusName() == QLatin1String("Find a command"); }));
    QTest::qWait(300);
    QVERIFY(m_console->screen().save(m_folder.filePath(QStringLiteral("palette-light.png"))));
}

}  // namespace cs

static int runScreenshots(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestScreenshots>(argc, argv);
}
CS_TEST_MAIN(runScreenshots)

#include "tst_screenshots.moc"

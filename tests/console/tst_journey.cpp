#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QTest>

#include "console/consoleundertest.h"
#include "console/operator.h"
#include "support/testprogram.h"

namespace cs {

using namespace std::chrono_literals;

// A working day in the order it happens, each test going on where the one before ended: by keyboard only, in the real
// console, against the real service. See stage.py for what stands there.
class TestJourney : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ConsoleUnderTest> m_console;
    Operator m_ada{20s};
    QString m_recording;
    QString m_saved;
    QString m_firstPassword;

    QString textAfter(const QString &start, const QString &end) const;

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void anAdminSignsIn();
    void threePicturesMoveInTheGrid();
    void theTableSaysHowEachCameraIs();
    void aSnapshotIsTaken();
    void fiveSecondsAreRecorded();
    void aCameraHasAViewOfItsOwn();
    void theRecordingIsFoundAndPlayed();
    void itIsDownloaded();
    void itIsDeletedAfterAQuestionThatNamesIt();
    void aViewerIsCreated();
    void theViewerChangesTheFirstPassword();
    void theViewerSeesAndMayOnlyDoWhatAViewerMay();
};

void TestJourney::initTestCase()
{
    m_console = std::make_unique<ConsoleUnderTest>();
    QVERIFY(m_console->start());
}

void TestJourney::cleanupTestCase()
{
    m_console.reset();
}

QString TestJourney::textAfter(const QString &start, const QString &end) const
{
    for (const QString &line : m_ada.reads()) {
        const qsizetype begin = line.indexOf(start);
        if (begin < 0)
            continue;
        const QString rest = line.mid(begin + start.size());
        return rest.left(rest.indexOf(end));
    }
    return {};
}

void TestJourney::anAdminSignsIn()
{
    m_ada.signIn(m_console->server(), m_console->user(), m_console->password());
    QVERIFY(m_ada.waitsToSee(QStringLiteral("3 of 3 connected")));
    QVERIFY(m_ada.hasControl(QStringLiteral("Take a snapshot"), false));
}

void TestJourney::threePicturesMoveInTheGrid()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 3; }));
    m_ada.chooseCamera(QStringLiteral("Gate"));
}

void TestJourney::theTableSaysHowEachCameraIs()
{
    m_ada.press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(m_ada.focusName(), QStringLiteral("Cameras as a table"));
    QVERIFY(m_ada.rowTo(QStringLiteral("Gate")));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("640×360")));
    QVERIFY(m_ada.sees(QStringLiteral("Gate | connected")));
    m_ada.press(Qt::Key_G, Qt::ControlModifier);
    QCOMPARE(m_ada.focusName(), QStringLiteral("Gate"));
}

void TestJourney::aSnapshotIsTaken()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Take a snapshot")); }));
    m_ada.press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Snapshot of Gate saved")));
}

void TestJourney::fiveSecondsAreRecorded()
{
    m_ada.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Gate is being recorded: ")));
    m_recording = textAfter(QStringLiteral("Gate is being recorded: "), QStringLiteral("\n"));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("● Recording")));
    // What is recorded is time itself.
    QTest::qWait(5000);
    m_ada.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Recording of Gate saved")));
    QVERIFY(m_ada.waitsFor([this] { return !m_ada.sees(QStringLiteral("● Recording")); }));
}

void TestJourney::aCameraHasAViewOfItsOwn()
{
    m_ada.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Addresses for other players")));
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 1; }));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("rtsp://")));
    QVERIFY(!m_ada.sees(QStringLiteral("token=")));
    QVERIFY2(m_ada.tabTo(QStringLiteral("Copy the RTSP address")), qPrintable(m_ada.passed().join(u'\n')));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("The RTSP address is copied")));
    m_ada.press(Qt::Key_Left, Qt::AltModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Find a camera")); }));
}

void TestJourney::theRecordingIsFoundAndPlayed()
{
    m_ada.openRecordings();
    QVERIFY(m_ada.tabTo(QStringLiteral("Camera")));
    m_ada.type(QStringLiteral("Gate"));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("1 found")));
    QVERIFY(m_ada.tabTo(QStringLiteral("Recordings")));
    QVERIFY(m_ada.rowTo(m_recording));
    m_ada.press(Qt::Key_Return);
    QVERIFY(
        m_ada.waitsFor([this] { return m_ada.saysOfPicture(m_recording).startsWith(QLatin1String("Recording,")); }));
    QCOMPARE(m_ada.focusName(), QStringLiteral("Pause"));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.saysOfPicture(m_recording) == QLatin1String("Recording, paused"); }));
    QVERIFY(m_ada.tabTo(QStringLiteral("Position")));
    m_ada.press(Qt::Key_Home);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("00:00 / 00:0")));
    QVERIFY(m_ada.tabTo(QStringLiteral("One picture on")));
    m_ada.press(Qt::Key_Space);
    QCOMPARE(m_ada.saysOfPicture(m_recording), QStringLiteral("Recording, paused"));
}

void TestJourney::itIsDownloaded()
{
    QVERIFY(m_ada.tabTo(QStringLiteral("Recordings")));
    m_ada.press(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([] { return QApplication::activeModalWidget() != nullptr; }));
    m_saved = QDir::homePath() + QStringLiteral("/Downloads/kept.mp4");
    m_ada.retype(m_saved);
    m_ada.press(Qt::Key_Return);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("is saved as ") + m_saved));
    QVERIFY(QFileInfo(m_saved).size() > 10000);
    QFile file(m_saved);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.read(8).mid(4), QByteArray("ftyp"));
}

void TestJourney::itIsDeletedAfterAQuestionThatNamesIt()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Delete the recording")); }));
    m_ada.press(Qt::Key_Delete, Qt::ControlModifier);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("This recording will be deleted for ever")));
    QVERIFY(m_ada.sees(m_recording));
    // The safe answer comes first.
    QCOMPARE(m_ada.focusName(), QStringLiteral("Cancel"));
    QVERIFY(m_ada.tabTo(QStringLiteral("Delete")));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsToSee(m_recording + QStringLiteral(" is deleted")));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("There are no recordings here.")));
}

void TestJourney::aViewerIsCreated()
{
    m_ada.openUsers();
    m_ada.press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(m_ada.waitsFor([this] { return m_ada.hasControl(QStringLiteral("Create the user")); }));
    QVERIFY2(m_ada.tabTo(QStringLiteral("Name")), qPrintable(m_ada.passed().join(u'\n')));
    m_ada.type(QStringLiteral("vera"));
    QVERIFY(m_ada.tabTo(QStringLiteral("Role")));
    m_ada.type(QStringLiteral("v"));
    QVERIFY(m_ada.tabTo(QStringLiteral("Create the user")));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("Password of vera")));
    m_firstPassword = m_console->readOf(QStringLiteral("Password"));
    QVERIFY(m_firstPassword.size() >= 12);
    QVERIFY(m_ada.tabTo(QStringLiteral("Close")));
    m_ada.press(Qt::Key_Space);
    QVERIFY(m_ada.waitsToSee(QStringLiteral("vera | ")));
}

void TestJourney::theViewerChangesTheFirstPassword()
{
    m_ada.signOut();
    m_ada.signInAnew(m_console->server(), QStringLiteral("vera"), m_firstPassword,
                     QStringLiteral("four blue kites over the dike"));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("3 of 3 connected")));
}

void TestJourney::theViewerSeesAndMayOnlyDoWhatAViewerMay()
{
    QVERIFY(m_ada.waitsFor([this] { return m_ada.movingPictures() == 3; }));
    for (const char *forbidden : {"Take a snapshot", "Start recording", "Stop recording"})
        QVERIFY2(!m_ada.hasControl(QString::fromLatin1(forbidden), false), forbidden);
    m_ada.press(Qt::Key_S, Qt::ControlModifier);
    m_ada.press(Qt::Key_R, Qt::ControlModifier);
    m_ada.press(Qt::Key_3, Qt::ControlModifier);
    const auto done = [this] {
        return m_ada.sees(QStringLiteral("Snapshot of")) || m_ada.sees(QStringLiteral("is being recorded"))
               || m_ada.sees(QStringLiteral("● Recording"));
    };
    QVERIFY(!m_ada.waitsFor(done, 2s));
    QVERIFY(!m_ada.hasControl(QStringLiteral("New user"), false));
    m_ada.openRecordings();
    QVERIFY(m_ada.hasControl(QStringLiteral("Download the recording"), false));
    QVERIFY(!m_ada.hasControl(QStringLiteral("Delete the recording"), false));
    QVERIFY(m_ada.waitsToSee(QStringLiteral("There are no recordings here.")));
}

}  // namespace cs

static int runJourney(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestJourney>(argc, argv);
}
CS_TEST_MAIN(runJourney)

#include "tst_journey.moc"

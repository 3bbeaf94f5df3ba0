#include <QDir>
#include <QSemaphore>
#include <QTemporaryDir>

#include "mediafixture.h"
#include "recordings/recorder.h"
#include "recordings/spacewatch.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// A disk that answers as often as a test lets it.
class HangingDisk {
public:
    DiskSpace::Probe probe()
    {
        return [this](const QString &) -> Result<SpaceFigures> {
            ++asked;
            m_answers.acquire();
            return SpaceFigures{1000, 1000 - available, available, 0};
        };
    }
    void answer(int times) { m_answers.release(times); }
    // Declared behind those who ask: nobody is left hanging when they end.
    auto wakeAtEnd()
    {
        return qScopeGuard([this] { answer(100); });
    }

    std::atomic<int> asked = 0;
    std::atomic<qint64> available = 500;

private:
    QSemaphore m_answers;
};

class TestSpaceWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figuresAreThoseOfTheLastLook();
    void looksDoNotPileUp();
    void whatWasJustSeenOvertakesALookUnderWay();
    void diskThatDoesNotAnswerIsSaid();
    void figuresBeforeAFailedMeasurementAreNotBelieved();
    void stateOfAFolderIsSaidInOneWord();
    void folderInsideThatCannotBeWrittenIsNoticed();
    void libraryNeverWaitsForTheDisk();
    void recorderNeverWaitsForTheDisk();
    void openFilesAreMeasuredOnAWorker();
};

void TestSpaceWatch::figuresAreThoseOfTheLastLook()
{
    HangingDisk disk;
    SpaceWatch watch(DiskSpace(QStringLiteral("/x"), {}, disk.probe()));
    const auto wake = disk.wakeAtEnd();
    QVERIFY(!watch.known().figures().ok());
    const auto first = watch.look();
    QVERIFY(!watch.known().figures().ok());
    disk.answer(1);
    QVERIFY(MediaFixture::answer(first).ok());
    QCOMPARE(watch.known().figures()->available, 500);
    QCOMPARE(watch.known().figures()->minimumFree, 50);
    disk.available = 10;
    const auto second = watch.look();
    QCOMPARE(watch.known().figures()->available, 500);
    disk.answer(1);
    QVERIFY(MediaFixture::answer(second).ok());
    QVERIFY(watch.known().figures()->full());
}

void TestSpaceWatch::whatWasJustSeenOvertakesALookUnderWay()
{
    HangingDisk disk;
    disk.available = 10;
    SpaceWatch watch(DiskSpace(QStringLiteral("/x"), {}, disk.probe()));
    const auto wake = disk.wakeAtEnd();
    const auto old = watch.look();
    watch.learn(SpaceFigures{1000, 500, 500, 50});
    QVERIFY(!watch.known().figures()->full());
    disk.answer(1);
    QVERIFY(MediaFixture::answer(old).ok());
    QVERIFY(!watch.known().figures()->full());
    const auto next = watch.look();
    disk.answer(1);
    QVERIFY(MediaFixture::answer(next).ok());
    QVERIFY(watch.known().figures()->full());
}

void TestSpaceWatch::looksDoNotPileUp()
{
    HangingDisk disk;
    SpaceWatch watch(DiskSpace(QStringLiteral("/x"), {}, disk.probe()));
    const auto wake = disk.wakeAtEnd();
    for (int i = 0; i < 10; ++i)
        watch.refresh();
    const auto look = watch.look();
    disk.answer(1);
    QVERIFY(MediaFixture::answer(look).ok());
    QCOMPARE(disk.asked.load(), 1);
}

void TestSpaceWatch::diskThatDoesNotAnswerIsSaid()
{
    HangingDisk disk;
    SpaceWatch watch(DiskSpace(QStringLiteral("/x"), {}, disk.probe()), 20ms);
    const auto wake = disk.wakeAtEnd();
    disk.answer(1);
    QVERIFY(MediaFixture::answer(watch.look()).ok());
    QVERIFY(watch.known().figures().ok());
    watch.refresh();
    QTRY_VERIFY(!watch.known().figures().ok());
    QCOMPARE(watch.known().figures().error().data.value("dependency").toString(), QStringLiteral("storage"));
}

void TestSpaceWatch::libraryNeverWaitsForTheDisk()
{
    MediaFixture media;
    HangingDisk disk;
    const MediaFolders folders{
        media.folder.filePath(QStringLiteral("r")), media.folder.filePath(QStringLiteral("s")), {}, disk.probe()};
    MediaLibrary library(media.recordings, media.snapshots, *media.index, folders);
    const auto wake = disk.wakeAtEnd();
    disk.answer(2);
    QVERIFY(MediaFixture::answer(library.load()).ok());
    // Nothing answers any more; with a disk that is asked here this line would never end.
    QCOMPARE(library.space(MediaKind::Recording).figures()->available, 500);
    library.lookAtSpace(MediaKind::Recording);
    QCOMPARE(library.space(MediaKind::Recording).figures()->available, 500);
}

void TestSpaceWatch::recorderNeverWaitsForTheDisk()
{
    MediaFixture media;
    HangingDisk disk;
    const MediaFolders folders{
        media.folder.filePath(QStringLiteral("r")), media.folder.filePath(QStringLiteral("s")), {}, disk.probe()};
    MediaLibrary library(media.recordings, media.snapshots, *media.index, folders);
    Recorder recorder(media.server, media.tokens, media.lookup(), library, media.clock);
    const auto wake = disk.wakeAtEnd();
    disk.answer(2);
    QVERIFY(MediaFixture::answer(library.load()).ok());
    const auto start = recorder.start(CameraId(0), {}, {});
    media.server.poll();
    media.server.poll();
    // The order waits for the disk, and gives up in time; nobody else waited.
    media.clock.advance(11s);
    media.server.poll();
    QVERIFY(!MediaFixture::answer(start).ok());
}

void TestSpaceWatch::openFilesAreMeasuredOnAWorker()
{
    MediaItem item;
    item.sizeBytes = 5;
    measure(item, QStringLiteral("/nowhere/at/all"));
    QCOMPARE(item.sizeBytes, 0);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x"));
    QVERIFY(writeFile(path, "1234567"));
    measure(item, path);
    QCOMPARE(item.sizeBytes, 7);
}

void TestSpaceWatch::figuresBeforeAFailedMeasurementAreNotBelieved()
{
    SpaceWatch watch(DiskSpace(QStringLiteral("/x"), {}, [](const QString &) -> Result<SpaceFigures> {
        return SpaceFigures{1000, 500, 500, 0};
    }));
    QVERIFY(MediaFixture::answer(watch.look()).ok());
    QVERIFY(watch.known().figures().ok());
    watch.learn(Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the disk is gone")));
    QVERIFY(!watch.known().figures().ok());
    QVERIFY(!watch.known().roomFor(QStringLiteral("a recording")).ok());
    QCOMPARE(watch.state(), SpaceState::Gone);
}

void TestSpaceWatch::stateOfAFolderIsSaidInOneWord()
{
    std::optional<SpaceFigures> figures = SpaceFigures{1000, 500, 500, 0};
    SpaceWatch watch(DiskSpace(QStringLiteral("/x"), {}, [&](const QString &) -> Result<SpaceFigures> {
        return figures ? Result<SpaceFigures>(*figures) : Error::internal(QStringLiteral("no such folder"));
    }));
    const auto look = [&] { return MediaFixture::answer(watch.look()).ok() ? watch.state() : SpaceState::Unknown; };
    QCOMPARE(watch.state(), SpaceState::Unknown);
    QCOMPARE(look(), SpaceState::Fine);
    figures->available = 49;
    QCOMPARE(look(), SpaceState::Full);
    figures->available = 500;
    figures->writable = false;
    QCOMPARE(look(), SpaceState::ReadOnly);
    QVERIFY(!watch.known().roomFor(QStringLiteral("a recording")).ok());
    figures.reset();
    QCOMPARE(look(), SpaceState::Gone);
    figures = SpaceFigures{1000, 500, 500, 0};
    QCOMPARE(look(), SpaceState::Fine);
}

void TestSpaceWatch::folderInsideThatCannotBeWrittenIsNoticed()
{
    const QTemporaryDir folder;
    const QString inside = folder.filePath(QStringLiteral("manual"));
    const DiskSpace disk(folder.path(), {0, 0}, &DiskSpace::ask, {inside});
    // Missing, it is made when it is needed.
    QVERIFY(disk.figures()->writable);
    QVERIFY(QDir().mkdir(inside));
    QVERIFY(disk.figures()->writable);
    QVERIFY(QDir().rmdir(inside));
    // Root may write into any folder, but a file without an x bit is nothing that even root may enter.
    QFile file(inside);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setPermissions(QFile::ReadOwner));
    QVERIFY(!disk.figures()->writable);
    const auto room = disk.roomFor(QStringLiteral("a recording"));
    QVERIFY(!room.ok());
    QVERIFY2(room.error().data.value("detail").toString().contains(inside), qPrintable(room.error().message));
    SpaceWatch watch(disk);
    QVERIFY(MediaFixture::answer(watch.look()).ok());
    QCOMPARE(watch.state(), SpaceState::ReadOnly);
}

CS_TEST(TestSpaceWatch)
#include "tst_spacewatch.moc"

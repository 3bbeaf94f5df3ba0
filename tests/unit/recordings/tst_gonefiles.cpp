#include <QDir>
#include <QSemaphore>

#include "mediafixture.h"
#include "recordings/foldercheck.h"
#include "recordings/mediafolders.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestGoneFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_media = std::make_unique<MediaFixture>(); }

    void fileThatIsRemovedByHandIsNotListedAnyMore();
    void whatWasRemovedWhileTheServiceWasDownIsForgottenAtItsStart();
    void allFilesCanBeRemovedByHand();
    void folderThatIsNotThereForgetsNothing();
    void emptyFolderAtTheStartMayBeAnUnmountedDisk();
    void folderMadeAgainForgetsNothing();
    void folderIsNotLearntWhileItIsEmpty();
    void fileThatIsRemovedBeforeAnyListIsForgotten();
    void startThatCannotLookLearnsNothingLater();
    void whatAListingLeftOutIsAskedForByName();
    void deletingIsNeverTakenForRemovingByHand();
    void snapshotOfAFormerNameIsKept();
    void openRecordingStaysListedWithoutItsFile();
    void diskThatHangsHoldsUpAListOnce();
    void unchangedFolderIsNotReadAgain();
    void folderOfManyFilesIsReadOnceASecond();

private:
    QString addRecording()
    {
        m_media->clock.advance(1s);
        const QString path = m_media->beginFile(0, QByteArray(1000, 'x'));
        const auto row = open(path);
        Recording recording = recordingAt(path);
        recording.sizeBytes = 1000;
        recording.duration = 2s;
        recording.endedAt = recording.startedAt + 2s;
        return row > 0 && m_media->answer(m_media->library->closed(row, recording)).ok() ? path : QString();
    }
    Recording recordingAt(const QString &path) const
    {
        Recording recording;
        recording.camera = CameraId(0);
        recording.file = MediaFixture::nameOf(path);
        recording.startedAt = m_media->clock.now();
        return recording;
    }
    qint64 open(const QString &path)
    {
        const auto row = m_media->answer(m_media->library->opened(recordingAt(path)));
        return row.ok() ? *row : 0;
    }
    QString addSnapshot(const QString &name)
    {
        const QString path = m_media->library->snapshotsFolder() + u'/' + name;
        Snapshot snapshot;
        snapshot.camera = CameraId(0);
        snapshot.file = MediaFixture::nameOf(path);
        snapshot.takenAt = m_media->clock.now();
        snapshot.sizeBytes = 500;
        return writeFile(path, "x") && m_media->answer(m_media->library->added(snapshot)).ok() ? path : QString();
    }
    qint64 listed(MediaKind kind = MediaKind::Recording)
    {
        const auto page = m_media->answer(m_media->library->page(kind, 10, 0));
        return page.ok() && page->total == qint64(page->items.size()) ? page->total : -1;
    }
    // Moves the folder of recordings aside, or back.
    bool move(const QString &from, const QString &to)
    {
        return QDir(m_media->library->recordingsFolder()).rename(from, to);
    }

    std::unique_ptr<MediaFixture> m_media;
};

void TestGoneFiles::fileThatIsRemovedByHandIsNotListedAnyMore()
{
    const QString gone = addRecording();
    const QString kept = addRecording();
    const QString picture = addSnapshot(QStringLiteral("gate.jpg"));
    QCOMPARE(listed(), 2);
    QCOMPARE(listed(MediaKind::Snapshot), 1);
    QVERIFY(QFile::remove(gone) && QFile::remove(picture));
    QCOMPARE(listed(), 1);
    QCOMPARE(listed(MediaKind::Snapshot), 0);
    const auto sizes = m_media->answer(m_media->library->sizes());
    QCOMPARE(sizes->recordings, 1000);
    QCOMPARE(sizes->snapshots, 0);
    const FileName name = MediaFixture::nameOf(gone);
    QCOMPARE(int(m_media->answer(m_media->library->info(MediaKind::Recording, name)).error().code),
             int(ErrorCode::NotFound));
    QVERIFY(!m_media->index->contains(MediaKind::Recording, name));
    QCOMPARE(m_media->rowOf(gone).id, 0);
    QVERIFY(m_media->rowOf(kept).id > 0);
}

void TestGoneFiles::whatWasRemovedWhileTheServiceWasDownIsForgottenAtItsStart()
{
    const QString gone = addRecording();
    addRecording();
    m_media->library.reset();
    QVERIFY(QFile::remove(gone));
    m_media->reopenLibrary();
    QCOMPARE(m_media->index->size(MediaKind::Recording), 1);
    QCOMPARE(m_media->rowOf(gone).id, 0);
}

void TestGoneFiles::allFilesCanBeRemovedByHand()
{
    // More than are forgotten at once.
    std::vector<StoredSnapshot> rows(450);
    for (size_t i = 0; i < rows.size(); ++i) {
        rows[i].camera = CameraId(0);
        rows[i].file = *FileName::parse(QStringLiteral("picture %1.jpg").arg(i));
        QVERIFY(writeFile(m_media->library->pathOf(MediaKind::Snapshot, rows[i].file), "x"));
    }
    QVERIFY(m_media->answer(m_media->snapshots.insertAll(rows)).ok());
    m_media->reopenLibrary();
    QCOMPARE(m_media->answer(m_media->library->page(MediaKind::Snapshot, 10, 0))->total, 450);
    const QDir folder(m_media->library->snapshotsFolder());
    for (const QString &name : folder.entryList(QDir::Files))
        QVERIFY(QFile::remove(folder.filePath(name)));
    QCOMPARE(listed(MediaKind::Snapshot), 0);
    QCOMPARE(m_media->index->size(MediaKind::Snapshot), 0);
    QCOMPARE(m_media->answer(m_media->snapshots.totalBytes()).value(), 0);
}

void TestGoneFiles::folderThatIsNotThereForgetsNothing()
{
    const QString path = addRecording();
    QVERIFY(move(QStringLiteral("manual"), QStringLiteral("aside")));
    QCOMPARE(listed(), 0);
    QCOMPARE(m_media->answer(m_media->library->sizes())->recordings, 0);
    QCOMPARE(
        int(m_media->answer(m_media->library->info(MediaKind::Recording, MediaFixture::nameOf(path))).error().code),
        int(ErrorCode::NotFound));
    QVERIFY(move(QStringLiteral("aside"), QStringLiteral("manual")));
    QCOMPARE(listed(), 1);
    QCOMPARE(m_media->answer(m_media->library->sizes())->recordings, 1000);
}

void TestGoneFiles::emptyFolderAtTheStartMayBeAnUnmountedDisk()
{
    const QString path = addRecording();
    QVERIFY(move(QStringLiteral("manual"), QStringLiteral("aside")));
    m_media->reopenLibrary();
    QCOMPARE(listed(), 0);
    QVERIFY(m_media->rowOf(path).id > 0);
    // Also when something is recorded in its place.
    addRecording();
    QVERIFY(listed() >= 1);
    QVERIFY(m_media->rowOf(path).id > 0);
    QVERIFY(move(QStringLiteral("manual"), QStringLiteral("instead")));
    QVERIFY(move(QStringLiteral("aside"), QStringLiteral("manual")));
    QVERIFY(listed() >= 1);
    QVERIFY(m_media->rowOf(path).id > 0);
}

void TestGoneFiles::folderMadeAgainForgetsNothing()
{
    const QString path = addRecording();
    QCOMPARE(listed(), 1);
    QVERIFY(move(QStringLiteral("manual"), QStringLiteral("aside")));
    QCOMPARE(listed(), 0);
    // As the place below a mount is another folder of the same disk.
    QVERIFY(restoreMediaFolder(m_media->library->manualFolder()).ok());
    QCOMPARE(listed(), 0);
    QVERIFY(m_media->rowOf(path).id > 0);
    QVERIFY(QDir().rmdir(m_media->library->manualFolder()));
    QVERIFY(move(QStringLiteral("aside"), QStringLiteral("manual")));
    QCOMPARE(listed(), 1);
}

void TestGoneFiles::folderIsNotLearntWhileItIsEmpty()
{
    m_media->reopenLibrary();
    QVERIFY(move(QStringLiteral("manual"), QStringLiteral("below")));
    QVERIFY(restoreMediaFolder(m_media->library->manualFolder()).ok());
    const QString path = addRecording();
    // Nobody has looked while the disk was there.
    QVERIFY(move(QStringLiteral("manual"), QStringLiteral("aside")));
    QVERIFY(move(QStringLiteral("below"), QStringLiteral("manual")));
    QCOMPARE(listed(), 0);
    QVERIFY(m_media->rowOf(path).id > 0);
}

void TestGoneFiles::fileThatIsRemovedBeforeAnyListIsForgotten()
{
    m_media->reopenLibrary();
    const QString gone = addRecording();
    addRecording();
    QVERIFY(QFile::remove(gone));
    QCOMPARE(listed(), 1);
    QCOMPARE(m_media->rowOf(gone).id, 0);
}

void TestGoneFiles::startThatCannotLookLearnsNothingLater()
{
    const QString kept = addRecording();
    bool fails = true;
    std::vector<MediaIndex::Known> forgotten;
    Workers workers(1);
    FolderCheck check(
        MediaKind::Recording, *m_media->index, workers,
        [&](const std::optional<FolderStamp> &) -> Result<FolderListing> {
            if (fails)
                return Error::internal(QStringLiteral("stale"));
            return FolderListing{FolderStamp{1, 2, 3}, QSet<QString>{QStringLiteral("new.mp4")}};
        },
        [&](const auto &gone) {
            forgotten = gone;
            return ready<Done>(Done{});
        });
    QVERIFY(MediaFixture::answer(check.check()).ok());
    fails = false;
    m_media->index->put(MediaKind::Recording, *FileName::parse(QStringLiteral("new.mp4")), {}, CameraId(0), false);
    QVERIFY(MediaFixture::answer(check.check()).ok());
    QVERIFY(forgotten.empty());
    QVERIFY(!check.isAway());
}

void TestGoneFiles::whatAListingLeftOutIsAskedForByName()
{
    const QString there = addRecording();
    const QString gone = addRecording();
    QVERIFY(QFile::remove(gone));
    const auto known = [](const QString &path) { return MediaIndex::Known{MediaFixture::nameOf(path).toString(), 1}; };
    const auto sure = surelyGone(m_media->library->manualFolder(), {known(there), known(gone)});
    QCOMPARE(sure.size(), size_t(1));
    QCOMPARE(sure.front().name, known(gone).name);
}

void TestGoneFiles::deletingIsNeverTakenForRemovingByHand()
{
    for (int i = 0; i < 10; ++i) {
        const FileName name = MediaFixture::nameOf(addRecording());
        const auto before = m_media->library->page(MediaKind::Recording, 10, 0);
        const auto removed = m_media->library->remove(MediaKind::Recording, name);
        std::vector<Async<MediaListing>> lists;
        while (!removed.isFinished()) {
            lists.push_back(m_media->library->page(MediaKind::Recording, 10, 0));
            QCoreApplication::processEvents();
        }
        QVERIFY2(resultOf(removed).ok(), qUtf8Printable(resultOf(removed).error().message));
        for (const auto &list : lists)
            QVERIFY(m_media->answer(list).ok());
        QVERIFY(m_media->answer(before).ok());
    }
}

void TestGoneFiles::snapshotOfAFormerNameIsKept()
{
    const QString path = addSnapshot(QStringLiteral("gate.jpg"));
    MediaIndex::Known former{QStringLiteral("gate.jpg"), m_media->index->lastNumber()};
    QVERIFY(m_media->index->holds(MediaKind::Snapshot, former));
    QVERIFY(m_media->answer(m_media->library->remove(MediaKind::Snapshot, MediaFixture::nameOf(path))).ok());
    addSnapshot(QStringLiteral("gate.jpg"));
    QVERIFY(!m_media->index->holds(MediaKind::Snapshot, former));
    // What came after a listing is not missing in it.
    QVERIFY(m_media->index->compare(MediaKind::Snapshot, {}, former.number).missing.empty());
    QCOMPARE(m_media->index->compare(MediaKind::Snapshot, {}, m_media->index->lastNumber()).missing.size(), size_t(1));
    QCOMPARE(listed(MediaKind::Snapshot), 1);
}

void TestGoneFiles::openRecordingStaysListedWithoutItsFile()
{
    addRecording();
    m_media->clock.advance(1s);
    const QString path = m_media->beginFile(0, QByteArray(7, 'x'));
    QVERIFY(open(path) > 0);
    QVERIFY(QFile::remove(path));
    QCOMPARE(listed(), 2);
}

void TestGoneFiles::diskThatHangsHoldsUpAListOnce()
{
    QSemaphore answers;
    const auto wake = qScopeGuard([&] { answers.release(100); });
    Workers workers(1);
    FolderCheck check(
        MediaKind::Recording, *m_media->index, workers,
        [&](const std::optional<FolderStamp> &) -> Result<FolderListing> {
            answers.acquire();
            return FolderListing{};
        },
        [](const auto &) { return ready<Done>(Done{}); });
    QElapsedTimer timer;
    timer.start();
    const auto first = check.check();
    const auto second = check.check();
    QVERIFY(MediaFixture::answer(first).ok() && MediaFixture::answer(second).ok());
    QVERIFY(timer.elapsed() >= 400 && timer.elapsed() < 5000);
    QVERIFY(check.check().isFinished());
    QVERIFY(!check.isAway());
    answers.release(1);
    QTRY_VERIFY(check.isAway());
}

void TestGoneFiles::unchangedFolderIsNotReadAgain()
{
    const QString folder = m_media->library->manualFolder();
    const auto whole = listFolder(folder, {});
    QVERIFY(whole.ok() && whole->stamp && whole->names);
    QVERIFY(!listFolder(folder, whole->stamp)->names);
    QVERIFY(!listFolder(folder + QStringLiteral("/none"), {})->stamp);
    addRecording();
    QVERIFY(listFolder(folder, whole->stamp)->names->size() > whole->names->size());
}

void TestGoneFiles::folderOfManyFilesIsReadOnceASecond()
{
    std::atomic<int> reads = 0;
    std::atomic<int> files = 10'001;
    Workers workers(1);
    FolderCheck check(
        MediaKind::Snapshot, *m_media->index, workers,
        [&](const std::optional<FolderStamp> &) -> Result<FolderListing> {
            ++reads;
            QSet<QString> names;
            for (int i = 0; i < files; ++i)
                names.insert(QString::number(i));
            return FolderListing{FolderStamp{1, 2, 3}, names};
        },
        [](const auto &) { return ready<Done>(Done{}); });
    QVERIFY(MediaFixture::answer(check.check()).ok());
    QVERIFY(check.check().isFinished());
    QCOMPARE(reads.load(), 1);
    files = 1;
    QTRY_VERIFY(!check.check().isFinished() || reads == 2);
    QTRY_COMPARE(reads.load(), 2);
    // Of few files each look is a new one.
    QVERIFY(MediaFixture::answer(check.check()).ok());
    QVERIFY(MediaFixture::answer(check.check()).ok());
    QTRY_VERIFY(reads >= 3);
}

CS_TEST(TestGoneFiles)
#include "tst_gonefiles.moc"

#include "mediafixture.h"
#include "recordings/jpegheader.h"
#include "recordings/livepieces.h"
#include "recordings/mediafolders.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestMediaLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listsNewestFirstAndByCamera();
    void openRecordingShowsItsSizeAndCannotBeDeleted();
    void deletingRemovesFileRowAndName();
    void deletingAMissingFileForgetsItsRow();
    void unknownNamesAreNotFound();
    void restartFindsAllNamesAndClearsWhatIsUnfinished();
    void foldersThatCannotWorkAreRefused();
    void folderOfADiskThatIsNotThereIsNotMade();
    void minimumOfFreeSpaceIsTheSmallerCount_data();
    void minimumOfFreeSpaceIsTheSmallerCount();
    void spaceOfARealDiskIsPlausible();
    void recordingNamesAreReadBack();
    void newestPiecesBeginWithAKeyFrame_data();
    void newestPiecesBeginWithAKeyFrame();
    void jpegSizeIsRead();

private:
    qint64 add(quint32 camera, const QString &path, bool ended)
    {
        Recording recording;
        recording.camera = CameraId(camera);
        recording.file = MediaFixture::nameOf(path);
        recording.startedAt = m_media->clock.now();
        const auto row = m_media->answer(m_media->library->opened(recording));
        if (!row.ok())
            return 0;
        recording.sizeBytes = QFileInfo(path).size();
        recording.duration = 2s;
        recording.endedAt = recording.startedAt + 2s;
        if (ended)
            (void)m_media->answer(m_media->library->closed(*row, recording));
        return *row;
    }
    QString addEnded(quint32 camera)
    {
        m_media->clock.advance(1s);
        const QString path = m_media->beginFile(camera, QByteArray(1000, 'x'));
        return add(camera, path, true) > 0 ? path : QString();
    }
    auto page(MediaKind kind = MediaKind::Recording, const std::optional<QSet<CameraId>> &cameras = {})
    {
        return m_media->answer(m_media->library->page(kind, 10, 0, cameras));
    }

    std::unique_ptr<MediaFixture> m_media;
};

void TestMediaLibrary::init()
{
    m_media = std::make_unique<MediaFixture>();
}

void TestMediaLibrary::listsNewestFirstAndByCamera()
{
    const QString old = addEnded(0);
    const QString fresh = addEnded(1);
    const auto all = page();
    QVERIFY(all.ok());
    QCOMPARE(all->total, 2);
    QCOMPARE(all->items[0].file, MediaFixture::nameOf(fresh));
    QCOMPARE(all->items[1].file, MediaFixture::nameOf(old));
    QCOMPARE(all->items[0].sizeBytes, 1000);
    QCOMPARE(*all->items[0].duration, std::chrono::microseconds(2s));
    QCOMPARE(all->items[0].modifiedAt, all->items[0].createdAt + 2s);
    QCOMPARE(page(MediaKind::Recording, QSet<CameraId>{CameraId(0)})->items.size(), size_t(1));
    QVERIFY(page(MediaKind::Snapshot)->items.empty());
    QCOMPARE(m_media->answer(m_media->library->sizes())->recordings, 2000);
}

void TestMediaLibrary::openRecordingShowsItsSizeAndCannotBeDeleted()
{
    const QString path = m_media->beginFile(0, QByteArray(777, 'x'));
    add(0, path, false);
    const auto item = m_media->answer(m_media->library->info(MediaKind::Recording, MediaFixture::nameOf(path)));
    QVERIFY(item.ok() && item->open && item->sizeBytes == 777 && !item->duration);
    const auto removed = m_media->answer(m_media->library->remove(MediaKind::Recording, MediaFixture::nameOf(path)));
    QCOMPARE(removed.error().data.value("state").toString(), QStringLiteral("recording"));
    QVERIFY(QFile::exists(path));
}

void TestMediaLibrary::deletingRemovesFileRowAndName()
{
    const QString path = addEnded(0);
    const FileName name = MediaFixture::nameOf(path);
    QCOMPARE(m_media->index->find(MediaKind::Recording, name)->path, path);
    // Two at once: one of them finds it gone.
    const auto one = m_media->library->remove(MediaKind::Recording, name);
    const auto two = m_media->library->remove(MediaKind::Recording, name);
    QVERIFY(m_media->answer(one).ok() != m_media->answer(two).ok());
    const auto lost = resultOf(one).ok() ? resultOf(two) : resultOf(one);
    QCOMPARE(int(lost.error().code), int(ErrorCode::NotFound));
    QVERIFY(!QFile::exists(path) && !m_media->index->find(MediaKind::Recording, name) && page()->items.empty());
}

void TestMediaLibrary::deletingAMissingFileForgetsItsRow()
{
    const QString path = addEnded(0);
    QVERIFY(QFile::remove(path));
    QVERIFY(m_media->answer(m_media->library->remove(MediaKind::Recording, MediaFixture::nameOf(path))).ok());
    QVERIFY(page()->items.empty());
}

void TestMediaLibrary::unknownNamesAreNotFound()
{
    const FileName name = *FileName::parse(QStringLiteral("nothing.mp4"));
    for (const MediaKind kind : {MediaKind::Recording, MediaKind::Snapshot}) {
        QCOMPARE(int(m_media->answer(m_media->library->info(kind, name)).error().code), int(ErrorCode::NotFound));
        QCOMPARE(int(m_media->answer(m_media->library->remove(kind, name)).error().code), int(ErrorCode::NotFound));
    }
}

void TestMediaLibrary::restartFindsAllNamesAndClearsWhatIsUnfinished()
{
    const QString ended = addEnded(0);
    const QString open = m_media->beginFile(1, QByteArray(1, 'x'));
    add(1, open, false);
    const QString unfinished = m_media->library->snapshotsFolder() + QStringLiteral("/.unfinished-1");
    QVERIFY(writeFile(unfinished, "half"));
    m_media->reopenLibrary();
    QVERIFY(!QFile::exists(unfinished));
    QVERIFY(!m_media->index->find(MediaKind::Recording, MediaFixture::nameOf(ended))->open);
    QVERIFY(m_media->index->find(MediaKind::Recording, MediaFixture::nameOf(open))->open);
    QCOMPARE(m_media->index->size(MediaKind::Recording), 2);
}

void TestMediaLibrary::foldersThatCannotWorkAreRefused()
{
    const QString file = m_media->folder.filePath(QStringLiteral("file"));
    QVERIFY(writeFile(file, "x"));
    for (const QString &folder :
         {QStringLiteral("relative"), m_media->folder.filePath(QStringLiteral("100%Y")), file}) {
        MediaFolders folders{folder, m_media->folder.filePath(QStringLiteral("s")), {}, &DiskSpace::ask};
        MediaLibrary library(m_media->recordings, m_media->snapshots, *m_media->index, folders);
        QCOMPARE(int(m_media->answer(library.load()).error().code), int(ErrorCode::DependencyFailed));
    }
}

void TestMediaLibrary::folderOfADiskThatIsNotThereIsNotMade()
{
    const QString folder = m_media->folder.filePath(QStringLiteral("disk/recordings"));
    QCOMPARE(int(restoreMediaFolder(folder).error().code), int(ErrorCode::DependencyFailed));
    QVERIFY(!QFile::exists(m_media->folder.filePath(QStringLiteral("disk"))));
}

void TestMediaLibrary::minimumOfFreeSpaceIsTheSmallerCount_data()
{
    QTest::addColumn<qint64>("total");
    QTest::addColumn<qint64>("available");
    QTest::addColumn<bool>("full");
    QTest::addColumn<bool>("low");
    const qint64 giga = qint64(1) << 30;
    QTest::newRow("big disk, plenty") << 500 * giga << 2 * giga << false << false;
    QTest::newRow("big disk, low") << 500 * giga << 2 * giga - 1 << false << true;
    QTest::newRow("big disk, just enough") << 500 * giga << giga << false << true;
    QTest::newRow("big disk, full") << 500 * giga << giga - 1 << true << true;
    QTest::newRow("small disk, enough") << qint64(100000) << qint64(5000) << false << true;
    QTest::newRow("small disk, full") << qint64(100000) << qint64(4999) << true << true;
}

void TestMediaLibrary::minimumOfFreeSpaceIsTheSmallerCount()
{
    QFETCH(qint64, total);
    QFETCH(qint64, available);
    const DiskSpace space(QStringLiteral("/"), {}, [&](const QString &) -> Result<SpaceFigures> {
        return SpaceFigures{total, total - available, available, 0};
    });
    QTEST(space.figures()->full(), "full");
    QTEST(space.figures()->low(), "low");
    QCOMPARE(space.roomFor(QStringLiteral("a recording")).ok(), !space.figures()->full());
    const DiskSpace unlimited(QStringLiteral("/"), {0, 5}, [&](const QString &) -> Result<SpaceFigures> {
        return SpaceFigures{total, total, 0, 0};
    });
    QVERIFY(!unlimited.figures()->full());
}

void TestMediaLibrary::spaceOfARealDiskIsPlausible()
{
    const auto figures = DiskSpace(m_media->folder.path()).figures();
    QVERIFY(figures.ok() && figures->total > 0 && figures->used <= figures->total
            && figures->available <= figures->total);
    QVERIFY(!DiskSpace(QStringLiteral("/nowhere/at/all")).figures().ok());
}

void TestMediaLibrary::recordingNamesAreReadBack()
{
    const Timestamp time = fromMicroseconds(1795400504912172);
    const QString name = stampedName(CameraId(12), time) + QStringLiteral(".mp4");
    QCOMPARE(name, QStringLiteral("camera12_2026-11-23_02-21-44-912172.mp4"));
    const auto read = parseRecordingName(name);
    QVERIFY(read && read->camera == CameraId(12) && read->startedAt == time);
    for (const char *bad : {"camera12_2026-11-23_02-21-44-91217.mp4", "camera012_2026-11-23_02-21-44-912172.mp4",
                            "camera1_2026-02-30_02-21-44-912172.mp4", "camera1_2026-11-23_25-21-44-912172.mp4",
                            "xcamera1_2026-11-23_02-21-44-912172.mp4", "camera1_2026-11-23_02-21-44-912172.mp4\n", ""})
        QVERIFY2(!parseRecordingName(QString::fromLatin1(bad)), bad);
    const auto snapshot = parseSnapshotName(stampedName(CameraId(12), time) + QStringLiteral(".jpg"));
    QVERIFY(snapshot && snapshot->camera == CameraId(12) && snapshot->startedAt == time);
    QVERIFY(!parseSnapshotName(name));
}

void TestMediaLibrary::newestPiecesBeginWithAKeyFrame_data()
{
    QTest::addColumn<QByteArray>("playlist");
    QTest::addColumn<QStringList>("files");
    const auto key = [](const char *name) {
        return QByteArray("#EXT-X-PART:DURATION=0.2,URI=\"") + name + "\",INDEPENDENT=YES\n";
    };
    const auto part = [](const char *name) { return QByteArray("#EXT-X-PART:DURATION=0.2,URI=\"") + name + "\"\n"; };
    const auto segment = [](const char *name) { return QByteArray("#EXTINF:1.0,\n") + name + '\n'; };
    QTest::newRow("nothing") << QByteArray("#EXTM3U\n") << QStringList();
    QTest::newRow("segments only") << segment("a.mp4") + segment("b.mp4") << QStringList{"b.mp4"};
    QTest::newRow("parts of the last segment")
        << segment("a.mp4") + key("p1") + part("p2") + segment("b.mp4") << QStringList{"b.mp4"};
    QTest::newRow("parts after the last segment")
        << segment("a.mp4") + key("p1") + segment("b.mp4") + key("p2") + part("p3") << QStringList{"p2", "p3"};
    QTest::newRow("several key frames") << segment("a.mp4") + key("p1") + part("p2") + key("p3") + part("p4")
                                        << QStringList{"p3", "p4"};
    QTest::newRow("key frame within the last segment")
        << segment("a.mp4") + part("p1") + key("p2") + segment("b.mp4") << QStringList{"p2"};
    QTest::newRow("no key frame known") << segment("a.mp4") + part("p1") << QStringList{"a.mp4", "p1"};
    QTest::newRow("no segment yet") << key("p1") + part("p2") << QStringList{"p1", "p2"};
    QTest::newRow("no segment and no key frame") << part("p1") << QStringList();
    QTest::newRow("a gap is no segment") << "#EXT-X-GAP\n" + segment("gap.mp4") + key("p1") << QStringList{"p1"};
}

void TestMediaLibrary::newestPiecesBeginWithAKeyFrame()
{
    QFETCH(QByteArray, playlist);
    QTEST(newestPieces(HlsPlaylist::parse(playlist)), "files");
}

void TestMediaLibrary::jpegSizeIsRead()
{
    const QByteArray good("\xff\xd8\xff\xfe\0\4hi\xff\xc0\0\x0b\x08\0\x78\0\xa0\3\1\x22\0\xff\xd9", 23);
    QCOMPARE(jpegSize(good).value_or(QSize()), QSize(160, 120));
    for (qsizetype end = 0; end < good.size(); ++end)
        QVERIFY(!jpegSize(QByteArrayView(good).first(end)));
    QVERIFY(!jpegSize(QByteArray("\xff\xd8\xff\xda\0\2\xff\xd9", 8)));
}

CS_TEST(TestMediaLibrary)
#include "tst_medialibrary.moc"

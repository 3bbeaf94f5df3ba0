#include <QRandomGenerator>

#include "mediafixture.h"
#include "recordings/recorder.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// What a crash leaves behind, and the start after it.
class TestSalvage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void openRecordingIsCutMeasuredAndEnded();
    void openRecordingWithoutMediaIsForgotten_data();
    void openRecordingWithoutMediaIsForgotten();
    void playableFileWithoutRowIsAdopted();
    void emptyFileWithoutRowIsRemoved();
    void unreadableFileOfAnOpenRecordingIsKept();
    void damagedRecordingIsKept_data();
    void damagedRecordingIsKept();
    void otherFilesAreLeftAlone();
    void endedRecordingsAreLeftAlone();

private:
    // The row of a recording that was open when the service died.
    void leaveOpen(const QString &path)
    {
        StoredRecording row;
        row.camera = CameraId(0);
        row.file = MediaFixture::nameOf(path);
        row.format = QStringLiteral("fmp4");
        row.sessionId = QStringLiteral("session");
        row.startedAt = m_media->clock.now();
        QVERIFY(m_media->answer(m_media->recordings.insert(row)).ok());
    }
    // A new life of the service; what it reported as ended.
    std::vector<Recording> recover()
    {
        m_media->reopenLibrary();
        Recorder recorder(m_media->server, m_media->tokens, m_media->lookup(), *m_media->library, m_media->clock);
        std::vector<Recording> out;
        QObject::connect(&recorder, &Recorder::ended, &recorder,
                         [&out](const Recording &recording) { out.push_back(recording); });
        if (!m_media->answer(recorder.recover()).ok())
            qWarning("recover failed");
        return out;
    }

    std::unique_ptr<MediaFixture> m_media;
};

void TestSalvage::initTestCase()
{
    QVERIFY2(SampleVideo::instance().problem.isEmpty(), qPrintable(SampleVideo::instance().problem));
}

void TestSalvage::init()
{
    m_media = std::make_unique<MediaFixture>();
}

void TestSalvage::openRecordingIsCutMeasuredAndEnded()
{
    const QString path = m_media->beginFile(0, SampleVideo::instance().first(10)
                                                   + SampleVideo::instance().fragments[10].left(99));
    leaveOpen(path);
    const auto ended = recover();
    QCOMPARE(ended.size(), size_t(1));
    QCOMPARE(ended[0].cause, QStringLiteral("service_restart"));
    QVERIFY(ended[0].failed && ended[0].duration == 2s && ended[0].sessionId == u"session");
    const StoredRecording row = m_media->rowOf(path);
    QVERIFY(!row.open && row.durationUs == 2000000 && row.sizeBytes == QFileInfo(path).size());
    QVERIFY(!m_media->index->find(MediaKind::Recording, row.file)->open);
    QVERIFY(std::abs(probedDuration(path) - 2.0) < 0.05);
    QVERIFY(m_media->server.calls.contains(QStringLiteral("remove manual/camera0")));
}

void TestSalvage::openRecordingWithoutMediaIsForgotten_data()
{
    QTest::addColumn<bool>("hasFile");
    QTest::newRow("empty file") << true;
    QTest::newRow("no file") << false;
}

void TestSalvage::openRecordingWithoutMediaIsForgotten()
{
    QFETCH(bool, hasFile);
    const QString path = m_media->beginFile(0, SampleVideo::instance().header);
    if (!hasFile)
        QFile::remove(path);
    leaveOpen(path);
    const auto ended = recover();
    QCOMPARE(ended.size(), size_t(1));
    QVERIFY(ended[0].failed && ended[0].sizeBytes == 0);
    QVERIFY(!QFile::exists(path));
    QVERIFY(!m_media->rowOf(path).file.isValid());
    QVERIFY(!m_media->index->contains(MediaKind::Recording, MediaFixture::nameOf(path)));
}

void TestSalvage::playableFileWithoutRowIsAdopted()
{
    const QString path = m_media->beginFile(1, SampleVideo::instance().first(3));
    QCOMPARE(recover().size(), size_t(1));
    const StoredRecording row = m_media->rowOf(path);
    QCOMPARE(row.camera, CameraId(1));
    QVERIFY(!row.open && row.durationUs == 600000 && row.startedAt == m_media->clock.now()
            && row.endCause == u"service_restart");
    QVERIFY(m_media->index->contains(MediaKind::Recording, row.file));
    QCOMPARE(recover().size(), size_t(0));
}

void TestSalvage::emptyFileWithoutRowIsRemoved()
{
    const QString path = m_media->beginFile(0, {});
    QCOMPARE(recover().size(), size_t(0));
    QVERIFY(!QFile::exists(path));
}

void TestSalvage::unreadableFileOfAnOpenRecordingIsKept()
{
    const QString path = m_media->beginFile(0, SampleVideo::instance().first(3));
    // A link is never followed, so it cannot be read, and what it stands for is there all the same.
    const QString elsewhere = m_media->folder.filePath(QStringLiteral("elsewhere.mp4"));
    QVERIFY(QFile::rename(path, elsewhere) && QFile::link(elsewhere, path));
    leaveOpen(path);
    const auto ended = recover();
    QCOMPARE(ended.size(), size_t(1));
    QVERIFY(ended[0].failed);
    const StoredRecording row = m_media->rowOf(path);
    QVERIFY(row.file.isValid() && !row.open && row.sizeBytes == SampleVideo::instance().first(3).size());
    QVERIFY(QFile::exists(path) && QFile::exists(elsewhere));
}

void TestSalvage::damagedRecordingIsKept_data()
{
    QTest::addColumn<bool>("hasRow");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = SampleVideo::instance().first(50);
    QByteArray noHeader = whole;
    noHeader.replace(noHeader.indexOf("moov"), 4, QByteArray("xxxx"));
    // Its first box seems to reach beyond the end.
    QByteArray longBox = whole;
    longBox.replace(0, 4, QByteArray("\x7f\xff\xff\xff"));
    // Another program's files that only have a recording's name.
    QByteArray random(5000, '\0');
    std::generate(random.begin(), random.end(), [] { return char(QRandomGenerator::global()->bounded(1, 256)); });
    const QByteArray header = SampleVideo::instance().header;
    const qsizetype moov = header.indexOf("moov") - 4;
    const QByteArray plainVideo = header.left(moov) + QByteArray("\0\0\0\x10mdatpictures", 16) + header.mid(moov);
    for (const bool hasRow : {true, false}) {
        const QByteArray who = hasRow ? "of an open row: " : "without a row: ";
        QTest::newRow(who + "header unreadable") << hasRow << noHeader;
        QTest::newRow(who + "a box without end") << hasRow << longBox;
        QTest::newRow(who + "small and foreign") << hasRow << QByteArray("\0\0\0\4what is this?", 17);
        QTest::newRow(who + "random bytes") << hasRow << random;
        QTest::newRow(who + "a few letters") << hasRow << QByteArray("note");
        QTest::newRow(who + "zeros") << hasRow << QByteArray(4096, '\0');
        QTest::newRow(who + "a small plain video") << hasRow << plainVideo;
        QTest::newRow(who + "a box of another kind behind the header")
            << hasRow << header + QByteArray("\0\0\1\0note 100 bytes follow", 24);
    }
}

void TestSalvage::damagedRecordingIsKept()
{
    QFETCH(bool, hasRow);
    QFETCH(QByteArray, bytes);
    const QString path = m_media->beginFile(0, bytes);
    if (hasRow)
        leaveOpen(path);
    const auto ended = recover();
    QCOMPARE(ended.size(), size_t(1));
    QVERIFY(ended[0].failed && ended[0].duration == 0s);
    QCOMPARE(QFileInfo(path).size(), bytes.size());
    const StoredRecording row = m_media->rowOf(path);
    QVERIFY(row.file.isValid() && !row.open && row.sizeBytes == bytes.size());
    // It can be downloaded and deleted, and is not found again.
    QVERIFY(m_media->index->contains(MediaKind::Recording, row.file));
    QCOMPARE(recover().size(), size_t(0));
}

void TestSalvage::otherFilesAreLeftAlone()
{
    const QString manual = m_media->library->manualFolder();
    for (const char *name : {"notes.txt", "camera0.mp4", "camera01_2026-01-01_00-00-00-000000.mp4",
                             "camera0_2026-13-01_00-00-00-000000.mp4"})
        QVERIFY(writeFile(manual + u'/' + QLatin1String(name), {}));
    QCOMPARE(recover().size(), size_t(0));
    QCOMPARE(QDir(manual).entryList(QDir::Files).size(), 4);
}

void TestSalvage::endedRecordingsAreLeftAlone()
{
    const QString path = m_media->beginFile(0, SampleVideo::instance().first(3));
    QCOMPARE(recover().size(), size_t(1));
    const QByteArray garbage("changed");
    QVERIFY(writeFile(path, garbage));
    QCOMPARE(recover().size(), size_t(0));
    QCOMPARE(QFileInfo(path).size(), garbage.size());
}

CS_TEST(TestSalvage)
#include "tst_salvage.moc"

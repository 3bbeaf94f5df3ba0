#include "recorderfixture.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// Recordings that end otherwise than by a stop, and what they report meanwhile.
class TestRecordingEnds : public QObject, private RecorderFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void timedRecordingEndsByItself();
    void progressIsMeasured();
    void recordingEndsByFailure_data();
    void recordingEndsByFailure();
    void fileOfADeadMediaMtxIsCutAndFinished();
    void shortLossOfTheCameraIsForgiven();
    void emptyFilesAfterAWriteErrorAreRemoved();
    void vanishedFileIsAnError();
    void unreadableFileIsKeptAndItsRecordingEnded();
    void shutdownEndsAllAndRefusesNewOnes();
    void shutdownStoresWhatTheDatabaseRefused();
    void stopWaitsForAFrozenMediaMtxAndAgreesWithTheFile();
    void pathThatWasNotRemovedIsRemovedAgain();
    void clockThatIsSetBackLeavesOlderRecordingsAlone();
    void stopOfAFrozenMediaMtxThatIsEndedAgreesWithTheFile();
};

void TestRecordingEnds::initTestCase()
{
    QVERIFY2(SampleVideo::instance().problem.isEmpty(), qPrintable(SampleVideo::instance().problem));
}

void TestRecordingEnds::init()
{
    open();
}

void TestRecordingEnds::cleanup()
{
    close();
}

void TestRecordingEnds::timedRecordingEndsByItself()
{
    (void)running(5, 5s);
    pass(4900ms);
    QVERIFY(!m_recorder->openOnes().empty() && !m_media->server.wanted.isEmpty());
    pass(100ms);
    QVERIFY(m_media->server.wanted.isEmpty());
    closeFile();
    QTRY_COMPARE(m_ended->size(), 1);
    const auto ended = m_ended->first().first().value<Recording>();
    QVERIFY(ended.cause == u"duration" && !ended.failed && ended.duration == 1s);
    QCOMPARE(m_media->rowOf(m_file).requestedSeconds.value_or(0), 5);
}

void TestRecordingEnds::progressIsMeasured()
{
    QSignalSpy progressed(m_recorder.get(), &Recorder::progressed);
    (void)running(2);
    QVERIFY(MediaFixture::append(m_file, SampleVideo::instance().fragments[2]));
    pass(4900ms);
    QTest::qWait(50);
    QCOMPARE(progressed.size(), 0);
    pass(100ms);
    QTRY_COMPARE(progressed.size(), 1);
    QCOMPARE(progressed.first().first().value<Recording>().duration, 600ms);
}

void TestRecordingEnds::recordingEndsByFailure_data()
{
    QTest::addColumn<QString>("cause");
    QTest::newRow("no growth") << QStringLiteral("camera_lost");
    QTest::newRow("camera disconnected") << QStringLiteral("camera_lost");
    QTest::newRow("camera removed") << QStringLiteral("camera_lost");
    QTest::newRow("path unavailable") << QStringLiteral("camera_lost");
    QTest::newRow("second file with bytes") << QStringLiteral("camera_lost");
    QTest::newRow("second file without bytes") << QStringLiteral("storage_full");
    QTest::newRow("disk full") << QStringLiteral("storage_full");
    QTest::newRow("MediaMTX dead") << QStringLiteral("mediamtx_lost");
}

void TestRecordingEnds::recordingEndsByFailure()
{
    QFETCH(QString, cause);
    const QByteArray tag = QTest::currentDataTag();
    (void)running(3);
    pass(0ms);
    if (tag == "camera disconnected")
        m_media->cameras[CameraId(0)].link = Camera::Link::Disconnected;
    else if (tag == "camera removed")
        m_media->cameras.remove(CameraId(0));
    else if (tag == "path unavailable")
        m_media->server.path(QStringLiteral("manual/camera0")).available = false;
    else if (tag == "disk full")
        m_media->freeBytes = 1000;
    m_media->clock.advance(1ms);
    if (tag == "second file with bytes")
        m_media->beginFile(0, SampleVideo::instance().first(1));
    else if (tag == "second file without bytes")
        m_media->beginFile(0, {});
    else if (tag == "MediaMTX dead")
        m_media->server.become(MediaServer::State::Failed);
    if (tag == "no growth") {
        pass(5900ms);
        QVERIFY(!m_media->server.wanted.isEmpty());
    }
    pass(500ms);
    pass(1s);
    QTRY_VERIFY(m_media->server.wanted.isEmpty());
    closeFile();
    QTRY_COMPARE(m_ended->size(), 1);
    const auto ended = m_ended->first().first().value<Recording>();
    QCOMPARE(ended.cause, cause);
    QVERIFY(ended.failed && ended.duration == 600ms);
    QCOMPARE(m_media->rowOf(m_file).endCause, cause);
}

void TestRecordingEnds::fileOfADeadMediaMtxIsCutAndFinished()
{
    (void)running(5);
    QVERIFY(MediaFixture::append(m_file, SampleVideo::instance().fragments[5].left(300)));
    m_media->server.become(MediaServer::State::Failed);
    QVERIFY(m_media->server.wanted.isEmpty());
    QTRY_COMPARE(m_ended->size(), 1);
    QCOMPARE(QFileInfo(m_file).size(), SampleVideo::instance().first(5).size());
    QVERIFY(std::abs(probedDuration(m_file) - 1.0) < 0.05);
    m_media->server.become(MediaServer::State::Running);
    QVERIFY(m_media->server.wanted.isEmpty());
}

void TestRecordingEnds::shortLossOfTheCameraIsForgiven()
{
    (void)running(2);
    m_media->cameras[CameraId(0)].link = Camera::Link::Disconnected;
    pass(500ms);
    m_media->cameras[CameraId(0)].link = Camera::Link::Connected;
    pass(700ms);
    QVERIFY(!m_recorder->openOnes().empty() && !m_media->server.wanted.isEmpty());
}

void TestRecordingEnds::emptyFilesAfterAWriteErrorAreRemoved()
{
    (void)running(2);
    m_media->clock.advance(4s);
    const QString second = m_media->beginFile(0, {});
    m_media->server.poll();
    QTRY_VERIFY(m_media->server.wanted.isEmpty());
    m_media->server.losePath(QStringLiteral("manual/camera0"));
    closeFile();
    QTRY_COMPARE(m_ended->size(), 1);
    QFile file(second);
    QVERIFY(file.open(QIODevice::ReadWrite)
            && file.setFileTime(QDateTime::currentDateTime().addSecs(-5), QFileDevice::FileModificationTime));
    pass(2s);
    QTRY_VERIFY(!QFile::exists(second));
    QVERIFY(QFile::exists(m_file));
}

void TestRecordingEnds::vanishedFileIsAnError()
{
    (void)running(2);
    QVERIFY(QFile::remove(m_file));
    const auto answer = m_media->answer(m_recorder->stop(CameraId(0)));
    QCOMPARE(answer.error().data.value("dependency").toString(), QStringLiteral("storage"));
    QCOMPARE(m_ended->size(), 1);
    QVERIFY(m_ended->first().first().value<Recording>().failed);
    QVERIFY(!m_media->rowOf(m_file).file.isValid());
}

void TestRecordingEnds::unreadableFileIsKeptAndItsRecordingEnded()
{
    (void)running(2);
    // A link is never followed, so it cannot be read, and what it stands for is there all the same.
    const QString elsewhere = m_media->folder.filePath(QStringLiteral("elsewhere.mp4"));
    QVERIFY(QFile::rename(m_file, elsewhere) && QFile::link(elsewhere, m_file));
    const auto answer = m_media->answer(m_recorder->stop(CameraId(0)));
    QCOMPARE(answer.error().data.value("dependency").toString(), QStringLiteral("storage"));
    QCOMPARE(m_ended->size(), 1);
    QVERIFY(m_ended->first().first().value<Recording>().failed);
    const StoredRecording row = m_media->rowOf(m_file);
    QVERIFY(row.file.isValid() && !row.open);
    QVERIFY(QFile::exists(m_file) && QFile::exists(elsewhere));
}

void TestRecordingEnds::shutdownEndsAllAndRefusesNewOnes()
{
    (void)running(2, {}, 0);
    const auto starting = order({}, 1);
    const auto closed = m_recorder->shutdown();
    closeFile();
    QVERIFY(m_media->answer(closed).ok());
    QVERIFY(!m_media->answer(starting).ok());
    QCOMPARE(m_media->rowOf(m_file).endCause, QStringLiteral("shutdown"));
    QCOMPARE(int(m_media->answer(m_recorder->start(CameraId(0), {}, {})).error().code), int(ErrorCode::InvalidState));
}

void TestRecordingEnds::shutdownStoresWhatTheDatabaseRefused()
{
    (void)running(2);
    m_media->refuseEnds();
    const auto stop = m_recorder->stop(CameraId(0));
    closeFile();
    QVERIFY(m_media->answer(stop).ok());
    QVERIFY(m_media->rowOf(m_file).open);
    m_media->allowEnds();
    QVERIFY(m_media->answer(m_recorder->shutdown()).ok());
    const StoredRecording row = m_media->rowOf(m_file);
    QVERIFY(!row.open && row.endCause == u"requested" && row.durationUs == 400000);
}

void TestRecordingEnds::stopWaitsForAFrozenMediaMtxAndAgreesWithTheFile()
{
    (void)running(2);
    m_media->server.isFrozen = true;
    const auto stop = m_recorder->stop(CameraId(0));
    pass(4s);
    QTest::qWait(50);
    pass(4s);
    QTest::qWait(50);
    QVERIFY(!stop.isFinished());
    // What it had in memory comes to the disk once it goes on.
    QVERIFY(MediaFixture::append(m_file, SampleVideo::instance().fragments[2]));
    m_media->server.thaw();
    closeFile();
    const auto stopped = m_media->answer(stop);
    QVERIFY(stopped.ok());
    QCOMPARE(stopped->duration, 600ms);
    QCOMPARE(stopped->sizeBytes, QFileInfo(m_file).size());
    const StoredRecording row = m_media->rowOf(m_file);
    QVERIFY(row.durationUs == 600000 && row.sizeBytes == QFileInfo(m_file).size());
}

void TestRecordingEnds::pathThatWasNotRemovedIsRemovedAgain()
{
    (void)running(2);
    m_media->server.removePathError = Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("no answer"));
    m_media->server.calls.clear();
    const auto stop = m_recorder->stop(CameraId(0));
    QTRY_COMPARE(m_media->server.calls.size(), 1);
    QTRY_VERIFY(m_media->server.calls.size() == 2 || (pass(500ms), false));
    closeFile();
    QVERIFY(m_media->answer(stop).ok());
}

void TestRecordingEnds::clockThatIsSetBackLeavesOlderRecordingsAlone()
{
    const auto record = [this](int fragments) {
        (void)running(fragments);
        const auto stop = m_recorder->stop(CameraId(0));
        closeFile();
        return m_media->answer(stop);
    };
    const auto first = record(4);
    const QString firstFile = m_file;
    m_media->clock.advance(-1h);
    const auto second = record(2);
    QVERIFY(first.ok() && second.ok());
    QVERIFY(second->file.toString() < first->file.toString());
    QCOMPARE(QFileInfo(firstFile).size(), first->sizeBytes);
    QCOMPARE(QFileInfo(m_file).size(), second->sizeBytes);
    QVERIFY(second->startedAt == m_media->clock.now() && second->endedAt > second->startedAt);
    // By the clock, as the names are: the list and the folder say the same.
    const auto list = m_media->answer(m_media->library->page(MediaKind::Recording, 10, 0));
    QCOMPARE(list->items.size(), size_t(2));
    QCOMPARE(list->items[0].file, first->file);
    QCOMPARE(list->items[1].file, second->file);
}

void TestRecordingEnds::stopOfAFrozenMediaMtxThatIsEndedAgreesWithTheFile()
{
    (void)running(2);
    m_media->server.isFrozen = true;
    const auto stop = m_recorder->stop(CameraId(0));
    pass(10s);
    QTest::qWait(50);
    QVERIFY(!stop.isFinished());
    QVERIFY(MediaFixture::append(m_file, SampleVideo::instance().fragments[2].left(300)));
    m_media->server.become(MediaServer::State::Failed);
    const auto stopped = m_media->answer(stop);
    QVERIFY(stopped.ok() && stopped->duration == 400ms);
    QCOMPARE(stopped->sizeBytes, QFileInfo(m_file).size());
    QCOMPARE(m_media->rowOf(m_file).sizeBytes, QFileInfo(m_file).size());
}

CS_TEST(TestRecordingEnds)
#include "tst_recordingends.moc"

#include <sys/stat.h>

#include "recorderfixture.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// The way into a recording and out of it on demand.
class TestRecorder : public QObject, private RecorderFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void startAnswersOnceBytesAreOnDisk();
    void startIsRefused_data();
    void startIsRefused();
    void startBelievesTheDiskAsItIsNow();
    void startMakesADeletedFolderAgain();
    void startWithoutPictureFailsAndLeavesNothing();
    void startFailsWhenMediaMtxCannotWrite();
    void startFailsWhenMediaMtxDies();
    void startThatFailsAtOnceLeavesOlderFilesAlone();
    void stopAnswersWithWhatIsInTheFile();
    void stopDuringTheStartWaitsForIt();
    void stopDuringAFailingStartFindsNothing();
    void everyStopGetsTheSameEnd();
    void stopWithoutRecordingIsRefused();
    void twoCamerasRecordAtOnce();
};

void TestRecorder::initTestCase()
{
    qRegisterMetaType<cs::Recording>();
    QVERIFY2(SampleVideo::instance().problem.isEmpty(), qPrintable(SampleVideo::instance().problem));
}

void TestRecorder::init()
{
    open();
}

void TestRecorder::cleanup()
{
    close();
}

void TestRecorder::startAnswersOnceBytesAreOnDisk()
{
    const auto answer = order();
    const PathSpec spec = m_media->server.wanted.value(QStringLiteral("manual/camera0"));
    QCOMPARE(spec.visibility, PathSpec::Visibility::Hidden);
    QVERIFY(spec.record && spec.sourceUrl.startsWith("rtsp://127.0.0.1:8554/camera0?token="));
    QCOMPARE(spec.recordPath, m_media->folder.filePath(QStringLiteral("recordings/%path_%Y-%m-%d_%H-%M-%S-%f")));

    const QString path = m_media->beginFile(0, SampleVideo::instance().header);
    pass(500ms);
    QTest::qWait(50);
    QVERIFY(!answer.isFinished());
    QVERIFY(MediaFixture::append(path, SampleVideo::instance().fragments[0]));
    const auto recording = m_media->answer(answer);
    QVERIFY(recording.ok());
    QCOMPARE(recording->file, MediaFixture::nameOf(path));
    QCOMPARE(recording->startedAt, m_media->clock.now() - 500ms);
    QVERIFY(!recording->endedAt && !recording->sessionId.isEmpty() && recording->cause.isEmpty());
    QCOMPARE(m_started->size(), 1);
    const StoredRecording row = m_media->rowOf(path);
    QVERIFY(row.open && row.startedBy == u"anna");
    QVERIFY(m_media->index->find(MediaKind::Recording, recording->file)->open);
    QVERIFY(!m_recorder->openOnes().empty());
}

void TestRecorder::startIsRefused_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, ErrorCode code, const char *member, const char *value) {
        QTest::newRow(name) << int(code) << QString::fromLatin1(member) << QString::fromLatin1(value);
    };
    row("unknown camera", ErrorCode::NotFound, "resource", "camera");
    row("not connected", ErrorCode::DependencyFailed, "dependency", "camera");
    row("no MediaMTX", ErrorCode::DependencyFailed, "dependency", "MediaMTX");
    row("MediaMTX refuses", ErrorCode::DependencyFailed, "dependency", "MediaMTX");
    row("full disk", ErrorCode::InvalidState, "state", "storage_full");
    row("while it starts", ErrorCode::InvalidState, "state", "starting");
    row("while it records", ErrorCode::InvalidState, "state", "recording");
    row("while it stops", ErrorCode::InvalidState, "state", "stopping");
}

void TestRecorder::startIsRefused()
{
    QFETCH(int, code);
    const QByteArray tag = QTest::currentDataTag();
    if (tag == "unknown camera")
        m_media->cameras.remove(CameraId(0));
    else if (tag == "not connected")
        m_media->cameras[CameraId(0)].link = Camera::Link::Disconnected;
    else if (tag == "no MediaMTX")
        m_media->server.become(MediaServer::State::Failed);
    else if (tag == "MediaMTX refuses")
        m_media->server.setPathError = Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("no"));
    else if (tag == "full disk")
        m_media->freeBytes = (qint64(1) << 30) - 1;
    else if (tag == "while it starts")
        (void)order();
    else
        (void)running(2);
    if (tag == "while it stops")
        m_recorder->stop(CameraId(0));
    const auto refused = m_media->answer(m_recorder->start(CameraId(0), {}, {}));
    QVERIFY(!refused.ok());
    QCOMPARE(int(refused.error().code), code);
    QFETCH(QString, member);
    QTEST(refused.error().data.value(member).toString(), "value");
}

void TestRecorder::startBelievesTheDiskAsItIsNow()
{
    m_media->freeBytes = 1000;
    m_media->library->lookAtSpace(MediaKind::Recording);
    QTRY_VERIFY(m_media->library->space(MediaKind::Recording).figures()->full());
    m_media->freeBytes = qint64(50) << 30;
    const auto start = m_recorder->start(CameraId(0), {}, {});
    // News of the media server come before the disk has answered.
    m_media->server.poll();
    QTRY_VERIFY(m_media->server.wanted.contains(QStringLiteral("manual/camera0")));
    m_media->beginFile(0, SampleVideo::instance().first(2));
    const auto recording = m_media->answer(start);
    QVERIFY2(recording.ok(), recording.ok() ? "" : qPrintable(recording.error().message));
}

void TestRecorder::startMakesADeletedFolderAgain()
{
    QVERIFY(QDir(m_media->library->recordingsFolder()).removeRecursively());
    QVERIFY(running(2).file.isValid());
    for (const QString &folder : {m_media->library->recordingsFolder(), m_media->library->manualFolder()}) {
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(folder).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 07777), 0750);
    }
}

void TestRecorder::startWithoutPictureFailsAndLeavesNothing()
{
    const auto answer = order();
    m_media->beginFile(0, SampleVideo::instance().header);
    pass(9900ms);
    QVERIFY(!answer.isFinished());
    pass(200ms);
    const auto failure = m_media->answer(answer);
    QVERIFY(!failure.ok());
    QCOMPARE(failure.error().data.value("dependency").toString(), QStringLiteral("camera"));
    QVERIFY(m_media->server.wanted.isEmpty());
    QTRY_COMPARE(filesLeft(), 0);
    QCOMPARE(m_started->size() + m_ended->size(), 0);
    // It can be tried again.
    QTRY_VERIFY(m_media->answer(m_recorder->stop(CameraId(0))).error().data.value("state") == QStringLiteral("idle"));
    QVERIFY(running(1).file.isValid());
}

void TestRecorder::startFailsWhenMediaMtxCannotWrite()
{
    const auto answer = order();
    m_media->beginFile(0, {});
    pass(500ms);
    QTest::qWait(50);
    m_media->clock.advance(4s);
    m_media->beginFile(0, {});
    m_media->server.poll();
    const auto failure = m_media->answer(answer);
    QCOMPARE(failure.error().data.value("dependency").toString(), QStringLiteral("storage"));
    QTRY_COMPARE(filesLeft(), 0);
}

void TestRecorder::startFailsWhenMediaMtxDies()
{
    const auto answer = order();
    m_media->server.become(MediaServer::State::Failed);
    QCOMPARE(m_media->answer(answer).error().data.value("dependency").toString(), QStringLiteral("MediaMTX"));
    QVERIFY(m_media->server.wanted.isEmpty());
}

void TestRecorder::startThatFailsAtOnceLeavesOlderFilesAlone()
{
    const QString older = m_media->beginFile(0, SampleVideo::instance().first(1));
    const auto start = m_recorder->start(CameraId(0), {}, {});
    const auto stop = m_recorder->stop(CameraId(0));
    // Before the folder is listed for the first time.
    m_media->server.become(MediaServer::State::Failed);
    QVERIFY(!m_media->answer(start).ok());
    QCOMPARE(m_media->answer(stop).error().data.value("state").toString(), QStringLiteral("idle"));
    QVERIFY(QFile::exists(older));
}

void TestRecorder::stopAnswersWithWhatIsInTheFile()
{
    const Recording begun = running(3);
    m_media->clock.advance(700ms);
    const auto answer = m_recorder->stop(CameraId(0));
    QVERIFY(m_media->server.wanted.isEmpty());
    QVERIFY(MediaFixture::append(m_file, SampleVideo::instance().fragments[3]));
    QTest::qWait(50);
    QVERIFY(!answer.isFinished());
    closeFile();
    const auto ended = m_media->answer(answer);
    QVERIFY(ended.ok());
    QCOMPARE(ended->file, begun.file);
    QCOMPARE(ended->duration, 800ms);
    QCOMPARE(*ended->endedAt, begun.startedAt + 800ms);
    QCOMPARE(ended->sizeBytes, SampleVideo::instance().first(4).size());
    QCOMPARE(ended->cause, QStringLiteral("requested"));
    QVERIFY(!ended->failed);
    QCOMPARE(m_ended->size(), 1);
    const StoredRecording row = m_media->rowOf(m_file);
    QVERIFY(!row.open && row.durationUs == 800000 && row.sizeBytes == ended->sizeBytes && row.endCause == u"requested");
    QVERIFY(!m_media->index->find(MediaKind::Recording, ended->file)->open);
    QVERIFY(m_recorder->openOnes().empty());
}

void TestRecorder::stopDuringTheStartWaitsForIt()
{
    const auto start = order();
    const auto stop = m_recorder->stop(CameraId(0));
    m_file = m_media->beginFile(0, SampleVideo::closed(SampleVideo::instance().first(2), 400));
    QVERIFY(m_media->answer(start).ok());
    const auto ended = m_media->answer(stop);
    QVERIFY(ended.ok() && ended->duration == 400ms && ended->cause == u"requested");
}

void TestRecorder::stopDuringAFailingStartFindsNothing()
{
    const auto start = order();
    const auto stop = m_recorder->stop(CameraId(0));
    pass(10s);
    QVERIFY(!m_media->answer(start).ok());
    QCOMPARE(m_media->answer(stop).error().data.value("state").toString(), QStringLiteral("idle"));
}

void TestRecorder::everyStopGetsTheSameEnd()
{
    (void)running(2);
    const auto one = m_recorder->stop(CameraId(0));
    const auto two = m_recorder->stop(CameraId(0));
    closeFile();
    QVERIFY(m_media->answer(one).ok() && m_media->answer(two).ok());
    QCOMPARE(resultOf(one)->sizeBytes, resultOf(two)->sizeBytes);
    QCOMPARE(m_ended->size(), 1);
}

void TestRecorder::stopWithoutRecordingIsRefused()
{
    QCOMPARE(m_media->answer(m_recorder->stop(CameraId(0))).error().data.value("state").toString(),
             QStringLiteral("idle"));
    QCOMPARE(int(m_media->answer(m_recorder->stop(CameraId(7))).error().code), int(ErrorCode::NotFound));
}

void TestRecorder::twoCamerasRecordAtOnce()
{
    const Recording one = running(2, {}, 0);
    const QString first = m_file;
    const Recording two = running(3, {}, 1);
    QVERIFY(one.file.isValid() && two.file.isValid() && one.file != two.file);
    QCOMPARE(m_recorder->openOnes().size(), size_t(2));
    const auto stop = m_recorder->stop(CameraId(1));
    closeFile();
    QCOMPARE(m_media->answer(stop)->duration, 600ms);
    QVERIFY(!m_recorder->openOnes().empty());
}

CS_TEST(TestRecorder)
#include "tst_recorder.moc"

#include "mediafixture.h"
#include "recordings/recorder.h"

using namespace cs;
using namespace std::chrono_literals;

class TestRecorder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void startAnswersOnceBytesAreOnDisk();
    void startIsRefused_data();
    void startIsRefused();
    void startWithoutPictureFailsAndLeavesNothing();
    void startFailsWhenMediaMtxCannotWrite();
    void startFailsWhenMediaMtxDies();
    void stopAnswersWithWhatIsInTheFile();
    void stopDuringTheStartWaitsForIt();
    void stopDuringAFailingStartFindsNothing();
    void everyStopGetsTheSameEnd();
    void stopWithoutRecordingIsRefused();
    void timedRecordingEndsByItself();
    void progressIsMeasured();
    void recordingEndsByFailure_data();
    void recordingEndsByFailure();
    void fileOfADeadMediaMtxIsCutAndFinished();
    void shortLossOfTheCameraIsForgiven();
    void emptyFilesAfterAWriteErrorAreRemoved();
    void vanishedFileIsAnError();
    void twoCamerasRecordAtOnce();
    void shutdownEndsAllAndRefusesNewOnes();

private:
    // Past the order, with the media server told and nothing on disk.
    Async<Recording> order(std::optional<std::chrono::seconds> duration = {}, quint32 camera = 0)
    {
        auto answer = m_recorder->start(CameraId(camera), duration, QStringLiteral("anna"));
        const QString path = recordingPath(CameraId(camera));
        [&] { QTRY_VERIFY(m_media->server.wanted.contains(path)); }();
        m_media->server.path(path).available = true;
        return answer;
    }
    // A recording with `fragments` on disk.
    Recording running(int fragments, std::optional<std::chrono::seconds> duration = {}, quint32 camera = 0)
    {
        const auto answer = order(duration, camera);
        m_file = m_media->beginFile(camera, SampleVideo::instance().first(fragments));
        const auto recording = m_media->answer(answer);
        return recording.ok() ? *recording : Recording{};
    }
    void closeFile() { QVERIFY(MediaFixture::closeFile(m_file, 1000)); }
    void pass(std::chrono::milliseconds time)
    {
        m_media->clock.advance(time);
        m_media->server.poll();
    }
    int filesLeft() const { return int(QDir(m_media->library->manualFolder()).entryList(QDir::Files).size()); }

    std::unique_ptr<MediaFixture> m_media;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<QSignalSpy> m_started;
    std::unique_ptr<QSignalSpy> m_ended;
    QString m_file;
};

void TestRecorder::initTestCase()
{
    qRegisterMetaType<cs::Recording>();
    QVERIFY2(SampleVideo::instance().problem.isEmpty(), qPrintable(SampleVideo::instance().problem));
}

void TestRecorder::init()
{
    m_media = std::make_unique<MediaFixture>();
    m_recorder = std::make_unique<Recorder>(m_media->server, m_media->tokens, m_media->lookup(), *m_media->library,
                                            m_media->clock);
    m_started = std::make_unique<QSignalSpy>(m_recorder.get(), &Recorder::started);
    m_ended = std::make_unique<QSignalSpy>(m_recorder.get(), &Recorder::ended);
}

void TestRecorder::cleanup()
{
    m_recorder.reset();
    m_media.reset();
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
    QVERIFY(m_recorder->openOne(CameraId(0)));
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
    QVERIFY(!m_recorder->openOne(CameraId(0)));
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

void TestRecorder::timedRecordingEndsByItself()
{
    (void)running(5, 5s);
    pass(4900ms);
    QVERIFY(m_recorder->openOne(CameraId(0)) && !m_media->server.wanted.isEmpty());
    pass(100ms);
    QVERIFY(m_media->server.wanted.isEmpty());
    closeFile();
    QTRY_COMPARE(m_ended->size(), 1);
    const auto ended = m_ended->first().first().value<Recording>();
    QVERIFY(ended.cause == u"duration" && !ended.failed && ended.duration == 1s);
    QCOMPARE(m_media->rowOf(m_file).requestedSeconds.value_or(0), 5);
}

void TestRecorder::progressIsMeasured()
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

void TestRecorder::recordingEndsByFailure_data()
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

void TestRecorder::recordingEndsByFailure()
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

void TestRecorder::fileOfADeadMediaMtxIsCutAndFinished()
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

void TestRecorder::shortLossOfTheCameraIsForgiven()
{
    (void)running(2);
    m_media->cameras[CameraId(0)].link = Camera::Link::Disconnected;
    pass(500ms);
    m_media->cameras[CameraId(0)].link = Camera::Link::Connected;
    pass(700ms);
    QVERIFY(m_recorder->openOne(CameraId(0)) && !m_media->server.wanted.isEmpty());
}

void TestRecorder::emptyFilesAfterAWriteErrorAreRemoved()
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

void TestRecorder::vanishedFileIsAnError()
{
    (void)running(2);
    QVERIFY(QFile::remove(m_file));
    const auto answer = m_media->answer(m_recorder->stop(CameraId(0)));
    QCOMPARE(answer.error().data.value("dependency").toString(), QStringLiteral("storage"));
    QCOMPARE(m_ended->size(), 1);
    QVERIFY(m_ended->first().first().value<Recording>().failed);
    QVERIFY(!m_media->rowOf(m_file).file.isValid());
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
    QVERIFY(m_recorder->openOne(CameraId(0)));
}

void TestRecorder::shutdownEndsAllAndRefusesNewOnes()
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

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"

#include <csignal>

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

#include "cameras/camera.h"
#include "recordings/medialibrary.h"
#include "recordings/recorder.h"
#include "recordings/snapshots.h"
#include "samplevideo.h"
#include "storage/camerastable.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"
#include "support/mediamtxrig.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

constexpr int KeyFrameFrames = 30;  // every 2 s

// Publishes 640x360 at 15/s with a key frame every 2 s, the harder case for snapshots and starts.
class Publisher {
public:
    explicit Publisher(const QByteArray &url)
    {
        m_process.start(
            QStringLiteral("ffmpeg"),
            QStringLiteral("-hide_banner -loglevel error -nostdin -re -f lavfi -i testsrc2=size=640x360:rate=15 "
                           "-c:v libx264 -preset ultrafast -tune zerolatency -g %1 -keyint_min %1 -sc_threshold 0 "
                           "-pix_fmt yuv420p -f rtsp -rtsp_transport tcp -pkt_size 1200")
                    .arg(KeyFrameFrames)
                    .split(u' ')
                << QString::fromLatin1(url));
    }
    ~Publisher()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

}  // namespace

// Recordings and snapshots with a real MediaMTX and a real stream.
class TestLiveRecordings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void recordingIsAsLongAsItSays();
    void timedRecordingStopsByItself();
    void fileSurvivesTheDeathOfMediaMtx();
    void snapshotsAreQuick();
    void lostCameraEndsTheRecording();

private:
    void publish()
    {
        const QString path = QStringLiteral("camera0");
        m_publisher.reset();
        m_publisher = std::make_unique<Publisher>(m_rig->server->rtspBase()
                                                  + "/camera0?token=" + m_rig->tokens.forPublisher(path));
        QVERIFY(m_rig->waitForPath(path, [](const PathState &state) { return state.available; }));
    }
    QString pathOf(const Recording &recording) const { return m_library->pathOf(MediaKind::Recording, recording.file); }

    SystemClock m_clock;
    RefuseAll m_refuseAll;
    MediaIndex m_index;
    std::unique_ptr<MediaMtxRig> m_rig;
    std::unique_ptr<Publisher> m_publisher;
    Database m_database;
    RecordingsTable m_recordings{m_database};
    SnapshotsTable m_snapshotsTable{m_database};
    std::unique_ptr<MediaLibrary> m_library;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<Snapshots> m_snapshots;
    Camera::Link m_link = Camera::Link::Connected;
};

void TestLiveRecordings::initTestCase()
{
    m_rig = std::make_unique<MediaMtxRig>(m_refuseAll);
    const QString problem = m_rig->prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(m_database.open(m_rig->folder.filePath(QStringLiteral("service.db"))).ok());
    QVERIFY(waitFor(CamerasTable(m_database)
                        .addWithId(CameraId(0), QStringLiteral("test"), QStringLiteral("One"), {},
                                   QStringLiteral("test"), QStringLiteral("0")))
                .ok());
    const MediaFolders folders{m_rig->folder.filePath(QStringLiteral("recordings")),
                               m_rig->folder.filePath(QStringLiteral("snapshots")),
                               {},
                               &DiskSpace::ask};
    m_library = std::make_unique<MediaLibrary>(m_recordings, m_snapshotsTable, m_index, folders);
    QVERIFY(waitFor(m_library->load()).ok());
    const CameraLookup cameras = [this](CameraId id) {
        Camera camera;
        camera.id = id;
        camera.link = m_link;
        return id == CameraId(0) ? std::optional(camera) : std::nullopt;
    };
    m_recorder = std::make_unique<Recorder>(*m_rig->server, m_rig->tokens, cameras, *m_library, m_clock);
    SnapshotOptions options;
    options.helper = QStringLiteral(CS_FRAME_HELPER);
    m_snapshots = std::make_unique<Snapshots>(*m_rig->server, cameras, *m_library, m_clock, options);
    QVERIFY(m_rig->startAndWait());
    QVERIFY(
        waitFor(m_rig->server->setPath({QStringLiteral("camera0"), {}, false, {}, PathSpec::Visibility::Public})).ok());
    publish();
}

void TestLiveRecordings::cleanupTestCase()
{
    m_snapshots.reset();
    m_recorder.reset();
    m_library.reset();
    m_publisher.reset();
    m_rig.reset();
}

void TestLiveRecordings::recordingIsAsLongAsItSays()
{
    QElapsedTimer timer;
    timer.start();
    const auto begun = waitFor(m_recorder->start(CameraId(0), {}, QStringLiteral("test")));
    QVERIFY2(begun.ok(), begun.ok() ? "" : qPrintable(begun.error().message));
    qInfo("start answered after %lld ms, %lld bytes on disk", timer.elapsed(), begun->sizeBytes);
    QVERIFY(QFileInfo(pathOf(*begun)).size() >= begun->sizeBytes && begun->sizeBytes > 0);
    const auto running = m_clock.now() - begun->startedAt;
    QTest::qWait(int((3s - std::chrono::duration_cast<std::chrono::milliseconds>(running)).count()));
    timer.start();
    const auto ended = waitFor(m_recorder->stop(CameraId(0)));
    const double truth = std::chrono::duration<double>(m_clock.now() - begun->startedAt).count()
                         - double(timer.elapsed()) / 1000;
    QVERIFY2(ended.ok(), ended.ok() ? "" : qPrintable(ended.error().message));
    const double said = std::chrono::duration<double>(ended->duration).count();
    qInfo("stop answered after %lld ms; it says %.3f s, ffprobe %.3f s, truth %.3f s", timer.elapsed(), said,
          probedDuration(pathOf(*ended)), truth);
    QCOMPARE(ended->file, begun->file);
    QVERIFY(std::abs(said - probedDuration(pathOf(*ended))) < 0.1);
    QVERIFY(std::abs(said - truth) < 0.5);
    QCOMPARE(QFileInfo(pathOf(*ended)).size(), ended->sizeBytes);
}

void TestLiveRecordings::timedRecordingStopsByItself()
{
    QSignalSpy ended(m_recorder.get(), &Recorder::ended);
    QVERIFY(waitFor(m_recorder->start(CameraId(0), 2s, {})).ok());
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 6000);
    const auto recording = ended.first().first().value<Recording>();
    const double seconds = probedDuration(pathOf(recording));
    qInfo("asked for 2 s, got %.3f s", seconds);
    QVERIFY(recording.cause == u"duration" && std::abs(seconds - 2.0) < 0.5);
    QTRY_VERIFY(!m_rig->server->paths().contains(QStringLiteral("manual/camera0")));
}

void TestLiveRecordings::fileSurvivesTheDeathOfMediaMtx()
{
    QSignalSpy ended(m_recorder.get(), &Recorder::ended);
    const auto begun = waitFor(m_recorder->start(CameraId(0), {}, {}));
    QVERIFY(begun.ok());
    QTest::qWait(3000);
    const double truth = std::chrono::duration<double>(m_clock.now() - begun->startedAt).count();
    ::kill(pid_t(m_rig->server->processId()), SIGKILL);
    QTRY_COMPARE(ended.size(), 1);
    const auto recording = ended.first().first().value<Recording>();
    const double seconds = probedDuration(pathOf(recording));
    qInfo("killed after %.3f s, %.3f s are left", truth, seconds);
    QCOMPARE(recording.cause, QStringLiteral("mediamtx_lost"));
    QVERIFY(truth - seconds < 1.0
            && std::abs(seconds - std::chrono::duration<double>(recording.duration).count()) < 0.1);
    QVERIFY(m_rig->waitForState(MediaServer::State::Running));
    publish();
    QVERIFY(!m_rig->server->paths().contains(QStringLiteral("manual/camera0")));
    QCOMPARE(waitFor(m_library->page(MediaKind::Recording, 10, 0))->total, 3);
}

void TestLiveRecordings::snapshotsAreQuick()
{
    // The first one after a start of the stream waits for the stream itself.
    QTRY_VERIFY_WITH_TIMEOUT(waitFor(m_snapshots->take(CameraId(0), {})).ok(), 10000);
    std::vector<qint64> times;
    for (int i = 0; i < 20; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto snapshot = waitFor(m_snapshots->take(CameraId(0), {}));
        times.push_back(timer.elapsed());
        QVERIFY2(snapshot.ok(), snapshot.ok() ? "" : qPrintable(snapshot.error().message));
        QCOMPARE(snapshot->size, QSize(640, 360));
        QTest::qWait(50);
    }
    std::sort(times.begin(), times.end());
    qInfo("20 snapshots, key frame every 2 s: median %lld ms, p95 %lld ms, longest %lld ms", times[10], times[18],
          times[19]);
}

void TestLiveRecordings::lostCameraEndsTheRecording()
{
    QSignalSpy ended(m_recorder.get(), &Recorder::ended);
    const auto begun = waitFor(m_recorder->start(CameraId(0), {}, {}));
    QVERIFY(begun.ok());
    m_publisher.reset();
    QElapsedTimer timer;
    timer.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 10000);
    qInfo("lost camera noticed after %lld ms", timer.elapsed());
    const auto recording = ended.first().first().value<Recording>();
    QCOMPARE(recording.cause, QStringLiteral("camera_lost"));
    QVERIFY(probedDuration(pathOf(recording)) > 0);
}

CS_TEST(TestLiveRecordings)
#include "tst_liverecordings.moc"

#include <QDir>
#include <QPointer>
#include <QTcpServer>
#include <QTemporaryFile>

#include "support/logcapture.h"
#include "support/testprogram.h"
#include "unit/console_video/loopwatch.h"
#include "unit/console_video/rtsprig.h"
#include "unit/console_video/sourcelog.h"
#include "unit/console_video/testhttpserver.h"
#include "video/libavsource.h"
#include "video/liveview.h"
#include "video/threadreaper.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

VideoSource::Options options(std::chrono::milliseconds patience = 5s)
{
    VideoSource::Options wanted;
    wanted.patience = patience;
    return wanted;
}

// What FFmpeg and Qt write to stderr while this lives.
class StderrCapture {
public:
    StderrCapture() : m_former(::dup(2))
    {
        m_file.open();
        ::dup2(m_file.handle(), 2);
    }
    ~StderrCapture()
    {
        ::dup2(m_former, 2);
        ::close(m_former);
    }
    QByteArray text()
    {
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    QTemporaryFile m_file;
    int m_former;
};

}  // namespace

// A real camera picture at a real MediaMTX, over RTSP and TCP.
class TestRtspSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = m_rig.start(QStringLiteral("640x360"),
                                            m_recordings.filePath(QStringLiteral("%path_%s-%f")));
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void init() { QVERIFY(m_rig.waitForCamera()); }

    void cleanup()
    {
        m_rig.thaw();
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }, 6000));
    }

    void showsTheCameraAsItComes()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.setTargetSize({320, 320});
        QElapsedTimer timer;
        timer.start();
        source.open(m_rig.url(), options());
        QVERIFY2(log.waitForFrames(1), qPrintable(log.detail));
        qInfo("first picture after %lld ms", timer.elapsed());
        QVERIFY(log.waitForFrames(31));
        const QList<VideoSource::State> expected{VideoSource::Connecting, VideoSource::Live};
        QCOMPARE(log.states, expected);
        QCOMPARE(log.frames.last().picture.size(), QSize(320, 180));
        QVERIFY(source.lastFrameAge() < 500ms);
        QCOMPARE(source.duration(), 0ms);
        // A test picture has its colours: white, and pure ones; garbage before the first key frame is grey.
        QVERIFY(qGray(log.frames.first().picture.pixel(2, 20)) > 200
                || log.frames.first().picture.pixelColor(2, 20).saturation() > 150);
    }

    void hiddenPicturesAreKeyFramesAndNotStalled()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        auto wanted = options();
        // Less than lies between two key frames.
        wanted.stallAfter = 1700ms;
        source.setKeyframesOnly(true);
        source.open(m_rig.url(), wanted);
        QVERIFY(log.waitForFrames(1));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(log.waitForFrames(3));
        // Two intervals of 2 s; all pictures would be here in no time.
        QVERIFY2(timer.elapsed() > 2500, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!log.states.contains(VideoSource::Stalled));
        // Seen again, all of them come.
        source.setKeyframesOnly(false);
        QVERIFY(log.waitForFrames(log.frames.size() + 20, 6000));
    }

    void pausedPicturesStandAndGoOn()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_rig.url(), options());
        QVERIFY(log.waitForState(VideoSource::Live));
        source.setPaused(true);
        QVERIFY(log.waitForState(VideoSource::Paused));
        const auto before = log.frames.size();
        QTest::qWait(500);
        QCOMPARE(log.frames.size(), before);
        source.setPaused(false);
        QVERIFY(log.waitForState(VideoSource::Live));
    }

    void refusalsAreToldApartAndNeverShowTheToken()
    {
        StderrCapture written;
        LogCapture logged;
        QCOMPARE(failureOf(m_rig.url(QStringLiteral("camera0"), QStringLiteral("WRONG"))), VideoSource::Auth);
        QCOMPARE(failureOf(m_rig.url(QStringLiteral("camera1"))), VideoSource::NotFound);
        QUrl nobody = m_rig.url();
        nobody.setPort(freePort());
        QCOMPARE(failureOf(nobody), VideoSource::Refused);
        QUrl password = m_rig.url(QStringLiteral("camera0"), {});
        password.setUserInfo(QStringLiteral("user:SECRET-BUT-WRONG"));
        QCOMPARE(failureOf(password), VideoSource::Auth);
        for (const QString &text : {QString::fromUtf8(written.text()), logged.text()})
            QVERIFY2(!text.contains(u"SECRET") && !text.contains(u"WRONG"), qPrintable(text));
    }

    void serversThatHangOrTalkNonsenseEndInTime_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("repeats");
        QTest::addColumn<VideoSource::Why>("why");
        QTest::newRow("silence") << QByteArray() << false << VideoSource::Timeout;
        QTest::newRow("endless head") << QByteArray("RTSP/1.0 200 OK\r\n") + QByteArray("X: y\r\n").repeated(1000)
                                      << true << VideoSource::Timeout;
        QTest::newRow("endless line") << QByteArray(100'000, 'x') << true << VideoSource::Timeout;
    }
    void serversThatHangOrTalkNonsenseEndInTime()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, repeats);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QPointer<QTcpSocket> peer;
        connect(&server, &QTcpServer::newConnection, this, [&] { peer = server.nextPendingConnection(); });
        QTimer talk;
        connect(&talk, &QTimer::timeout, this, [&] {
            if (peer && peer->bytesToWrite() < 1'000'000)
                peer->write(answer);
        });
        if (repeats)
            talk.start(10);
        QElapsedTimer timer;
        timer.start();
        const QUrl url(QStringLiteral("rtsp://127.0.0.1:%1/camera0?token=SECRET").arg(server.serverPort()));
        QTEST(failureOf(url, 1s), "why");
        QVERIFY(timer.elapsed() < 4000);
    }

    void garbageIsNoStream()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *peer = server.nextPendingConnection();
            peer->write(QByteArray(3000, '\x81') + "\r\n\r\n");
            peer->disconnectFromHost();
        });
        const auto why = failureOf(QUrl(QStringLiteral("rtsp://127.0.0.1:%1/x?token=SECRET").arg(server.serverPort())),
                                   2s);
        QVERIFY(why == VideoSource::Lost || why == VideoSource::Codec || why == VideoSource::Timeout);
    }

    void largerPicturesThanAllowedAreRefused()
    {
        auto wanted = options();
        wanted.maxPixels = 640 * 360 - 1;
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_rig.url(), wanted);
        QVERIFY(log.waitForState(VideoSource::Failed, 30000));
        QCOMPARE(log.why, VideoSource::Codec);
        QVERIFY(log.frames.isEmpty());
    }

    void closingWhileAServerHangsNeverWaits()
    {
        QTcpServer deaf;
        QVERIFY(deaf.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("rtsp://127.0.0.1:%1/camera0").arg(deaf.serverPort()));
        // The best of some rounds, since the machine may be busy with other things; a wait would be there each time.
        qint64 longest = std::numeric_limits<qint64>::max();
        QList<qint64> closings;
        for (int round = 0; round < 5 && longest >= 100; ++round) {
            LoopWatch watch;
            for (int i = 0; i < 9; ++i) {
                auto source = std::make_unique<LibavSource>(m_reaper);
                source->open(url, options());
                QTest::qWait(30);
                QElapsedTimer timer;
                timer.start();
                source.reset();
                closings << timer.elapsed();
            }
            longest = watch.longestMs();
        }
        std::sort(closings.begin(), closings.end());
        QVERIFY(closings[closings.size() / 2] < 10);
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }, 2000));
    }

    void aFrozenServerIsStalledInTwoSecondsAndLostAfterFive()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_rig.url(), options());
        QVERIFY(log.waitForState(VideoSource::Live));
        LoopWatch watch;
        QElapsedTimer timer;
        timer.start();
        m_rig.freeze();
        QVERIFY(log.waitForState(VideoSource::Stalled, 4000));
        QVERIFY2(timer.elapsed() >= 1500 && timer.elapsed() < 3500, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(log.waitForState(VideoSource::Failed, 6000));
        QCOMPARE(log.why, VideoSource::Lost);
        // The stale picture that comes out with the interruption did not look like life.
        QCOMPARE(log.states.count(VideoSource::Live), 1);
        qInfo("lost after %lld ms, longest block of the loop %lld ms", timer.elapsed(), watch.longestMs());
    }

    void aServerThatThawsInTimeGoesOnByItself()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_rig.url(), options());
        QVERIFY(log.waitForState(VideoSource::Live));
        m_rig.freeze();
        QVERIFY(log.waitForState(VideoSource::Stalled, 4000));
        m_rig.thaw();
        QVERIFY(log.waitForState(VideoSource::Live, 3000));
    }

    void openingAtAFrozenServerTimesOut()
    {
        m_rig.freeze();
        QCOMPARE(failureOf(m_rig.url(), 1s), VideoSource::Timeout);
    }

    void aLiveViewComesBackAfterTheServerWasKilled()
    {
        auto made = std::make_unique<LibavSource>(m_reaper);
        LiveView::Settings settings;
        int asked = 0;
        LiveView view(
            std::move(made),
            [&] {
                ++asked;
                return ready<QUrl>(m_rig.url());
            },
            settings);
        SourceLog log(view.source());
        view.start();
        const auto is = [&](LiveView::State state) { return [&view, state] { return view.state() == state; }; };
        QVERIFY(QTest::qWaitFor(is(LiveView::State::Moving), 10000));
        QElapsedTimer timer;
        timer.start();
        m_rig.kill();
        QVERIFY(QTest::qWaitFor([&] { return view.state() != LiveView::State::Moving; }, 5000));
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(m_rig.waitForCamera());
        QVERIFY(QTest::qWaitFor(is(LiveView::State::Moving), 20000));
        QVERIFY(asked >= 2);
        QVERIFY(*view.lastPictureAge() < 1s);
    }

    void whatMediaMtxRecordedPlaysExactly()
    {
        const QStringList names = QDir(m_recordings.path()).entryList(QDir::Files, QDir::Time | QDir::Reversed);
        QVERIFY(!names.isEmpty());
        QFile file(m_recordings.filePath(names.first()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        TestHttpServer server;
        server.serve("recording", file.readAll());
        LibavSource source(m_reaper);
        SourceLog log(source);
        auto wanted = options();
        wanted.kind = VideoSource::Options::Kind::Recording;
        wanted.startPaused = true;
        source.open(server.url(QStringLiteral("recording")), wanted);
        QVERIFY2(log.waitForState(VideoSource::Paused), qPrintable(log.detail));
        QVERIFY2(source.duration() > 5s, qPrintable(QString::number(source.duration().count())));
        // Forward by single pictures over two key frames, and back: the same pictures.
        for (int i = 0; i < 45; ++i) {
            source.step(1);
            QVERIFY(log.waitForNext());
        }
        const auto forward = log.frames;
        for (qsizetype i = forward.size() - 2; i >= 0; --i) {
            source.step(-1);
            QVERIFY(log.waitForNext());
            QCOMPARE(log.frames.last().position, forward[i].position);
            QVERIFY(log.frames.last().picture == forward[i].picture);
        }
        for (const qsizetype i : {40, 3, 17, 29, 31}) {
            source.seek(forward[i].position);
            QVERIFY(log.waitForNext());
            QVERIFY(log.frames.last().picture == forward[i].picture);
        }
    }

private:
    VideoSource::Why failureOf(const QUrl &url, std::chrono::milliseconds patience = 5s)
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(url, options(patience));
        if (!log.waitForState(VideoSource::Failed) || log.detail.contains(u"SECRET") || log.detail.contains(u"WRONG")) {
            qWarning("%d: %s", int(source.state()), qPrintable(log.detail));
            return VideoSource::None;
        }
        return log.why;
    }

    QTemporaryDir m_recordings;
    RtspRig m_rig;
    ThreadReaper m_reaper;
};

CS_TEST(TestRtspSource)
#include "tst_rtspsource.moc"

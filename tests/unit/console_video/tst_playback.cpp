#include "support/testprogram.h"
#include "unit/console_video/numberedvideo.h"
#include "unit/console_video/sourcelog.h"
#include "unit/console_video/testhttpserver.h"
#include "video/libavsource.h"
#include "video/threadreaper.h"

using namespace cs;
using namespace std::chrono_literals;
using Kind = NumberedVideo::Kind;

namespace {

constexpr int Frames = 100;

VideoSource::Options paused()
{
    VideoSource::Options options;
    options.kind = VideoSource::Options::Kind::Recording;
    options.startPaused = true;
    return options;
}

VideoSource::Options playing()
{
    VideoSource::Options options = paused();
    options.startPaused = false;
    return options;
}

// Where the console places a picture.
std::chrono::milliseconds positionOf(int number)
{
    return std::chrono::milliseconds((number * 1000 + NumberedVideo::Rate - 1) / NumberedVideo::Rate);
}

}  // namespace

// Recordings of real H.264, read by ranges from a server of the test.
class TestPlayback : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &[name, kind] : kinds()) {
            m_server.serve(name, NumberedVideo::make(kind, Frames));
            QVERIFY(m_server.url(QString::fromLatin1(name)).isValid());
        }
        m_server.serve("short", NumberedVideo::make(Kind::MoovInFront, 30));
    }

    void playsThePicturesInOrderToTheEnd_data() { everyKind(); }
    void playsThePicturesInOrderToTheEnd()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.setRate(4);
        source.open(file(), playing());
        QCOMPARE(source.state(), VideoSource::Connecting);
        QVERIFY(log.waitForState(VideoSource::Ended));
        const QList<VideoSource::State> expected{VideoSource::Connecting, VideoSource::Live, VideoSource::Ended};
        QCOMPARE(log.states, expected);
        QVERIFY(log.frames.size() > Frames / 4);
        int before = -1;
        for (const auto &seen : std::as_const(log.frames)) {
            const int number = NumberedVideo::numberIn(seen.picture);
            QVERIFY(number > before);
            QCOMPARE(seen.position, positionOf(number));
            before = number;
        }
        QCOMPARE(before, Frames - 1);
    }

    void durationIsKnownWithTheFirstPicture_data() { everyKind(); }
    void durationIsKnownWithTheFirstPicture()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(file(), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        QCOMPARE(log.frames.size(), 1);
        QCOMPARE(NumberedVideo::numberIn(log.frames.first().picture), 0);
        QCOMPARE(source.duration(), positionOf(Frames));
    }

    void seekGivesThePictureOfThatTime_data() { everyKind(); }
    void seekGivesThePictureOfThatTime()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(file(), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        for (const auto time :
             {3000ms, 2999ms, 1999ms, 2000ms, 2001ms, 6600ms, 66ms, 67ms, 4010ms, 3950ms, 0ms, 5432ms}) {
            source.seek(time);
            QVERIFY(log.waitForNext());
            QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), NumberedVideo::numberAt(time));
        }
        QCOMPARE(source.state(), VideoSource::Paused);
    }

    void positionOfAPictureLeadsBackToIt()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("fragments")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        for (const int number : {1, 29, 30, 31, 59, 77}) {
            source.seek(positionOf(number));
            QVERIFY(log.waitForNext());
            QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), number);
            QCOMPARE(log.frames.last().position, positionOf(number));
        }
    }

    void singleStepsAreExactBothWays_data() { everyKind(); }
    void singleStepsAreExactBothWays()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(file(), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        // Over two key frames and back.
        for (int number = 1; number <= 63; ++number) {
            source.step(1);
            QVERIFY(log.waitForNext());
            QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), number);
        }
        for (int number = 62; number >= 0; --number) {
            source.step(-1);
            QVERIFY(log.waitForNext());
            QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), number);
        }
        QCOMPARE(source.state(), VideoSource::Paused);
    }

    void stepsAddUpAndPausePlaying()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("reordered")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        source.seek(positionOf(50));
        source.step(10);
        source.step(-3);
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == 57; }));
        source.setPaused(false);
        QVERIFY(log.waitForState(VideoSource::Live));
        source.step(1);
        QVERIFY(log.waitForState(VideoSource::Paused));
    }

    void stepsStopAtBothEnds()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("short")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        source.step(-1);
        source.seek(positionOf(28));
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == 28; }));
        source.step(50);
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == 29; }));
        source.step(-100);
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == 0; }));
    }

    void latestSeekWins()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("fragments")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        for (int number = 0; number < 90; ++number)
            source.seek(positionOf(number));
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == 89; }));
        // Most were never decoded.
        QVERIFY(log.frames.size() < 50);
        source.seek(-5s);
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == 0; }));
        source.seek(std::chrono::hours(100));
        QVERIFY(QTest::qWaitFor([&] { return NumberedVideo::numberIn(log.frames.last().picture) == Frames - 1; }));
    }

    void playingGoesOnFromASeekAndFromTheEnd()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.setRate(8);
        source.open(m_server.url(QStringLiteral("short")), playing());
        QVERIFY(log.waitForState(VideoSource::Ended));
        source.seek(positionOf(15));
        QVERIFY(log.waitForState(VideoSource::Live));
        QVERIFY(log.waitForState(VideoSource::Ended));
        source.step(-1);
        QVERIFY(log.waitForState(VideoSource::Paused));
        QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), 28);
        source.setPaused(false);
        QVERIFY(log.waitForState(VideoSource::Ended));
    }

    void rateSetsThePace()
    {
        const auto timeAt = [this](double rate) {
            LibavSource source(m_reaper);
            SourceLog log(source);
            source.setRate(rate);
            source.open(m_server.url(QStringLiteral("short")), playing());
            if (!log.waitForState(VideoSource::Live))
                return qint64(-1);
            QElapsedTimer timer;
            timer.start();
            return log.waitForState(VideoSource::Ended) ? timer.elapsed() : -1;
        };
        // 29 intervals of 67 ms.
        const qint64 normal = timeAt(1);
        QVERIFY2(normal >= 1850 && normal < 2900, qPrintable(QString::number(normal)));
        const qint64 fast = timeAt(8);
        QVERIFY2(fast >= 200 && fast < 1200, qPrintable(QString::number(fast)));
        // Outside of what is offered: half the speed.
        const qint64 slow = timeAt(0);
        QVERIFY2(slow >= 3700, qPrintable(QString::number(slow)));
    }

    void picturesAreScaledDownToFitAndNeverUp()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.setTargetSize({80, 80});
        source.open(m_server.url(QStringLiteral("short")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        QCOMPARE(log.frames.last().picture.size(), QSize(80, 48));
        source.setTargetSize({1600, 960});
        QVERIFY(log.waitForNext());
        QCOMPARE(log.frames.last().picture.size(), QSize(160, 96));
        source.setTargetSize({1, 1});
        QVERIFY(log.waitForNext());
        QCOMPARE(log.frames.last().picture.size(), QSize(1, 1));
    }

    void hiddenPlayingShowsKeyFramesAlone()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.setRate(8);
        source.setKeyframesOnly(true);
        source.open(m_server.url(QStringLiteral("fragments")), playing());
        QVERIFY(log.waitForState(VideoSource::Ended));
        for (const auto &seen : std::as_const(log.frames))
            QCOMPARE(NumberedVideo::numberIn(seen.picture) % NumberedVideo::KeyInterval, 0);
        QCOMPARE(log.frames.size(), 4);
    }

    void slowWindowMissesPicturesAndDoesNotFallBehind()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.setRate(4);
        source.open(m_server.url(QStringLiteral("fragments")), playing());
        QVERIFY(log.waitForFrames(3));
        const auto before = log.frames.size();
        const int numberBefore = NumberedVideo::numberIn(log.frames.last().picture);
        QThread::msleep(500);
        QCoreApplication::sendPostedEvents(&source);
        QCOMPARE(log.frames.size(), before + 1);
        QVERIFY(NumberedVideo::numberIn(log.frames.last().picture) > numberBefore + 10);
    }

    void oneConnectionServesAWholeRecording()
    {
        const int before = m_server.connections();
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("fragments")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        source.seek(5s);
        QVERIFY(log.waitForNext());
        QCOMPARE(m_server.connections() - before, 1);
    }

    void aConnectionThatTheServerClosedWhilePausedIsMadeAnew()
    {
        const QByteArray large = NumberedVideo::make(Kind::MoovInFront, 60, {640, 360}, NumberedVideo::Grain::Much);
        QVERIFY(large.size() > 2'000'000);
        m_server.serve("large", large);
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("large")), paused());
        QVERIFY(log.waitForState(VideoSource::Paused));
        const int before = m_server.connections();
        m_server.dropConnections();
        source.seek(3500ms);
        QVERIFY(log.waitForNext());
        QCOMPARE(m_server.connections() - before, 1);
        QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), NumberedVideo::numberAt(3500ms));
    }

    void nothingComesAfterClose()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("fragments")), playing());
        QVERIFY(log.waitForFrames(2));
        source.close();
        QCOMPARE(source.state(), VideoSource::Idle);
        const auto count = log.frames.size();
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }));
        QCOMPARE(log.frames.size(), count);
        QCOMPARE(log.states.last(), VideoSource::Idle);
    }

    void aSourceMayBeClosedAndDeletedByWhoHearsOfIt()
    {
        auto source = std::make_unique<LibavSource>(m_reaper);
        bool gone = false;
        connect(source.get(), &VideoSource::frame, this, [&] {
            source.reset();
            gone = true;
        });
        source->open(m_server.url(QStringLiteral("fragments")), playing());
        QVERIFY(QTest::qWaitFor([&] { return gone; }));
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }));
    }

private:
    static QList<std::pair<QByteArray, Kind>> kinds()
    {
        return {{"moovinfront", Kind::MoovInFront}, {"fragments", Kind::Fragments}, {"reordered", Kind::Reordered}};
    }
    static void everyKind()
    {
        QTest::addColumn<QString>("name");
        for (const auto &[name, kind] : kinds())
            QTest::newRow(name.constData()) << QString::fromLatin1(name);
    }
    QUrl file()
    {
        QFETCH(QString, name);
        return m_server.url(name);
    }

    TestHttpServer m_server;
    ThreadReaper m_reaper;
};

CS_TEST(TestPlayback)
#include "tst_playback.moc"

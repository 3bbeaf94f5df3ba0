#include <algorithm>
#include <sys/resource.h>

#include <QFile>

#include "support/testprogram.h"
#include "unit/console_video/loopwatch.h"
#include "unit/console_video/numberedvideo.h"
#include "unit/console_video/rtsprig.h"
#include "unit/console_video/sourcelog.h"
#include "unit/console_video/testhttpserver.h"
#include "video/libavsource.h"
#include "video/threadreaper.h"

using namespace cs;
using namespace std::chrono_literals;
using Kind = NumberedVideo::Kind;

namespace {

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

qint64 cpuMs()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000
           + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

qint64 memoryKb()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    return statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').value(1).toLongLong() * 4 : 0;
}

}  // namespace

// How fast a recording is searched, and what live pictures cost. Figures count on a release build and a quiet machine.
class BenchVideo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seekingAndSteppingInARecording_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("fragments") << int(Kind::Fragments);
        QTest::newRow("moov in front") << int(Kind::MoovInFront);
    }
    void seekingAndSteppingInARecording()
    {
        QFETCH(int, kind);
        TestHttpServer server;
        server.serve("video", NumberedVideo::make(Kind(kind), 900, {640, 360}, NumberedVideo::Grain::Much));
        LibavSource source(m_reaper);
        SourceLog log(source);
        VideoSource::Options options;
        options.kind = VideoSource::Options::Kind::Recording;
        options.startPaused = true;
        source.setTargetSize({640, 360});
        QElapsedTimer opening;
        opening.start();
        source.open(server.url(QStringLiteral("video")), options);
        QVERIFY(log.waitForState(VideoSource::Paused));
        const qint64 openMs = opening.elapsed();
        const auto timed = [&](const std::function<void()> &act) {
            QElapsedTimer timer;
            const auto before = log.frames.size();
            timer.start();
            act();
            while (log.frames.size() == before && timer.elapsed() < 10000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
            return double(timer.nsecsElapsed()) / 1e6;
        };
        QList<double> seeks, on, back;
        for (int i = 0; i < 20; ++i)
            seeks << timed([&] { source.seek(std::chrono::milliseconds(i * 7919 % 59000)); });
        for (int i = 0; i < 20; ++i)
            on << timed([&] { source.step(1); });
        for (int i = 0; i < 20; ++i)
            back << timed([&] { source.step(-1); });
        qInfo("opened in %lld ms; medians over 20: seek %.1f ms (longest %.1f), step on %.1f ms, step back %.1f ms",
              openMs, median(seeks), *std::max_element(seeks.cbegin(), seeks.cend()), median(on), median(back));
        QVERIFY(median(seeks) < 100);
        QVERIFY(median(back) < 100);
    }

    void nineLivePictures()
    {
        RtspRig rig;
        const QString problem = rig.start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        std::vector<std::unique_ptr<LibavSource>> sources;
        qint64 pictures = 0;
        for (int i = 0; i < 9; ++i) {
            sources.push_back(std::make_unique<LibavSource>(m_reaper));
            connect(sources.back().get(), &VideoSource::frame, this, [&] { ++pictures; });
            sources.back()->setTargetSize({320, 180});
            sources.back()->open(rig.url(), {});
        }
        const auto allLive = [&] {
            return std::all_of(sources.cbegin(), sources.cend(),
                               [](const auto &source) { return source->state() == VideoSource::Live; });
        };
        QVERIFY(QTest::qWaitFor(allLive, 20000));
        const qint64 cpuBefore = cpuMs();
        pictures = 0;
        LoopWatch watch;
        QTest::qWait(10000);
        const qint64 cpu = cpuMs() - cpuBefore;
        const qint64 block = watch.longestMs();
        const qint64 shown = pictures;
        QElapsedTimer closing;
        closing.start();
        sources.clear();
        qInfo("9 pictures: %.1f %% of a core, %lld MB, %.1f pictures/s each, longest block %lld ms, closed in %lld ms",
              double(cpu) / 100, memoryKb() / 1024, double(shown) / 90, block, closing.elapsed());
        QVERIFY(closing.elapsed() < 100);
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }));
    }

private:
    ThreadReaper m_reaper;
};

CS_TEST(BenchVideo)
#include "bench_video.moc"

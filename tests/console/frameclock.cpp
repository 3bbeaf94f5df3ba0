#include "console/frameclock.h"

#include <algorithm>
#include <ctime>

#include <QEventLoop>
#include <QTimer>

namespace cs {

namespace {

double threadWorkMs()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double percentileOf(const std::vector<double> &sorted, double share)
{
    return sorted.at(static_cast<size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5));
}

}  // namespace

FrameClock::FrameClock(int frames, const std::function<void(int)> &step)
{
    constexpr int frameMs = 16;
    QEventLoop loop;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QElapsedTimer sinceLast;
    double workBefore = 0;
    int done = 0;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        const double work = threadWorkMs();
        if (sinceLast.isValid()) {
            m_framesMs.push_back(static_cast<double>(sinceLast.nsecsElapsed()) / 1e6);
            m_workMs.push_back(work - workBefore);
        }
        workBefore = work;
        sinceLast.start();
        if (done == frames)
            loop.quit();
        else
            step(done++);
    });
    timer.start(frameMs);
    loop.exec();
    std::sort(m_framesMs.begin(), m_framesMs.end());
    std::sort(m_workMs.begin(), m_workMs.end());
}

double FrameClock::percentileMs(double share) const
{
    return percentileOf(m_framesMs, share);
}

double FrameClock::workPercentileMs(double share) const
{
    return percentileOf(m_workMs, share);
}

}  // namespace cs

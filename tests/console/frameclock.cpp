#include "console/frameclock.h"

#include <algorithm>

#include <QEventLoop>
#include <QTimer>

namespace cs {

FrameClock::FrameClock(int frames, const std::function<void(int)> &step)
{
    constexpr int frameMs = 16;
    QEventLoop loop;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QElapsedTimer sinceLast;
    int done = 0;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (sinceLast.isValid())
            m_framesMs.push_back(static_cast<double>(sinceLast.nsecsElapsed()) / 1e6);
        sinceLast.start();
        if (done == frames)
            loop.quit();
        else
            step(done++);
    });
    timer.start(frameMs);
    loop.exec();
    std::sort(m_framesMs.begin(), m_framesMs.end());
}

double FrameClock::percentileMs(double share) const
{
    const auto at = static_cast<size_t>(share * static_cast<double>(m_framesMs.size() - 1) + 0.5);
    return m_framesMs.at(at);
}

}  // namespace cs

#pragma once

#include <functional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

namespace cs {

// Does something once a frame, sixty times a second as far as the window's thread gets to it, and keeps how long each
// frame took: from one to the next, with all events, changes and painting between them. Window's thread.
class FrameClock {
public:
    // Runs `frames` frames; `step` is given the number of each.
    FrameClock(int frames, const std::function<void(int)> &step);

    double percentileMs(double share) const;
    // Of what the frames cost this thread, however busy the machine was with others.
    double workPercentileMs(double share) const;
    double longestMs() const { return percentileMs(1.0); }

private:
    std::vector<double> m_framesMs;
    std::vector<double> m_workMs;
};

}  // namespace cs

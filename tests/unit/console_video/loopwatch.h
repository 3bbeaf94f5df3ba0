#pragma once

#include <algorithm>

#include <QElapsedTimer>
#include <QTimer>

namespace cs {

// Measures the longest time for which the event loop of the test's thread did not turn while this lives.
class LoopWatch {
public:
    LoopWatch()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout,
                         [this] { m_longestMs = std::max(m_longestMs, m_since.restart()); });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.start(5);
    }

    qint64 longestMs() const { return std::max(m_longestMs, m_since.elapsed()); }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longestMs = 0;
};

}  // namespace cs

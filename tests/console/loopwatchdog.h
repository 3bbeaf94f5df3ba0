#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include <QObject>

namespace cs {

// Measures from a thread of its own for how long the event loop of the window's thread did not turn while this lives:
// asks it something again and again, and notes how long the answer took. Time in which the process as a whole did not
// get to run is not counted.
class LoopWatchdog {
public:
    LoopWatchdog();
    ~LoopWatchdog();

    std::chrono::milliseconds longest() const { return std::chrono::milliseconds(m_longestMs.load()); }
    // What counts: 100 ms. With sanitizers, which slow the program down several times, 500 ms.
    static std::chrono::milliseconds allowed();

private:
    void watch();

    QObject m_loop;
    std::atomic<bool> m_stop = false;
    std::atomic<qint64> m_asked = 0;
    std::atomic<qint64> m_answered = 0;
    std::atomic<qint64> m_longestMs = 0;
    std::thread m_thread;
};

}  // namespace cs

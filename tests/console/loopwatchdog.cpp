#include "console/loopwatchdog.h"

#include <algorithm>

namespace cs {

using namespace std::chrono_literals;

LoopWatchdog::LoopWatchdog() : m_thread([this] { watch(); }) {}

LoopWatchdog::~LoopWatchdog()
{
    m_stop = true;
    m_thread.join();
}

std::chrono::milliseconds LoopWatchdog::allowed()
{
#ifdef __SANITIZE_ADDRESS__
    return 500ms;
#else
    return 100ms;
#endif
}

void LoopWatchdog::watch()
{
    using Steady = std::chrono::steady_clock;
    constexpr auto step = 2ms;
    Steady::duration waited{};
    auto before = Steady::now();
    while (!m_stop) {
        if (m_asked == m_answered) {
            waited = {};
            ++m_asked;
            QMetaObject::invokeMethod(
                &m_loop, [this] { ++m_answered; }, Qt::QueuedConnection);
        }
        std::this_thread::sleep_for(step);
        const auto now = Steady::now();
        // A machine that is busy with others holds this thread up, too: that much is not the loop's.
        waited += std::min<Steady::duration>(now - before, 4 * step);
        before = now;
        const auto waitedMs = std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
        m_longestMs = std::max<qint64>(m_longestMs, waitedMs);
    }
}

}  // namespace cs

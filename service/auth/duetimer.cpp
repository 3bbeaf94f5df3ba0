#include "auth/duetimer.h"

#include <algorithm>

namespace cs {

namespace {

constexpr std::chrono::milliseconds LookEvery{30'000};

}  // namespace

DueTimer::DueTimer(const Clock &clock) : m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DueTimer::woken);
}

void DueTimer::await(std::optional<Timestamp> moment)
{
    using std::chrono::milliseconds;
    if (!moment) {
        m_timer.stop();
        return;
    }
    const auto left = std::chrono::ceil<milliseconds>(*moment - m_clock.now());
    m_timer.start(std::clamp(left, milliseconds(0), LookEvery));
}

}  // namespace cs

#include "moc_duetimer.cpp"

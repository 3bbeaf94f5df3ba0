#include "video/stallwatch.h"

#include <algorithm>

namespace cs {

StallWatch::StallWatch(Age age, QObject *parent) : QObject(parent), m_age(std::move(age))
{
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::check);
}

void StallWatch::start(std::chrono::milliseconds limit)
{
    m_limit = limit;
    m_stalled = false;
    m_started.start();
    m_timer.start(std::max(limit / 4, std::chrono::milliseconds(10)));
}

void StallWatch::stop()
{
    m_timer.stop();
    m_stalled = false;
}

void StallWatch::check()
{
    // A picture that was held on purpose is old when it begins to move again.
    const auto age = std::min(m_age(), std::chrono::milliseconds(m_started.elapsed()));
    const bool stalled = age > m_limit;
    if (stalled == m_stalled)
        return;
    m_stalled = stalled;
    if (stalled)
        Q_EMIT this->stalled();
    else
        Q_EMIT moving();
}

}  // namespace cs

#include "moc_stallwatch.cpp"

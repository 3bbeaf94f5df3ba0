#include "video/sourcelink.h"

#include <algorithm>

namespace cs {

SourceLink::SourceLink(VideoWishes wishes, std::function<void()> wake)
    : m_wishes(std::move(wishes)),
      m_wake(std::move(wake)),
      m_touched(Patience::Clock::now().time_since_epoch().count())
{}

void SourceLink::abandon()
{
    m_patience.abort();
    const std::lock_guard lock(m_mutex);
    m_wake = nullptr;
    m_news.clear();
    m_changed.notify_all();
}

void SourceLink::wish(const std::function<void(VideoWishes &)> &change)
{
    const std::lock_guard lock(m_mutex);
    change(m_wishes);
    m_newWishes = true;
    m_changed.notify_all();
}

std::deque<VideoNews> SourceLink::take()
{
    const std::lock_guard lock(m_mutex);
    m_woken = false;
    return std::exchange(m_news, {});
}

std::chrono::milliseconds SourceLink::age() const
{
    const Patience::Clock::time_point touched{Patience::Clock::duration(m_touched.load(std::memory_order_relaxed))};
    return std::chrono::duration_cast<std::chrono::milliseconds>(Patience::Clock::now() - touched);
}

VideoWishes SourceLink::wishes()
{
    const std::lock_guard lock(m_mutex);
    m_newWishes = false;
    VideoWishes copy = m_wishes;
    m_wishes.seek.reset();
    m_wishes.steps = 0;
    return copy;
}

void SourceLink::waitUntil(std::optional<Patience::Clock::time_point> time)
{
    std::unique_lock lock(m_mutex);
    const auto over = [this] { return m_newWishes || m_patience.aborted(); };
    if (time)
        m_changed.wait_until(lock, *time, over);
    else
        m_changed.wait(lock, over);
}

bool SourceLink::hasNewWishes() const
{
    const std::lock_guard lock(m_mutex);
    return m_newWishes;
}

bool SourceLink::hasNewSeek() const
{
    const std::lock_guard lock(m_mutex);
    return m_wishes.seek.has_value();
}

void SourceLink::touch()
{
    m_touched.store(Patience::Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

void SourceLink::tellState(VideoSource::State state, std::chrono::milliseconds duration)
{
    VideoNews news;
    news.state = state;
    news.duration = duration;
    tell(std::move(news));
}

void SourceLink::tellFailure(VideoSource::Why why, const QString &detail)
{
    VideoNews news;
    news.state = VideoSource::Failed;
    news.why = why;
    news.detail = detail;
    tell(std::move(news));
}

void SourceLink::tellPicture(const QImage &picture, std::chrono::milliseconds position)
{
    VideoNews news;
    news.picture = picture;
    news.position = position;
    tell(std::move(news));
}

void SourceLink::tell(VideoNews news)
{
    const std::lock_guard lock(m_mutex);
    if (!m_wake)
        return;
    if (!news.picture.isNull())
        std::erase_if(m_news, [](const VideoNews &old) { return !old.picture.isNull(); });
    m_news.push_back(std::move(news));
    if (!std::exchange(m_woken, true))
        m_wake();
}

}  // namespace cs

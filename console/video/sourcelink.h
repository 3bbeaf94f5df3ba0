#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "video/patience.h"
#include "video/videosource.h"

namespace cs {

// What the window wants of a worker.
struct VideoWishes {
    QSize targetSize;
    double rate = 1;
    bool keyframesOnly = false;
    bool paused = false;
    // What happens once; taken out by the worker.
    std::optional<std::chrono::milliseconds> seek;
    int steps = 0;
};

// What a worker tells the window: a picture, or a state.
struct VideoNews {
    QImage picture;
    std::chrono::milliseconds position{0};
    VideoSource::State state = VideoSource::Idle;
    VideoSource::Why why = VideoSource::None;
    QString detail;
    std::chrono::milliseconds duration{0};
};

// The two mailboxes between a source in the window's thread and the worker of one opening, who share it. Thread-safe; holds
// one picture at most, so a slow window costs no memory.
class SourceLink {
public:
    // `wake` is called in the worker's thread when news came after take(), never after abandon() has returned.
    SourceLink(VideoWishes wishes, std::function<void()> wake);

    // For the window:
    // Tells the worker to end, and forgets what it said.
    void abandon();
    // Changes the wishes under the lock.
    void wish(const std::function<void(VideoWishes &)> &change);
    std::deque<VideoNews> take();
    // Since the newest picture came in, or since this was made.
    std::chrono::milliseconds age() const;

    // For the worker:
    Patience &patience() { return m_patience; }
    // A copy of the wishes. What happens once is in it once.
    VideoWishes wishes();
    // Until the wishes change, the time has come, or all is over.
    void waitUntil(std::optional<Patience::Clock::time_point> time);
    // Whether the wishes changed since wishes() was called.
    bool hasNewWishes() const;
    // Whether one of them is a seek.
    bool hasNewSeek() const;
    // Something of a picture came in.
    void touch();
    void tellState(VideoSource::State state, std::chrono::milliseconds duration = {});
    void tellFailure(VideoSource::Why why, const QString &detail);
    void tellPicture(const QImage &picture, std::chrono::milliseconds position);

private:
    void tell(VideoNews news);

    Patience m_patience;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    VideoWishes m_wishes;
    bool m_newWishes = false;
    std::deque<VideoNews> m_news;
    std::function<void()> m_wake;
    bool m_woken = false;
    std::atomic<Patience::Clock::duration::rep> m_touched;
};

}  // namespace cs

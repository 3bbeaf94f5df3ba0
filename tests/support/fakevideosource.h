#pragma once

#include <QList>

#include "video/videosource.h"

namespace cs {

// A source that shows what the test says, and remembers what it was told.
class FakeVideoSource final : public VideoSource {
public:
    using VideoSource::VideoSource;

    void open(const QUrl &url, const Options &options) override
    {
        opened << url;
        lastOptions = options;
        say(Connecting);
    }
    void close() override
    {
        ++closings;
        say(Idle);
    }
    void setTargetSize(QSize size) override { targetSize = size; }
    void setKeyframesOnly(bool wanted) override { keyframesOnly = wanted; }
    void seek(std::chrono::milliseconds position) override { seeks << position; }
    void step(int frames) override { steps << frames; }
    void setRate(double wanted) override { rate = wanted; }
    void setPaused(bool wanted) override { pauses << wanted; }
    State state() const override { return m_state; }
    std::chrono::milliseconds duration() const override { return length; }
    std::chrono::milliseconds lastFrameAge() const override { return std::chrono::milliseconds(0); }

    void say(State state, Why why = None, const QString &detail = {})
    {
        if (m_state == state)
            return;
        m_state = state;
        Q_EMIT stateChanged(state, why, detail);
    }
    void show(const QImage &picture, std::chrono::milliseconds position = {}) { Q_EMIT frame(picture, position); }

    QList<QUrl> opened;
    Options lastOptions;
    int closings = 0;
    QSize targetSize;
    bool keyframesOnly = false;
    QList<std::chrono::milliseconds> seeks;
    QList<int> steps;
    double rate = 0;
    QList<bool> pauses;
    std::chrono::milliseconds length{0};

private:
    State m_state = Idle;
};

}  // namespace cs

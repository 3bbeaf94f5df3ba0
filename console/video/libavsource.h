#pragma once

#include <memory>

#include "video/stallwatch.h"
#include "video/videosource.h"

namespace cs {

class SourceLink;
class ThreadReaper;

// Plays rtsp:// (over TCP; live) and http:// or https:// files of MP4 kind with ranges (recorded) by FFmpeg, in a thread of
// its own for each opening. Lives in the window's thread and owns nothing that can block it: close() and the destructor
// leave the thread to the reaper.
class LibavSource final : public VideoSource {
    Q_OBJECT
public:
    // The reaper must outlive the source.
    explicit LibavSource(ThreadReaper &reaper, QObject *parent = nullptr);
    ~LibavSource() override;

    void open(const QUrl &url, const Options &options) override;
    void close() override;
    void setTargetSize(QSize size) override;
    void setKeyframesOnly(bool keyframesOnly) override;
    void seek(std::chrono::milliseconds position) override;
    void step(int frames) override;
    void setRate(double rate) override;
    void setPaused(bool paused) override;
    State state() const override { return m_state; }
    std::chrono::milliseconds duration() const override { return m_duration; }
    std::chrono::milliseconds lastFrameAge() const override;

private:
    void onNews();
    void changeState(State state, Why why = None, const QString &detail = {});

    ThreadReaper &m_reaper;
    StallWatch m_stallWatch;
    std::shared_ptr<SourceLink> m_link;
    Options m_options;
    QSize m_targetSize;
    double m_rate = 1;
    bool m_keyframesOnly = false;
    State m_state = Idle;
    std::chrono::milliseconds m_duration{0};
};

}  // namespace cs

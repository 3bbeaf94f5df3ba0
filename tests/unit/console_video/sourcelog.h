#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QTest>

#include "video/videosource.h"

namespace cs {

// Everything that a source says, and waiting for it with the event loop running.
class SourceLog : public QObject {
public:
    struct Seen {
        QImage picture;
        std::chrono::milliseconds position;
    };

    explicit SourceLog(VideoSource &source) : m_source(source)
    {
        connect(&source, &VideoSource::frame, this, [this](const QImage &picture, std::chrono::milliseconds position) {
            frames << Seen{picture, position};
        });
        connect(&source, &VideoSource::stateChanged, this,
                [this](VideoSource::State state, VideoSource::Why reason, const QString &text) {
                    states << state;
                    why = reason;
                    detail = text;
                });
    }

    bool waitForState(VideoSource::State state, int timeoutMs = 10000)
    {
        return QTest::qWaitFor([&] { return m_source.state() == state; }, timeoutMs);
    }
    // So many in all.
    bool waitForFrames(qsizetype count, int timeoutMs = 10000)
    {
        return QTest::qWaitFor([&] { return frames.size() >= count; }, timeoutMs);
    }
    // One more than now, whatever is on its way.
    bool waitForNext(int timeoutMs = 10000) { return waitForFrames(frames.size() + 1, timeoutMs); }

    QList<Seen> frames;
    QList<VideoSource::State> states;
    VideoSource::Why why = VideoSource::None;
    QString detail;

private:
    VideoSource &m_source;
};

}  // namespace cs

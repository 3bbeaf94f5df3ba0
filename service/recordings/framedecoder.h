#pragma once

#include <chrono>
#include <deque>

#include <QObject>

#include "base/future.h"

namespace cs {

// Has video turned into a JPEG of its last picture by camera-service-frame, a program of its own, since decoders read
// hostile bytes: it may crash or hang and takes nothing along. Main thread: the kernel ends the program with the thread
// that starts it.
class FrameDecoder : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype MaxJpegBytes = 64 << 20;

    // At most `parallel` run at once, each for `deadline` at most.
    FrameDecoder(QString program, int quality, int parallel,
                 std::chrono::milliseconds deadline = std::chrono::seconds(5));
    ~FrameDecoder() override;

    // DependencyFailed FFmpeg with the program's reason. Whoever calls keeps the number of those that wait in bounds.
    Async<QByteArray> jpegOf(const QByteArray &fragmentedMp4);

private:
    class Process;
    struct Job {
        QByteArray input;
        Promise<QByteArray> promise;
    };

    void next();

    const QString m_program;
    const int m_quality;
    const int m_parallel;
    const std::chrono::milliseconds m_deadline;
    int m_running = 0;
    std::deque<Job> m_waiting;
};

// Beside our own program, or where packages put helpers; the first place if it is in none.
QString findFrameHelper();

}  // namespace cs

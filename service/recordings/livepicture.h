#pragma once

#include <memory>

#include <QHash>
#include <QObject>

#include "base/future.h"
#include "base/ids.h"
#include "recordings/bytebudget.h"

namespace cs {

class MediaServer;

// What is needed to decode one picture. Its bytes count for as long as anybody keeps `share`.
struct LiveVideo {
    QByteArray mp4;
    std::shared_ptr<const ByteBudget::Share> share;
};

// Reads from the media server's live HLS what is needed to decode the newest picture of a camera: a fragmented MP4 of a
// group of pictures, at most 0.2 s old at its end. Service thread.
class LivePicture : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype MaxBytes = 64 << 20;
    // Of all videos that are being read or held at one time.
    static constexpr qint64 MaxBytesInAll = 256 << 20;

    explicit LivePicture(MediaServer &server, qint64 maxBytesInAll = MaxBytesInAll)
        : m_server(server),
          m_budget(maxBytesInAll)
    {}

    // DependencyFailed camera if there is nothing to read (yet), MediaMTX if that does not answer; RateLimited while the
    // videos of others take all the room. Those who ask for one camera before its playlist has come share one video.
    Async<LiveVideo> fetch(CameraId camera);
    // The camera is gone: nothing is kept of it.
    void forget(CameraId camera);

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;

    void askForVariant(const JobPtr &job);
    void onIndex(const JobPtr &job, const QByteArray &text);
    void askForPlaylist(const JobPtr &job);
    void onPlaylist(const JobPtr &job, const QByteArray &text);
    void onPiece(const JobPtr &job, qsizetype index, const Result<QByteArray> &bytes);
    void again(const JobPtr &job, const Error &error);
    void fail(const JobPtr &job, const Error &error);
    void finish(const JobPtr &job, const Result<LiveVideo> &result);
    void close(const JobPtr &job);

    MediaServer &m_server;
    const ByteBudget m_budget;
    // Jobs that others may still join.
    QHash<CameraId, JobPtr> m_joinable;
    // The name of the video's playlist: asking for it again would begin one more session at MediaMTX.
    QHash<CameraId, QString> m_variants;
};

}  // namespace cs

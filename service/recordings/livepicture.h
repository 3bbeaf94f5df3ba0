#pragma once

#include <memory>

#include <QHash>
#include <QObject>

#include "base/future.h"
#include "base/ids.h"

namespace cs {

class MediaServer;

// Reads from the media server's live HLS what is needed to decode the newest picture of a camera: a fragmented MP4 of a
// group of pictures, at most 0.2 s old at its end. Service thread.
class LivePicture : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype MaxBytes = 64 << 20;

    explicit LivePicture(MediaServer &server) : m_server(server) {}

    // DependencyFailed camera if there is nothing to read (yet), MediaMTX if that does not answer.
    Async<QByteArray> fetch(CameraId camera);

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;

    void askForVariant(const JobPtr &job);
    void askForPlaylist(const JobPtr &job);
    void onPlaylist(const JobPtr &job, const QByteArray &text);
    void onPiece(const JobPtr &job, qsizetype index, const Result<QByteArray> &bytes);
    void again(const JobPtr &job, const Error &error);
    static void fail(const JobPtr &job, const Error &error);

    MediaServer &m_server;
    // The name of the video's playlist: asking for it again would begin one more session at MediaMTX.
    QHash<CameraId, QString> m_variants;
};

}  // namespace cs

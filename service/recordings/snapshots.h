#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "base/error.h"
#include "base/future.h"
#include "base/workers.h"
#include "recordings/framedecoder.h"
#include "recordings/livepicture.h"
#include "recordings/recording.h"
#include "recordings/snapshot.h"

namespace cs {

class MediaLibrary;
class MediaServer;

struct SnapshotOptions {
    QString helper;    // camera-service-frame; see findFrameHelper()
    int quality = 3;   // JPEG quantiser, 2 (best) to 31
    int parallel = 4;  // helpers at once; more wait
    qint64 maxVideoBytes = LivePicture::MaxBytesInAll;
};

// Saves current pictures of cameras as JPEG files. Service thread only.
class Snapshots : public QObject {
    Q_OBJECT
public:
    Snapshots(MediaServer &server, CameraLookup cameras, MediaLibrary &library, const Clock &clock,
              const SnapshotOptions &options, QObject *parent = nullptr);
    ~Snapshots() override;

    static constexpr int MaxPending = 64;

    // Without a name: cameraN_<UTC time>.jpg. Errors: NotFound camera; InvalidParams filename (not .jpg or .jpeg, or it
    // exists: no file is ever overwritten); InvalidState storage_full; DependencyFailed (camera, MediaMTX, FFmpeg,
    // storage); RateLimited when too many, or too much video, wait already.
    Async<Snapshot> take(CameraId camera, const std::optional<FileName> &name);
    // The camera is gone.
    void forget(CameraId camera) { m_picture.forget(camera); }

Q_SIGNALS:
    void taken(const cs::Snapshot &snapshot);
    // A snapshot of a known camera with an acceptable name that came to nothing.
    void failed(cs::CameraId camera, const cs::Error &error);

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;

    Result<Done> mayTake(CameraId camera, const std::optional<FileName> &name) const;
    FileName makeName(CameraId camera, Timestamp time) const;
    Timestamp nextStamp(CameraId camera);
    void onVideo(const JobPtr &job, const Result<LiveVideo> &video);
    void onJpeg(const JobPtr &job, const Result<QByteArray> &jpeg);
    void onWritten(const JobPtr &job);
    void finish(const JobPtr &job, const Result<Snapshot> &result);
    void fail(const JobPtr &job, const Error &error);

    MediaServer &m_server;
    const CameraLookup m_cameras;
    MediaLibrary &m_library;
    const Clock &m_clock;
    LivePicture m_picture;
    FrameDecoder m_decoder;
    Workers m_workers{2};
    Timestamp m_lastStamp;
    int m_pending = 0;
};

}  // namespace cs

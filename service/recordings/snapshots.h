#pragma once

#include <QObject>
#include <QQueue>

#include <memory>
#include <optional>

#include "base/error.h"
#include "base/future.h"
#include "recordings/recording.h"
#include "recordings/snapshot.h"

namespace cs {

class MediaLibrary;
class MediaServer;

struct SnapshotOptions {
    QString helper;   // camera-service-frame; see findFrameHelper()
    int quality = 3;  // JPEG quantiser, 2 (best) to 31
    int parallel = 4; // helpers at once; more wait
};

// Saves current pictures of cameras as JPEG files. Service thread only.
class Snapshots : public QObject {
    Q_OBJECT
public:
    Snapshots(MediaServer &server, CameraLookup cameras, MediaLibrary &library, const Clock &clock,
              SnapshotOptions options, QObject *parent = nullptr);
    ~Snapshots() override;

    // Without a name: cameraN_<UTC time>.jpg. Errors: NotFound camera; InvalidParams filename (not .jpg or .jpeg, or it
    // exists: no file is ever overwritten); InvalidState storage_full; DependencyFailed (camera, MediaMTX, FFmpeg, storage).
    Async<Snapshot> take(CameraId camera, std::optional<FileName> name);

Q_SIGNALS:
    void taken(const cs::Snapshot &snapshot);
    // A snapshot of a known camera with an acceptable name that came to nothing.
    void failed(cs::CameraId camera, const cs::Error &error);

private:
    MediaServer &m_server;
    CameraLookup m_cameras;
    MediaLibrary &m_library;
    const Clock &m_clock;
    SnapshotOptions m_options;
};

}  // namespace cs

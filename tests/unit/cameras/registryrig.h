#pragma once

#include <memory>

#include <QTest>

#include "auth/credentialbox.h"
#include "cameras/cameraregistry.h"
#include "mediamtx/internaltokens.h"
#include "storage/camerastable.h"
#include "support/fakemediaserver.h"
#include "support/manualclock.h"
#include "support/waitfor.h"

namespace cs {

inline const auto Gate = QStringLiteral("rtsp://admin:hunter2@192.0.2.1/gate");
inline const auto Yard = QStringLiteral("rtsp://192.0.2.2/yard?token=s3cr3t&channel=1");

// A registry over a real database file and a media server that says what a test wants.
struct RegistryRig {
    explicit RegistryRig(const QString &file, CameraOptions wanted = {}, const QByteArray &key = QByteArray(32, 'k'))
        : table(database),
          options(std::move(wanted))
    {
        // Without a key it is locked.
        if (!key.isEmpty())
            box.unlock(key);
        if (options.ffmpeg.isEmpty())
            options.ffmpeg = QStringLiteral("/nowhere/ffmpeg");
        opened = database.open(file).ok();
        registry = std::make_unique<CameraRegistry>(server, tokens, table, box, clock, options);
        QObject::connect(registry.get(), &CameraRegistry::cameraChanged, registry.get(),
                         [this](const Camera &before, const Camera &now) {
                             changes.append({before, now});
                         });
        opened = opened && waitFor(registry->load()).ok();
    }
    // Polls twice a second; `bytes` come in per poll.
    void poll(CameraId id, qint64 bytes, int times = 1)
    {
        for (int i = 0; i < times; ++i) {
            clock.advance(std::chrono::milliseconds(500));
            PathState &path = server.path(id.toString());
            path.available = path.online = true;
            path.inboundBytes += bytes;
            server.poll();
        }
    }
    CameraId add(const QString &url) { return waitFor(registry->addRtsp(url, QStringLiteral("A camera")))->id; }
    Camera at(CameraId id) const { return *registry->camera(id); }

    ManualClock clock;
    FakeMediaServer server;
    InternalTokens tokens{clock};
    CredentialBox box;
    Database database;
    CamerasTable table;
    CameraOptions options;
    std::unique_ptr<CameraRegistry> registry;
    QList<std::pair<Camera, Camera>> changes;
    bool opened = false;
};

}  // namespace cs

#include "app/auditstack.h"

#include <QDir>

#include "audit/mediaentries.h"
#include "streams/viewers.h"

namespace cs {

namespace {

QString protocolName(MediaServer::SessionKind kind)
{
    switch (kind) {
    case MediaServer::SessionKind::Rtsp: return QStringLiteral("rtsp");
    case MediaServer::SessionKind::Rtsps: return QStringLiteral("rtsps");
    case MediaServer::SessionKind::Hls: return QStringLiteral("hls");
    case MediaServer::SessionKind::WebRtc: return QStringLiteral("webrtc");
    }
    return {};
}

AuditEntry viewerEntry(StreamDeed deed, const Viewer &viewer)
{
    return streamEntry(deed, viewer.users.join(QStringLiteral(", ")), viewer.address, viewer.camera,
                       protocolName(viewer.session.kind));
}

AuditRetentionOptions retentionOptions(const AuditConfig &config)
{
    AuditRetentionOptions options;
    options.keepDays = std::chrono::days(qint64(config.keepDays));
    options.keepRecords = config.keepRecords;
    if (!config.archiveDir.isEmpty())
        options.archiveFolder = QDir(config.archiveDir).absolutePath();
    return options;
}

}  // namespace

AuditStack::AuditStack(const AuditConfig &config, Store &store, const Identity &identity, const Clock &clock)
    : trail(store.audit, clock),
      verification(store.audit, clock),
      retention(store.audit, trail, clock, retentionOptions(config)),
      calls(
          trail, [&identity](ConnectionId connection) { return identity.sessions.principalOf(connection); },
          [&identity](const QString &name) { return identity.users.find(name) != nullptr; })
{
    retention.start();
}

void AuditStack::downloaded(const QString &username, const QString &address, const QString &file,
                            std::optional<CameraId> camera, const Error *error)
{
    trail.record(downloadEntry(username, address, file, camera, error));
}

void AuditStack::follow(Viewers &viewers)
{
    QObject::connect(&viewers, &Viewers::began, &trail,
                     [this](const Viewer &viewer) { trail.record(viewerEntry(StreamDeed::Start, viewer)); });
    QObject::connect(&viewers, &Viewers::ended, &trail,
                     [this](const Viewer &viewer) { trail.record(viewerEntry(StreamDeed::End, viewer)); });
    QObject::connect(&viewers, &Viewers::turnedAway, &trail,
                     [this](CameraId camera, const QString &address, const QString &protocol) {
                         trail.record(streamEntry(StreamDeed::Refused, {}, address, camera, protocol));
                     });
}

}  // namespace cs

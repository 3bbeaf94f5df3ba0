#include "app/mediastack.h"

#include <QDir>

#include "app/tlsparts.h"
#include "recordings/framedecoder.h"

namespace cs {

namespace {

MediaMtxOptions serverOptions(const Config &config, const MediaMtxBinary &binary)
{
    const auto port = [](const Port &p) { return static_cast<quint16>(qint64(p)); };
    MediaMtxOptions options;
    options.binary = binary.path;
    options.stateDir = QDir(config.storage.stateDir).absoluteFilePath(QStringLiteral("mediamtx"));
    options.host = config.server.host;
    options.rtspPort = port(config.mediamtx.rtspPort);
    options.hlsPort = port(config.mediamtx.hlsPort);
    options.webrtcPort = port(config.mediamtx.webrtcPort);
    options.webrtcIcePort = port(config.mediamtx.webrtcUdpPort);
    options.apiPort = port(config.mediamtx.apiPort);
    options.metricsPort = port(config.mediamtx.metricsPort);
    options.authPort = port(config.mediamtx.authPort);
    const CertificateFiles files = mediaCertificate(config);
    options.certificateFile = files.certificate;
    options.keyFile = files.key;
    options.allowOrigins = {config.server.allowedOrigins.begin(), config.server.allowedOrigins.end()};
    options.trustedProxies = {config.streams.trustedProxies.begin(), config.streams.trustedProxies.end()};
    return options;
}

MediaFolders mediaFolders(const Config &config)
{
    MediaFolders folders;
    folders.recordings = QDir(config.recordingsDir()).absolutePath();
    folders.snapshots = QDir(config.snapshotsDir()).absolutePath();
    folders.rule = {config.storage.minimumFreeBytes, static_cast<int>(qint64(config.storage.minimumFreePercent))};
    return folders;
}

CameraOptions cameraOptions(const Config &config)
{
    CameraOptions options;
    options.limit = static_cast<int>(qint64(config.cameras.max));
    options.ffmpeg = config.cameras.ffmpeg;
    return options;
}

SnapshotOptions snapshotOptions()
{
    SnapshotOptions options;
    options.helper = findFrameHelper();
    return options;
}

StreamGateOptions gateOptions(const Config &config)
{
    StreamGateOptions options;
    switch (config.streams.plainUrls) {
    case PlainUrls::SignedInAddress: options.plainUrls = StreamGateOptions::PlainUrls::SignedInAddress; break;
    case PlainUrls::Denied: options.plainUrls = StreamGateOptions::PlainUrls::Denied; break;
    case PlainUrls::Open: options.plainUrls = StreamGateOptions::PlainUrls::Open; break;
    }
    // Behind either kind many clients share an address.
    options.trustedProxies = {config.streams.trustedProxies.begin(), config.streams.trustedProxies.end()};
    for (const QString &proxy : config.server.trustedProxies)
        options.trustedProxies << proxy;
    return options;
}

}  // namespace

MediaStack::Access::Access(const Config &config, Identity &identity, const Clock &clock)
    : tokens(clock),
      gate(identity.sessions.view(), identity.tickets, identity.policy, gateOptions(config)),
      endpoint(tokens, gate)
{}

MediaStack::MediaStack(const Config &config, const MediaMtxBinary &binary, Access &access, Identity &identity,
                       Store &store, const Clock &clock)
    : server(serverOptions(config, binary), access.endpoint.url(), access.tokens),
      registry(server, access.tokens, store.cameras, identity.credentials, clock, cameraOptions(config)),
      library(store.recordings, store.snapshots, index, mediaFolders(config)),
      recorder(
          server, access.tokens, [this](CameraId id) { return registry.camera(id); }, library, clock),
      snapshots(
          server, [this](CameraId id) { return registry.camera(id); }, library, clock, snapshotOptions()),
      viewers(server, identity.rights, clock),
      m_gate(access.gate)
{
    m_gate.setObserver(&viewers);
    followRights(identity);
    QObject::connect(&registry, &CameraRegistry::cameraRemoved, &snapshots, &Snapshots::forget);
}

MediaStack::~MediaStack()
{
    // MediaMTX has ended by now, so nobody is being let in.
    m_gate.setObserver(nullptr);
}

// Who loses a right is cut off from what is playing.
void MediaStack::followRights(Identity &identity)
{
    const auto changed = [this](const QString &user) { viewers.rightsChanged(user); };
    QObject::connect(&identity.users, &Users::rightsChanged, &viewers, changed);
    QObject::connect(&identity.users, &Users::removed, &viewers, changed);
    QObject::connect(&identity.grants, &Grants::rightsChanged, &viewers, changed);
    QObject::connect(&identity.keys, &ApiKeys::rightsChanged, &viewers, changed);
    QObject::connect(&identity.sessions, &Sessions::ended, &viewers,
                     [this](ConnectionId, const SessionId &session) { viewers.sessionEnded(session); });
}

Async<Done> MediaStack::load()
{
    const auto loaded = andThen(&server, library.load(), [this](const Done &) { return registry.load(); });
    const auto checked = andThen(&server, loaded, [this](const Done &) { return server.checkPorts(); });
    return andThen(&server, checked, [this](const Done &) -> Async<Done> {
        if (m_stopped)
            return failed<Done>(Error::cancelled());
        server.start();
        return recorder.recover();
    });
}

Async<Done> MediaStack::stop()
{
    m_stopped = true;
    const auto stopped = andThen(&server, recorder.shutdown(), [this](const Done &) {
        registry.stop();
        return server.stop();
    });
    return stopped;
}

}  // namespace cs

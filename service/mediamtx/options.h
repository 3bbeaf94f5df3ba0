#pragma once

#include <chrono>

#include <QString>
#include <QStringList>

namespace cs {

// How MediaMTX is run. The app fills it from its configuration; tests with free ports.
struct MediaMtxOptions {
    // The program; found and gated by BinaryLocator.
    QString binary;
    // Holds mediamtx.yml and the process's pid file, both for the owner alone; made when missing.
    QString stateDir;

    // The addresses that serve viewers; empty means all. The API, its metrics and the authorisation endpoint are on
    // 127.0.0.1 whatever stands here.
    QString host;
    quint16 rtspPort = 8554;
    quint16 hlsPort = 8888;
    quint16 webrtcPort = 8889;
    quint16 webrtcIcePort = 8189;
    quint16 apiPort = 9997;
    quint16 metricsPort = 9998;
    quint16 authPort = 8004;
    // Names or addresses that WebRTC offers beside those of the interfaces (a public address behind NAT).
    QStringList webrtcHosts;
    // RTP over UDP takes two more ports and loses packets on busy machines; off unless asked for.
    bool rtspUdp = false;
    quint16 rtpPort = 8000;
    quint16 rtcpPort = 8001;

    // Origins whose pages may read HLS and WebRTC.
    QStringList allowOrigins;
    // Proxies whose X-Forwarded-For MediaMTX believes: addresses, or networks such as 10.0.0.0/8.
    QStringList trustedProxies;

    // PEM files with which HLS and WebRTC signalling are served over TLS; both empty: over plain HTTP. MediaMTX follows
    // them as they change.
    QString certificateFile;
    QString keyFile;
    bool encryptsMedia() const { return !certificateFile.isEmpty(); }

    // A source or publisher that is silent for so long is cut.
    std::chrono::seconds readTimeout{5};
    // error, warn, info or debug.
    QString logLevel = QStringLiteral("info");
};

}  // namespace cs

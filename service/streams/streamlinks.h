#pragma once

#include <QByteArray>
#include <QString>

#include "base/ids.h"

namespace cs {

// Builds the addresses under which a camera can be watched. `host` is the name the client connected to, or HostSlot,
// which is filled in for each client later; `token` is a stream ticket, or empty for a plain address. Immutable.
class StreamLinks {
public:
    // The character that stands where the host name goes.
    static constexpr QChar HostSlot{u'\x01'};

    struct Ports {
        quint16 rtsp = 8554;
        quint16 hls = 8888;
        quint16 webrtc = 8889;
        // Whether HLS and WebRTC are served over TLS.
        bool encrypted = false;
    };
    // What addresses begin with instead of scheme, host and port, where a proxy stands in front: "https://cams.example/hls".
    // Empty: the client's own host and the port.
    struct PublicBases {
        QString rtsp;
        QString hls;
        QString webrtc;
    };

    explicit StreamLinks(Ports ports, PublicBases bases = {});

    // rtsp://HOST:8554/camera0
    QString rtsp(CameraId camera, const QString &host, const QByteArray &token = {}) const;
    // http://HOST:8888/camera0/index.m3u8
    QString hls(CameraId camera, const QString &host, const QByteArray &token = {}) const;
    // http://HOST:8889/camera0/whep, for WebRTC players (WHEP)
    QString whep(CameraId camera, const QString &host, const QByteArray &token = {}) const;
    // http://HOST:8889/camera0: MediaMTX's own page, which shows the picture in a browser
    QString webPage(CameraId camera, const QString &host, const QByteArray &token = {}) const;

private:
    Ports m_ports;
    PublicBases m_bases;
};

}  // namespace cs

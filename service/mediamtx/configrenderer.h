#pragma once

#include <vector>

#include <QByteArray>

#include "mediamtx/options.h"
#include "mediamtx/pathconfig.h"

namespace cs {

// Writes MediaMTX's whole configuration from what we know; holds no state but its inputs.
class ConfigRenderer {
public:
    // `authUrl` is where MediaMTX asks whom to let in. Trusted proxies that it could not read are left out, with a word
    // in the log.
    ConfigRenderer(MediaMtxOptions options, QByteArray authUrl);

    // The text of mediamtx.yml. Holds secrets: the addresses of cameras and of the authorisation endpoint.
    QByteArray render(const std::vector<PathConfig> &paths) const;

private:
    MediaMtxOptions m_options;
    QByteArray m_authUrl;
};

// "host:port" as MediaMTX and URLs want it: an IPv6 address in brackets; an empty host is every interface.
QString listenAddress(const QString &host, quint16 port);
// Where we reach a server that listens on `host`: loopback, unless it listens on one outer address only.
QString ownHost(const QString &host);
// The address of one of its servers for this host itself, without a slash at the end: "rtsp://127.0.0.1:8554".
QByteArray ownUrl(const char *scheme, const QString &host, quint16 port);

}  // namespace cs

#include "mediamtx/configrenderer.h"

#include <QHostAddress>

#include <yaml-cpp/yaml.h>

#include "base/network.h"
#include "mediamtx/logging.h"

namespace cs {

namespace {

// Every text is quoted, so that none is ever read as a number, a boolean, a comment or a reference.
YAML::Emitter &text(YAML::Emitter &out, const char *key, const QString &value)
{
    return out << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << value.toStdString();
}

YAML::Emitter &flag(YAML::Emitter &out, const char *key, bool value)
{
    return out << YAML::Key << key << YAML::Value << value;
}

YAML::Emitter &list(YAML::Emitter &out, const char *key, const QStringList &values)
{
    out << YAML::Key << key << YAML::Value << YAML::Flow << YAML::BeginSeq;
    for (const QString &value : values)
        out << YAML::DoubleQuoted << value.toStdString();
    return out << YAML::EndSeq;
}

// One that MediaMTX cannot read would keep it from starting.
QStringList networks(const QStringList &texts)
{
    QStringList result;
    for (const QString &text : texts) {
        if (isNetwork(text))
            result << text;
        else
            qCWarning(lcMediaMtx) << "the trusted proxy" << text << "is left out: it is no address and no network";
    }
    return result;
}

void general(YAML::Emitter &out, const MediaMtxOptions &options, const QByteArray &authUrl)
{
    text(out, "logLevel", options.logLevel);
    list(out, "logDestinations", {QStringLiteral("stdout")});
    text(out, "readTimeout", QStringLiteral("%1s").arg(options.readTimeout.count()));
    text(out, "authMethod", QStringLiteral("http"));
    text(out, "authHTTPAddress", QString::fromLatin1(authUrl));
    // Nothing is left out, as MediaMTX would by itself: its API can start programs, and its metrics show who watches what
    // from where. Neither is for another user of this machine, nor for a page in its browser.
    list(out, "authHTTPExclude", {});
}

void control(YAML::Emitter &out, const MediaMtxOptions &options)
{
    const auto loopback = QStringLiteral("127.0.0.1");
    flag(out, "api", true);
    text(out, "apiAddress", listenAddress(loopback, options.apiPort));
    list(out, "apiAllowOrigins", {});
    flag(out, "metrics", true);
    text(out, "metricsAddress", listenAddress(loopback, options.metricsPort));
    list(out, "metricsAllowOrigins", {});
    for (const char *unused : {"pprof", "playback", "rtmp", "srt", "moq"})
        flag(out, unused, false);
}

void rtsp(YAML::Emitter &out, const MediaMtxOptions &options)
{
    QStringList transports{QStringLiteral("tcp")};
    if (options.rtspUdp)
        transports.prepend(QStringLiteral("udp"));
    flag(out, "rtsp", true);
    list(out, "rtspTransports", transports);
    text(out, "rtspEncryption", QStringLiteral("no"));
    text(out, "rtspAddress", listenAddress(options.host, options.rtspPort));
    if (options.rtspUdp) {
        text(out, "rtpAddress", listenAddress(options.host, options.rtpPort));
        text(out, "rtcpAddress", listenAddress(options.host, options.rtcpPort));
    }
    list(out, "rtspTrustedProxies", options.trustedProxies);
}

// HLS and WebRTC signalling, both or neither: a page that was loaded encrypted may load nothing plain.
void encryption(YAML::Emitter &out, const MediaMtxOptions &options, const std::string &protocol)
{
    flag(out, (protocol + "Encryption").c_str(), options.encryptsMedia());
    if (!options.encryptsMedia())
        return;
    text(out, (protocol + "ServerCert").c_str(), options.certificateFile);
    text(out, (protocol + "ServerKey").c_str(), options.keyFile);
}

void hls(YAML::Emitter &out, const MediaMtxOptions &options)
{
    flag(out, "hls", true);
    text(out, "hlsAddress", listenAddress(options.host, options.hlsPort));
    encryption(out, options, "hls");
    list(out, "hlsAllowOrigins", options.allowOrigins);
    list(out, "hlsTrustedProxies", options.trustedProxies);
    // Snapshots read the newest parts: they must be there before anybody watches.
    flag(out, "hlsAlwaysRemux", true);
    text(out, "hlsVariant", QStringLiteral("lowLatency"));
    out << YAML::Key << "hlsSegmentCount" << YAML::Value << 7;
    text(out, "hlsSegmentDuration", QStringLiteral("1s"));
    text(out, "hlsPartDuration", QStringLiteral("200ms"));
}

void webrtc(YAML::Emitter &out, const MediaMtxOptions &options)
{
    const QHostAddress host(options.host);
    const bool oneAddress = !host.isNull() && host != QHostAddress(QHostAddress::AnyIPv4)
                            && host != QHostAddress(QHostAddress::AnyIPv6);
    QStringList offered = options.webrtcHosts;
    // The interfaces' other addresses do not answer when one address is all that is listened on.
    if (oneAddress && !offered.contains(options.host))
        offered.prepend(options.host);
    flag(out, "webrtc", true);
    text(out, "webrtcAddress", listenAddress(options.host, options.webrtcPort));
    encryption(out, options, "webrtc");
    list(out, "webrtcAllowOrigins", options.allowOrigins);
    list(out, "webrtcTrustedProxies", options.trustedProxies);
    text(out, "webrtcLocalUDPAddress", listenAddress(options.host, options.webrtcIcePort));
    flag(out, "webrtcIPsFromInterfaces", !oneAddress);
    list(out, "webrtcAdditionalHosts", offered);
}

void pathDefaults(YAML::Emitter &out)
{
    out << YAML::Key << "pathDefaults" << YAML::Value << YAML::BeginMap;
    text(out, "recordFormat", QStringLiteral("fmp4"));
    // What a crash may cost.
    text(out, "recordPartDuration", QStringLiteral("200ms"));
    text(out, "recordSegmentDuration", QStringLiteral("24h"));
    // Retention is ours; MediaMTX would delete after a day.
    text(out, "recordDeleteAfter", QStringLiteral("0s"));
    out << YAML::EndMap;
}

void path(YAML::Emitter &out, const PathConfig &config)
{
    out << YAML::Key << YAML::DoubleQuoted << config.name.toStdString() << YAML::Value << YAML::BeginMap;
    text(out, "source", config.source);
    text(out, "rtspTransport", config.rtspTransport);
    flag(out, "record", config.record);
    if (config.record)
        text(out, "recordPath", config.recordPath);
    out << YAML::EndMap;
}

}  // namespace

ConfigRenderer::ConfigRenderer(MediaMtxOptions options, QByteArray authUrl)
    : m_options(std::move(options)),
      m_authUrl(std::move(authUrl))
{
    m_options.trustedProxies = networks(m_options.trustedProxies);
}

QByteArray ConfigRenderer::render(const std::vector<PathConfig> &paths) const
{
    YAML::Emitter out;
    out << YAML::BeginMap;
    general(out, m_options, m_authUrl);
    control(out, m_options);
    rtsp(out, m_options);
    hls(out, m_options);
    webrtc(out, m_options);
    pathDefaults(out);
    out << YAML::Key << "paths" << YAML::Value << YAML::BeginMap;
    for (const PathConfig &config : paths)
        path(out, config);
    out << YAML::EndMap << YAML::EndMap;
    return QByteArray(out.c_str(), static_cast<qsizetype>(out.size())) + '\n';
}

QString listenAddress(const QString &host, quint16 port)
{
    const bool v6 = host.contains(u':');
    return (v6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

QString ownHost(const QString &host)
{
    const QHostAddress address(host);
    const bool every = address.isNull() || address == QHostAddress(QHostAddress::AnyIPv4)
                       || address == QHostAddress(QHostAddress::AnyIPv6) || address == QHostAddress(QHostAddress::Any);
    return every ? QStringLiteral("127.0.0.1") : host;
}

QByteArray ownUrl(const char *scheme, const QString &host, quint16 port)
{
    return QByteArray(scheme) + "://" + listenAddress(ownHost(host), port).toLatin1();
}

}  // namespace cs

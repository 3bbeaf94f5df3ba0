#include "config/configcheck.h"

#include <arpa/inet.h>

#include <QUrl>

namespace cs {

namespace {

// An address, or a network such as 10.0.0.0/8; as strict as MediaMTX, which reads the same list.
bool isNetwork(const QString &text)
{
    const QByteArray address = text.section(u'/', 0, 0).toLatin1();
    in_addr v4{};
    in6_addr v6{};
    const bool isV4 = ::inet_pton(AF_INET, address.constData(), &v4) == 1;
    if (!isV4 && ::inet_pton(AF_INET6, address.constData(), &v6) != 1)
        return false;
    if (!text.contains(u'/'))
        return true;
    const QString suffix = text.section(u'/', 1);
    const int bits = suffix.toInt();
    return QString::number(bits) == suffix && bits >= 0 && bits <= (isV4 ? 32 : 128);
}

void checkPorts(const Config &c, QStringList &problems)
{
    // TCP alone: mediamtx.webrtc_udp_port may be one of these numbers.
    const std::vector<std::pair<QString, qint64>> ports{
        {QStringLiteral("server.port"), c.server.port},
        {QStringLiteral("http.port"), c.http.port},
        {QStringLiteral("mediamtx.rtsp_port"), c.mediamtx.rtspPort},
        {QStringLiteral("mediamtx.hls_port"), c.mediamtx.hlsPort},
        {QStringLiteral("mediamtx.webrtc_port"), c.mediamtx.webrtcPort},
        {QStringLiteral("mediamtx.api_port"), c.mediamtx.apiPort},
        {QStringLiteral("mediamtx.metrics_port"), c.mediamtx.metricsPort},
        {QStringLiteral("mediamtx.auth_port"), c.mediamtx.authPort}};
    for (size_t i = 0; i < ports.size(); ++i) {
        for (size_t j = i + 1; j < ports.size(); ++j) {
            if (ports[i].second != 0 && ports[i].second == ports[j].second)
                problems << QStringLiteral("%1 and %2 are both %3; each needs a port of its own")
                                .arg(ports[i].first, ports[j].first)
                                .arg(ports[i].second);
        }
    }
}

// Why a text is no origin, in words; empty if it is one.
QString originProblem(const QUrl &url)
{
    if (!url.isValid() || url.scheme().isEmpty() || url.host().isEmpty())
        return QStringLiteral("is not scheme://host[:port], such as https://cams.example.org");
    if (!url.userInfo().isEmpty())
        return QStringLiteral("names a user, which no origin does");
    if (url.hasQuery() || url.hasFragment() || !QString(url.path()).remove(u'/').isEmpty())
        return QStringLiteral("goes on behind the host; an origin ends with its host or port");
    return {};
}

// As browsers send it: in small letters, without a slash at the end or the port that goes without saying (RFC 6454, 6.2).
QString originOf(const QUrl &url)
{
    const bool isUsualPort = (url.scheme() == u"http" && url.port() == 80)
                             || (url.scheme() == u"https" && url.port() == 443);
    QUrl out;
    out.setScheme(url.scheme());
    out.setHost(url.host());
    out.setPort(isUsualPort ? -1 : url.port());
    return QString::fromLatin1(out.toEncoded());
}

void checkOrigins(std::vector<QString> &origins, QStringList &problems)
{
    for (QString &origin : origins) {
        const QUrl url(origin, QUrl::StrictMode);
        if (const QString problem = originProblem(url); problem.isEmpty())
            origin = originOf(url);
        else
            problems << QStringLiteral("server.allowed_origins: '%1' %2").arg(origin, problem);
    }
}

// What addresses begin with that we give to clients.
void checkBase(const QString &key, const QString &value, const QStringList &schemes, QStringList &problems)
{
    const QUrl url(value, QUrl::StrictMode);
    const bool isBase = url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty()
                        && url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (!value.isEmpty() && !isBase)
        problems << QStringLiteral("%1 must be an address such as %2://cams.example.org, with neither user nor query")
                        .arg(key, schemes.constLast());
}

void checkAddresses(const Config &c, QStringList &problems)
{
    const QStringList web{QStringLiteral("http"), QStringLiteral("https")};
    const QStringList rtsp{QStringLiteral("rtsps"), QStringLiteral("rtsp")};
    checkBase(QStringLiteral("http.public_url"), c.http.publicUrl, web, problems);
    checkBase(QStringLiteral("streams.public_rtsp_url"), c.streams.publicRtspUrl, rtsp, problems);
    checkBase(QStringLiteral("streams.public_hls_url"), c.streams.publicHlsUrl, web, problems);
    checkBase(QStringLiteral("streams.public_webrtc_url"), c.streams.publicWebrtcUrl, web, problems);
    // A proxy that is not recognised would count as one client, with the rights of whoever is signed in behind it.
    for (const QString &proxy : c.streams.trustedProxies) {
        if (!isNetwork(proxy))
            problems << QStringLiteral("streams.trusted_proxies: '%1' is no address and no network such as 10.0.0.0/8")
                            .arg(proxy);
    }
}

}  // namespace

QStringList checkConfig(Config &config)
{
    constexpr qsizetype shortestSecret = 32;
    QStringList problems;
    checkPorts(config, problems);
    const QString &secret = config.auth.jwtSecret.value;
    if (!secret.isEmpty() && secret.size() < shortestSecret)
        problems << QStringLiteral("auth.jwt_secret is shorter than %1 characters; leave it empty to have one made")
                        .arg(shortestSecret);
    checkOrigins(config.server.allowedOrigins, problems);
    checkAddresses(config, problems);
    if (config.media.deleteRole == Role::Viewer)
        problems << QStringLiteral("media.delete_role must be operator or admin");
    return problems;
}

}  // namespace cs

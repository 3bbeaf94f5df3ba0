#include "config/configcheck.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include "base/network.h"

namespace cs {

namespace {

void checkPorts(const Config &c, const QStringList &refused, QStringList &problems)
{
    // TCP alone: mediamtx.webrtc_udp_port may be one of these numbers.
    std::vector<std::pair<QString, qint64>> ports{{QStringLiteral("server.port"), c.server.port},
                                                  {QStringLiteral("http.port"), c.http.port},
                                                  {QStringLiteral("mediamtx.rtsp_port"), c.mediamtx.rtspPort},
                                                  {QStringLiteral("mediamtx.hls_port"), c.mediamtx.hlsPort},
                                                  {QStringLiteral("mediamtx.webrtc_port"), c.mediamtx.webrtcPort},
                                                  {QStringLiteral("mediamtx.api_port"), c.mediamtx.apiPort},
                                                  {QStringLiteral("mediamtx.metrics_port"), c.mediamtx.metricsPort},
                                                  {QStringLiteral("mediamtx.auth_port"), c.mediamtx.authPort}};
    std::erase_if(ports, [&refused](const auto &port) { return refused.contains(port.first); });
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

// A proxy that is not recognised would count as one client, with the rights of whoever is signed in behind it.
void checkProxies(const QString &key, const std::vector<QString> &proxies, QStringList &problems)
{
    for (const QString &proxy : proxies) {
        if (!isNetwork(proxy))
            problems << QStringLiteral("%1: '%2' is no address and no network such as 10.0.0.0/8").arg(key, proxy);
    }
}

void checkAddresses(const Config &c, QStringList &problems)
{
    const QStringList web{QStringLiteral("http"), QStringLiteral("https")};
    const QStringList rtsp{QStringLiteral("rtsps"), QStringLiteral("rtsp")};
    checkBase(QStringLiteral("http.public_url"), c.http.publicUrl, web, problems);
    checkBase(QStringLiteral("streams.public_rtsp_url"), c.streams.publicRtspUrl, rtsp, problems);
    checkBase(QStringLiteral("streams.public_hls_url"), c.streams.publicHlsUrl, web, problems);
    checkBase(QStringLiteral("streams.public_webrtc_url"), c.streams.publicWebrtcUrl, web, problems);
    checkProxies(QStringLiteral("server.trusted_proxies"), c.server.trustedProxies, problems);
    checkProxies(QStringLiteral("streams.trusted_proxies"), c.streams.trustedProxies, problems);
}

// "*.example.org" as well.
bool isHostName(const QString &text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(\A(\*\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\z)"),
        QRegularExpression::CaseInsensitiveOption);
    constexpr qsizetype longest = 253;
    return text.size() <= longest && form.match(text).hasMatch();
}

void checkHost(const QString &host, QStringList &problems)
{
    // fe80::1%eth0 is one as well.
    const QString address = host.contains(u':') ? host.section(u'%', 0, 0) : host;
    if (!host.isEmpty() && !isAddress(address))
        problems << QStringLiteral("server.host: '%1' is no IPv4 or IPv6 address; leave it empty for all interfaces")
                        .arg(host);
}

// A relative path would mean another folder for whoever is started elsewhere, so only the start may read it as one.
void checkStateDir(QString &folder, QStringList &problems)
{
    if (folder.isEmpty())
        problems << QStringLiteral(
            "storage.state_dir is empty; name the folder for database, secrets and media, such as "
            "/var/lib/camera-service");
    else
        folder = QDir::cleanPath(QDir().absoluteFilePath(folder));
}

void checkProgram(const QString &key, const QString &path, QStringList &problems)
{
    const QFileInfo file(path);
    if (path.isEmpty() || (file.isFile() && file.isExecutable()))
        return;
    problems << QStringLiteral("%1: %2 %3; name a program that can be run, or leave it empty to have one looked for")
                    .arg(key, path,
                         file.exists() ? QStringLiteral("is no program that may be run")
                                       : QStringLiteral("does not exist"));
}

void checkTls(const TlsConfig &tls, const QStringList &refused, QStringList &problems)
{
    const bool isPairKnown = !refused.contains(QStringLiteral("tls.certificate"))
                             && !refused.contains(QStringLiteral("tls.key"));
    if (isPairKnown && tls.certificate.isEmpty() != tls.key.isEmpty())
        problems << QStringLiteral("tls.certificate and tls.key belong together: set both or neither");
    if (tls.media == TlsConfig::Media::On && tls.mode == TlsConfig::Mode::Off)
        problems << QStringLiteral("tls.media is on and tls.mode is off; set tls.mode to optional or required");
    for (const QString &name : tls.names) {
        if (!isHostName(name) && !isAddress(name))
            problems << QStringLiteral("tls.names: '%1' is neither a host name nor an address").arg(name);
    }
}

void checkArchive(const AuditConfig &audit, const QStringList &refused, QStringList &problems)
{
    const bool isKeptForEver = audit.keepDays == 0 && audit.keepRecords == 0
                               && !refused.contains(QStringLiteral("audit.keep_days"))
                               && !refused.contains(QStringLiteral("audit.keep_records"));
    if (!audit.archiveDir.isEmpty() && isKeptForEver)
        problems << QStringLiteral("audit.archive_dir is set, but nothing is ever given up and written there; set "
                                   "audit.keep_days or audit.keep_records, or leave it empty");
}

}  // namespace

QStringList checkConfig(Config &config, const QStringList &refused)
{
    constexpr qsizetype shortestSecret = 32;
    QStringList problems;
    checkPorts(config, refused, problems);
    const QString &secret = config.auth.jwtSecret.value;
    if (!secret.isEmpty() && secret.size() < shortestSecret)
        problems << QStringLiteral("auth.jwt_secret is shorter than %1 characters; leave it empty to have one made")
                        .arg(shortestSecret);
    checkOrigins(config.server.allowedOrigins, problems);
    checkAddresses(config, problems);
    checkHost(config.server.host, problems);
    checkStateDir(config.storage.stateDir, problems);
    checkProgram(QStringLiteral("mediamtx.binary"), config.mediamtx.binary, problems);
    checkProgram(QStringLiteral("cameras.ffmpeg"), config.cameras.ffmpeg, problems);
    checkTls(config.tls, refused, problems);
    checkArchive(config.audit, refused, problems);
    if (config.media.deleteRole == Role::Viewer)
        problems << QStringLiteral("media.delete_role must be operator or admin");
    return problems;
}

}  // namespace cs

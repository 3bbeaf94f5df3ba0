#include "app/tlsparts.h"

#include <QDir>
#include <QUrl>

#include "tls/hostnames.h"

namespace cs {

namespace {

QString tlsFolder(const Config &config)
{
    return QDir(config.storage.stateDir).absoluteFilePath(QStringLiteral("tls"));
}

}  // namespace

TlsMode tlsMode(const TlsConfig &config)
{
    switch (config.mode) {
    case TlsConfig::Mode::Off: return TlsMode::Off;
    case TlsConfig::Mode::Optional: return TlsMode::Optional;
    case TlsConfig::Mode::Required: return TlsMode::Required;
    }
    return TlsMode::Required;
}

CertificateOptions certificateOptions(const Config &config)
{
    CertificateOptions options;
    options.folder = tlsFolder(config);
    options.certificateFile = config.tls.certificate;
    options.keyFile = config.tls.key;
    options.names = {config.tls.names.begin(), config.tls.names.end()};
    return options;
}

CertificateFiles mediaCertificate(const Config &config)
{
    if (config.tls.media == TlsConfig::Media::Off)
        return {};
    if (!config.tls.certificate.isEmpty())
        return {QDir().absoluteFilePath(config.tls.certificate), QDir().absoluteFilePath(config.tls.key)};
    const QString folder = tlsFolder(config);
    return {folder + QStringLiteral("/cert.pem"), folder + QStringLiteral("/key.pem")};
}

TrustedProxies trustedProxies(const ServerConfig &server)
{
    const auto proxies = TrustedProxies::parse({server.trustedProxies.begin(), server.trustedProxies.end()});
    return proxies.ok() ? *proxies : TrustedProxies();
}

OwnHosts ownHosts(const Config &config, const TlsSource &tls)
{
    QStringList names = hostNames();
    for (const QString &name : config.tls.names)
        names << name;
    names << QUrl(config.http.publicUrl).host();
    return OwnHosts(names, [tls] {
        const auto material = tls ? tls() : nullptr;
        return material ? material->names : QStringList();
    });
}

}  // namespace cs

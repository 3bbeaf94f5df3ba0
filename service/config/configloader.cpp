#include "config/configloader.h"

#include <arpa/inet.h>

#include <QUrl>

#include "config/yamlfile.h"

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

}  // namespace

ConfigLoader::ConfigLoader() : m_config(std::make_unique<Config>()), m_keys(configKeys(*m_config)) {}

ConfigKey *ConfigLoader::find(const QString &name)
{
    const auto it = std::find_if(m_keys.begin(), m_keys.end(), [&](const ConfigKey &key) { return key.name == name; });
    return it == m_keys.end() ? nullptr : &*it;
}

void ConfigLoader::unknownKey(const QString &name, const QString &origin)
{
    QStringList known;
    for (const ConfigKey &key : m_keys)
        known << key.name;
    const QString near = json::nearest(name, known);
    m_problems << QStringLiteral("%1: unknown key '%2'%3")
                      .arg(origin, name, near.isEmpty() ? QString() : QStringLiteral("; did you mean '%1'?").arg(near));
}

void ConfigLoader::apply(const QString &name, const json::Value &value, const QString &origin)
{
    ConfigKey *key = find(name);
    if (!key) {
        unknownKey(name, origin);
        return;
    }
    if (const auto problem = key->set(value)) {
        const QString where = problem->path.isEmpty() ? name : name + u'.' + problem->path;
        m_problems << QStringLiteral("%1: '%2' %3 (%4)").arg(origin, where, problem->rule, key->doc);
        return;
    }
    key->origin = origin;
}

void ConfigLoader::readFile(const QString &path)
{
    const auto leaves = readYamlFile(path);
    if (!leaves) {
        m_problems << leaves.error().message;
        return;
    }
    for (const YamlLeaf &leaf : *leaves) {
        const QString origin = QStringLiteral("%1:%2").arg(path).arg(leaf.line);
        if (!leaf.problem.isEmpty()) {
            m_problems << QStringLiteral("%1: '%2' %3").arg(origin, leaf.name, leaf.problem);
            continue;
        }
        const ConfigKey *key = find(leaf.name);
        if (!key) {
            unknownKey(leaf.name, origin);
            continue;
        }
        apply(leaf.name, leaf.toValue(key->schema), origin);
    }
}

void ConfigLoader::readEnvironment(const QProcessEnvironment &environment)
{
    QMap<QString, QString> byVariable;
    for (const ConfigKey &key : m_keys)
        byVariable.insert(environmentName(key.name), key.name);
    // Read by other programs of the product, not by this configuration.
    const QStringList others{QStringLiteral("CAMERA_SERVICE_SOCKET"), QStringLiteral("CAMERA_SERVICE_TOKEN")};
    const QStringList variables = environment.keys();
    for (const QString &variable : variables) {
        if (!variable.startsWith(QLatin1String("CAMERA_SERVICE_"))
            || variable.startsWith(QLatin1String("CAMERA_SERVICE_DEV_")) || others.contains(variable))
            continue;
        const ConfigKey *key = byVariable.contains(variable) ? find(byVariable.value(variable)) : nullptr;
        if (key) {
            apply(key->name, valueFromText(environment.value(variable), key->schema), variable);
            continue;
        }
        const QString near = json::nearest(variable, byVariable.keys());
        m_problems << QStringLiteral("environment: unknown variable %1%2")
                          .arg(variable, near.isEmpty() ? QString() : QStringLiteral("; did you mean %1?").arg(near));
    }
}

void ConfigLoader::assign(const QString &assignment, const QString &origin)
{
    const qsizetype equals = assignment.indexOf(u'=');
    if (equals <= 0) {
        m_problems << QStringLiteral("%1: '%2' is not key=value, for example server.port=8002").arg(origin, assignment);
        return;
    }
    assign(assignment.left(equals), assignment.mid(equals + 1), origin);
}

void ConfigLoader::assign(const QString &key, const QString &value, const QString &origin)
{
    const ConfigKey *known = find(key);
    if (known && known->schema.value("writeOnly").toBool())
        m_problems
            << QStringLiteral(
                   "%1: '%2' is a secret, and every user can read command lines; put it into the file or into %3")
                   .arg(origin, key, environmentName(key));
    else if (known)
        apply(key, valueFromText(value, known->schema), origin);
    else
        unknownKey(key, origin);
}

void ConfigLoader::checkWhole()
{
    const Config &c = *m_config;
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
                m_problems << QStringLiteral("%1 and %2 are both %3; each needs a port of its own")
                                  .arg(ports[i].first, ports[j].first)
                                  .arg(ports[i].second);
        }
    }
    constexpr qsizetype shortestSecret = 32;
    if (!c.auth.jwtSecret.value.isEmpty() && c.auth.jwtSecret.value.size() < shortestSecret)
        m_problems << QStringLiteral("auth.jwt_secret is shorter than %1 characters; leave it empty to have one made")
                          .arg(shortestSecret);
    // A proxy that is not recognised would count as one client, with the rights of whoever is signed in behind it.
    for (const QString &proxy : c.streams.trustedProxies) {
        if (!isNetwork(proxy))
            m_problems << QStringLiteral(
                              "streams.trusted_proxies: '%1' is no address and no network such as 10.0.0.0/8")
                              .arg(proxy);
    }
    if (c.media.deleteRole == Role::Viewer)
        m_problems << QStringLiteral("media.delete_role must be operator or admin");
    if (!c.http.publicUrl.isEmpty()) {
        const QUrl url(c.http.publicUrl, QUrl::StrictMode);
        const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
        if (!url.isValid() || !web || url.host().isEmpty())
            m_problems << QStringLiteral("http.public_url must be an address such as https://cams.example.org");
    }
}

QString ConfigLoader::print() const
{
    QString out;
    QString section;
    for (const ConfigKey &key : m_keys) {
        const QString head = key.name.section(u'.', 0, 0);
        if (head != section) {
            section = head;
            out += section + QStringLiteral(":\n");
        }
        const QString line = QStringLiteral("  %1: %2").arg(key.name.section(u'.', 1), QString::fromUtf8(key.get()));
        out += line.leftJustified(48) + QStringLiteral("  # ") + key.origin + u'\n';
    }
    return out;
}

}  // namespace cs

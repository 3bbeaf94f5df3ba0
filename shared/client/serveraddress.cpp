#include "client/serveraddress.h"

#include <QHostAddress>

namespace cs {

namespace {

constexpr quint16 standardPort = 8002;
const QString standardPath = QStringLiteral("/ws");

bool isThisMachine(const QString &host)
{
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

Error notAnAddress(const QString &hint)
{
    return Error::invalidParam(QStringLiteral("address"), QStringLiteral("is not the address of a service"), hint);
}

bool isSecure(const QString &scheme)
{
    return scheme == QLatin1String("wss") || scheme == QLatin1String("https");
}

}  // namespace

Result<ServerAddress> ServerAddress::parse(const QString &text)
{
    QString address = text.trimmed();
    const bool named = address.contains(QLatin1String("://"));
    // A bare IPv6 address has colons of its own.
    if (!named && QHostAddress(address).protocol() == QAbstractSocket::IPv6Protocol)
        address = u'[' + address + u']';
    const QUrl url(named ? address : QStringLiteral("wss://") + address, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool known = isSecure(scheme) || scheme == QLatin1String("ws") || scheme == QLatin1String("http");
    if (!url.isValid() || !known || url.host().isEmpty())
        return notAnAddress(
            QStringLiteral("for example camera.example, 192.0.2.7:8002 or wss://camera.example:8002/ws"));
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return notAnAddress(QStringLiteral("leave user, password and anything after ? or # out"));
    ServerAddress result;
    result.host = url.host();
    result.port = static_cast<quint16>(url.port(standardPort));
    if (result.port == 0)
        return notAnAddress(QStringLiteral("a port is 1 to 65535"));
    result.tls = named ? isSecure(scheme) : !isThisMachine(result.host);
    result.path = url.path().isEmpty() || url.path() == QLatin1String("/") ? standardPath : url.path();
    return result;
}

QUrl ServerAddress::url() const
{
    QUrl url;
    url.setScheme(tls ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setHost(host);
    url.setPort(port);
    url.setPath(path);
    return url;
}

QString ServerAddress::key() const
{
    const QString name = host.contains(u':') ? u'[' + host + u']' : host;
    return name.toLower() + u':' + QString::number(port);
}

QString ServerAddress::toString() const
{
    if (path != standardPath || tls == isThisMachine(host))
        return url().toString();
    const QString name = host.contains(u':') ? u'[' + host + u']' : host;
    return port == standardPort ? name : name + u':' + QString::number(port);
}

}  // namespace cs

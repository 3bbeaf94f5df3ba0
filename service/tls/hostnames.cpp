#include "tls/hostnames.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkInterface>
#include <QRegularExpression>
#include <QSysInfo>

#include "base/network.h"

namespace cs {

QString normalName(const QString &text)
{
    if (isAddress(text.trimmed()))
        return QHostAddress(text.trimmed()).toString().toLower();
    static const QRegularExpression form(QStringLiteral(
        R"(\A(\*\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\z)"));
    const QString name = text.trimmed().toLower();
    constexpr qsizetype longest = 253;
    return name.size() <= longest && form.match(name).hasMatch() ? name : QString();
}

QStringList hostNames()
{
    QStringList names;
    const auto add = [&names](const QString &text) {
        const QString name = normalName(text);
        if (!name.isEmpty() && !names.contains(name))
            names << name;
    };
    const QString host = QSysInfo::machineHostName();
    const QString domain = QHostInfo::localDomainName();
    add(host);
    if (!domain.isEmpty() && !host.contains(u'.'))
        add(host + u'.' + domain);
    if (!host.contains(u'.'))
        add(host + QStringLiteral(".local"));
    add(QStringLiteral("localhost"));
    add(QStringLiteral("127.0.0.1"));
    add(QStringLiteral("::1"));
    const auto addresses = QNetworkInterface::allAddresses();
    for (QHostAddress address : addresses) {
        if (address.isLinkLocal())
            continue;
        address.setScopeId({});
        add(address.toString());
    }
    return names;
}

}  // namespace cs

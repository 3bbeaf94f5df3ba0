#include "net/ownhosts.h"

#include <algorithm>

#include "base/network.h"

namespace cs {

namespace {

// In lower case, without its port and the dot that may end a full name; an IPv6 address without its brackets. Empty if
// there is no such host.
QString hostOf(QByteArrayView field)
{
    QString host = QString::fromLatin1(field).toLower();
    if (host.startsWith(u'[')) {
        const qsizetype end = host.indexOf(u']');
        const QString inner = end < 0 ? QString() : host.mid(1, end - 1);
        return isAddress(inner) ? inner : QString();
    }
    host = host.section(u':', 0, 0);
    if (host.endsWith(u'.'))
        host.chop(1);
    return host;
}

bool standsFor(const QString &name, const QString &host)
{
    if (!name.startsWith(QLatin1String("*.")))
        return name.compare(host, Qt::CaseInsensitive) == 0;
    const qsizetype dot = host.indexOf(u'.');
    return dot > 0 && name.mid(1).compare(host.mid(dot), Qt::CaseInsensitive) == 0;
}

}  // namespace

OwnHosts::OwnHosts(const QStringList &names, MoreNames more) : m_names(names), m_more(std::move(more)) {}

bool OwnHosts::contains(QByteArrayView field) const
{
    const QString host = hostOf(field);
    if (host.isEmpty())
        return false;
    if (host == u"localhost" || isAddress(host))
        return true;
    const auto isIt = [&host](const QString &name) { return standsFor(name, host); };
    if (std::any_of(m_names.begin(), m_names.end(), isIt))
        return true;
    const QStringList more = m_more ? m_more() : QStringList();
    return std::any_of(more.begin(), more.end(), isIt);
}

bool OwnHosts::isOwnOrigin(QByteArrayView origin, QByteArrayView host) const
{
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (origin.startsWith(scheme) && origin.sliced(scheme.size()).compare(host, Qt::CaseInsensitive) == 0)
            return contains(host);
    }
    return false;
}

}  // namespace cs

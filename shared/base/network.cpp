#include "base/network.h"

#include <arpa/inet.h>

namespace cs {

namespace {

bool isAddressOf(int family, const QString &text)
{
    in6_addr room{};
    // The system's function would read no further than a NUL.
    return !text.contains(QChar::Null) && ::inet_pton(family, text.toLatin1().constData(), &room) == 1;
}

}  // namespace

bool isAddress(const QString &text)
{
    return isAddressOf(AF_INET, text) || isAddressOf(AF_INET6, text);
}

bool isNetwork(const QString &text)
{
    const QString address = text.section(u'/', 0, 0);
    if (!isAddress(address))
        return false;
    if (!text.contains(u'/'))
        return true;
    const QString suffix = text.section(u'/', 1);
    const int bits = suffix.toInt();
    const int most = isAddressOf(AF_INET, address) ? 32 : 128;
    return QString::number(bits) == suffix && bits >= 0 && bits <= most;
}

}  // namespace cs

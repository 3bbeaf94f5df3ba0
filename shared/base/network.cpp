#include "base/network.h"

#include <arpa/inet.h>

namespace cs {

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

}  // namespace cs

#include "net/address.h"

#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace cs {

namespace {

QString addressText(const in_addr &address)
{
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, &address, text.data(), text.size());
    return QString::fromLatin1(text.data());
}

QString addressText(const in6_addr &address)
{
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        in_addr inner{};
        std::memcpy(&inner, &address.s6_addr[12], sizeof inner);
        return addressText(inner);
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, &address, text.data(), text.size());
    return QString::fromLatin1(text.data());
}

}  // namespace

QString canonicalAddress(const QString &text)
{
    const QByteArray plain = text.section(u'%', 0, 0).toLatin1();
    in_addr v4{};
    if (inet_pton(AF_INET, plain.constData(), &v4) == 1)
        return addressText(v4);
    in6_addr v6{};
    if (inet_pton(AF_INET6, plain.constData(), &v6) == 1)
        return addressText(v6);
    return text;
}

QString canonicalAddress(const sockaddr *address)
{
    if (address && address->sa_family == AF_INET)
        return addressText(reinterpret_cast<const sockaddr_in *>(address)->sin_addr);
    if (address && address->sa_family == AF_INET6)
        return addressText(reinterpret_cast<const sockaddr_in6 *>(address)->sin6_addr);
    return {};
}

bool isLoopback(const QString &address)
{
    const QByteArray text = canonicalAddress(address).toLatin1();
    in_addr v4{};
    if (inet_pton(AF_INET, text.constData(), &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) == IN_LOOPBACKNET;
    in6_addr v6{};
    return inet_pton(AF_INET6, text.constData(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

bool isThisHost(const QString &host)
{
    return host == u"localhost" || isLoopback(host);
}

QString networkOf(const QString &canonical)
{
    in6_addr address{};
    if (inet_pton(AF_INET6, canonical.toLatin1().constData(), &address) != 1)
        return canonical;
    std::memset(&address.s6_addr[8], 0, 8);
    return addressText(address) + QStringLiteral("/64");
}

}  // namespace cs

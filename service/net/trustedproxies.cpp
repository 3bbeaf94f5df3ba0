#include "net/trustedproxies.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <optional>

#include <QList>

namespace cs {

namespace {

using AddressBytes = std::array<unsigned char, 16>;

// Each proxy on the way adds one; more are not looked at.
constexpr int MaxHops = 32;
constexpr int MappedPrefixBits = 96;

// IPv4 as the IPv6 address that stands for it (RFC 4291, section 2.5.5.2).
std::optional<AddressBytes> bytesOf(const QByteArray &text)
{
    AddressBytes bytes{};
    if (::inet_pton(AF_INET6, text.constData(), bytes.data()) == 1)
        return bytes;
    in_addr v4{};
    if (::inet_pton(AF_INET, text.constData(), &v4) != 1)
        return std::nullopt;
    bytes[10] = bytes[11] = 0xff;
    std::memcpy(&bytes[12], &v4, sizeof v4);
    return bytes;
}

bool isMappedV4(const AddressBytes &bytes)
{
    constexpr AddressBytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::memcmp(bytes.data(), mapped.data(), 12) == 0;
}

QString textOf(const AddressBytes &bytes)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (isMappedV4(bytes))
        ::inet_ntop(AF_INET, &bytes[12], text, sizeof text);
    else
        ::inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
    return QString::fromLatin1(text);
}

bool samePrefix(const AddressBytes &left, const AddressBytes &right, int bits)
{
    const auto whole = static_cast<size_t>(bits / 8);
    if (std::memcmp(left.data(), right.data(), whole) != 0)
        return false;
    if (bits % 8 == 0)
        return true;
    const auto mask = static_cast<unsigned char>(0xff << (8 - bits % 8));
    return ((left[whole] ^ right[whole]) & mask) == 0;
}

// Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711".
QByteArray withoutPort(const QByteArray &hop)
{
    if (hop.startsWith('[')) {
        const qsizetype end = hop.indexOf(']');
        return end < 0 ? QByteArray() : hop.mid(1, end - 1);
    }
    return hop.count(':') == 1 ? hop.left(hop.indexOf(':')) : hop;
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const QStringList &networks)
{
    TrustedProxies proxies;
    for (const QString &text : networks) {
        const QString address = text.section(u'/', 0, 0);
        const auto bytes = bytesOf(address.toLatin1());
        const bool v4 = !address.contains(u':');
        const QString suffix = text.section(u'/', 1);
        const int bits = text.contains(u'/') ? suffix.toInt() : v4 ? 32 : 128;
        const bool whole = !text.contains(u'/') || QString::number(bits) == suffix;
        if (!bytes || !whole || bits < 0 || bits > (v4 ? 32 : 128)) {
            return Error::internal(QStringLiteral("'%1' is no address and no network such as 10.0.0.0/8").arg(text));
        }
        proxies.m_networks.push_back({*bytes, v4 ? MappedPrefixBits + bits : bits});
    }
    return proxies;
}

bool TrustedProxies::contains(const Bytes &address) const
{
    return std::any_of(m_networks.begin(), m_networks.end(), [&address](const Network &network) {
        return samePrefix(address, network.prefix, network.bits);
    });
}

bool TrustedProxies::contains(const QString &address) const
{
    const auto bytes = bytesOf(address.section(u'%', 0, 0).toLatin1());
    return bytes && contains(*bytes);
}

QString TrustedProxies::clientOf(const QString &peer, QByteArrayView forwardedFor) const
{
    if (m_networks.empty() || !contains(peer))
        return peer;
    QString client = peer;
    const QList<QByteArray> hops = forwardedFor.toByteArray().split(',');
    const qsizetype last = hops.size() - 1;
    for (qsizetype i = last; i >= 0 && last - i < MaxHops; --i) {
        const auto bytes = bytesOf(withoutPort(hops[i].trimmed()));
        if (!bytes)
            return client;
        client = textOf(*bytes);
        if (!contains(*bytes))
            return client;
    }
    return client;
}

}  // namespace cs

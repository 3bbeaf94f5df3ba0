#pragma once

#include <array>
#include <vector>

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include "base/result.h"

namespace cs {

// Which peers are proxies that say truly for whom they speak. An immutable value; thread-safe.
class TrustedProxies {
public:
    // None.
    TrustedProxies() = default;
    // Addresses and networks such as 10.0.0.0/8 or fd00::/8. The first that is neither is named in the error.
    static Result<TrustedProxies> parse(const QStringList &networks);

    bool isEmpty() const { return m_networks.empty(); }
    bool contains(const QString &address) const;
    // On whose behalf `peer` speaks: its own unless it is a proxy of ours. Then X-Forwarded-For counts (all its fields,
    // joined by commas), where each proxy appends whom it was called by: the right-most address that is no proxy, for
    // what stands left of it may be anybody's invention. What is no address ends the search at the proxy that wrote it.
    QString clientOf(const QString &peer, QByteArrayView forwardedFor) const;

private:
    using Bytes = std::array<unsigned char, 16>;
    struct Network {
        Bytes prefix{};
        int bits = 0;
    };
    bool contains(const Bytes &address) const;

    std::vector<Network> m_networks;
};

}  // namespace cs

#pragma once

#include <functional>

#include <QByteArrayView>
#include <QStringList>

namespace cs {

// Under which hosts this service is reached, and so which web pages are its own. A page of anybody can have its own name
// point here (DNS rebinding) and then sends that name as Origin and as Host: what is written there proves nothing, unless
// it is an address, which nobody can have point elsewhere, or a name that is ours. An immutable value; thread-safe.
class OwnHosts {
public:
    // Names that are ours for now, such as those of the certificate. Thread-safe.
    using MoreNames = std::function<QStringList()>;

    // Addresses and localhost only.
    OwnHosts() = default;
    // As in a certificate, "*.example.org" stands for one label in place of the star.
    explicit OwnHosts(const QStringList &names, MoreNames more = {});

    // `host` is a Host field, with or without a port.
    bool contains(QByteArrayView host) const;
    // Whether a page of this origin (without a slash at its end) is one of the host that it asks.
    bool isOwnOrigin(QByteArrayView origin, QByteArrayView host) const;

private:
    QStringList m_names;
    MoreNames m_more;
};

}  // namespace cs

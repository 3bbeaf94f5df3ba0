#pragma once

#include <QString>

struct sockaddr;

namespace cs {

// One spelling for one address: IPv4-mapped addresses become IPv4, zones (%eth0) go, IPv6 is shortened. Text that is
// no address comes back as it is.
QString canonicalAddress(const QString &text);
// The address of an IPv4 or IPv6 socket without its port; empty for other families.
QString canonicalAddress(const sockaddr *address);
// Whether this address, however it is spelled, stands for this host alone; false for text that is no address.
bool isLoopback(const QString &address);
// Whether a host as it is written in an address of the web (an IPv6 address without its brackets) is this one: localhost, or
// an address as above. Other names may point anywhere.
bool isThisHost(const QString &host);
// What counts as one party on the net: an IPv4 address, or the /64 of an IPv6 address.
QString networkOf(const QString &canonical);

}  // namespace cs

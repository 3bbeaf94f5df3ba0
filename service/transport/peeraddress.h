#pragma once

#include <QString>

namespace cs {

// One end of a TCP socket.
struct SocketEnd {
    // Canonical text: an IPv4-mapped IPv6 address is written as IPv4, without zone.
    QString address;
    quint16 port = 0;
    friend bool operator==(const SocketEnd &, const SocketEnd &) = default;
};

SocketEnd peerEnd(int socket);
SocketEnd localEnd(int socket);

}  // namespace cs

#pragma once

#include <arpa/inet.h>
#include <cstddef>
#include <cstdio>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <QRandomGenerator>

namespace cs {

// Whether this port of 127.0.0.1 can be bound now.
inline bool isFreePort(quint16 port, int type)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    const int descriptor = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    const bool free = ::bind(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0;
    ::close(descriptor);
    return free;
}

// Whether the port is this program's until its end. A name of the abstract namespace is what holds it: it goes with
// the program, whichever way that ends. tests/integration/ports.py goes by the same names.
inline bool reservePort(quint16 port)
{
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    const int length = std::snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "camera-service-test-port-%u",
                                     unsigned(port));
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(length));
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (::bind(descriptor, reinterpret_cast<const sockaddr *>(&name), size) == 0)
        return true;
    ::close(descriptor);
    return false;
}

// A port that nobody uses, for TCP and UDP, and that no other test is given while this program runs. Below the range
// from which the system gives ports away by itself.
inline quint16 freePort()
{
    for (;;) {
        const auto port = static_cast<quint16>(QRandomGenerator::system()->bounded(15000, 32000));
        if (reservePort(port) && isFreePort(port, SOCK_STREAM) && isFreePort(port, SOCK_DGRAM))
            return port;
    }
}

}  // namespace cs

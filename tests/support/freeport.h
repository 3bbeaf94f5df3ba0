#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
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

// A port that nobody uses now, for TCP and UDP. Random, so that tests that run side by side do not meet, and below the
// range from which the system gives ports away by itself.
inline quint16 freePort()
{
    for (;;) {
        const auto port = static_cast<quint16>(QRandomGenerator::system()->bounded(15000, 32000));
        if (isFreePort(port, SOCK_STREAM) && isFreePort(port, SOCK_DGRAM))
            return port;
    }
}

}  // namespace cs

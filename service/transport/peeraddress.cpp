#include "transport/peeraddress.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <QHostAddress>

namespace cs {

namespace {

using NameOf = int (*)(int, sockaddr *, socklen_t *);

SocketEnd endOf(int socket, NameOf nameOf)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (nameOf(socket, address, &length) != 0)
        return {};
    SocketEnd end;
    QHostAddress host(address);
    if (storage.ss_family == AF_INET6)
        end.port = ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port);
    else if (storage.ss_family == AF_INET)
        end.port = ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
    bool mapped = false;
    const quint32 v4 = host.toIPv4Address(&mapped);
    if (mapped)
        host = QHostAddress(v4);
    host.setScopeId({});
    end.address = host.toString();
    return end;
}

}  // namespace

SocketEnd peerEnd(int socket)
{
    return endOf(socket, ::getpeername);
}

SocketEnd localEnd(int socket)
{
    return endOf(socket, ::getsockname);
}

}  // namespace cs

#include "video/tcpconnect.h"

#include <cerrno>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include "video/patience.h"

namespace cs {

namespace {

struct FreeAddresses {
    void operator()(addrinfo *list) const { freeaddrinfo(list); }
};

// 0 or errno. Looks at the patience twenty times a second.
int waitForConnection(int descriptor, Patience &patience)
{
    for (;;) {
        if (patience.interrupted())
            return ETIMEDOUT;
        pollfd wanted{descriptor, POLLOUT, 0};
        const int ready = ::poll(&wanted, 1, 50);
        if (ready < 0 && errno != EINTR)
            return errno;
        if (ready <= 0)
            continue;
        int error = 0;
        socklen_t size = sizeof(error);
        if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
            return errno;
        return error;
    }
}

std::pair<UniqueFd, int> connectTo(const addrinfo &address, Patience &patience)
{
    UniqueFd descriptor(
        ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol));
    if (!descriptor.isValid())
        return {UniqueFd(), errno};
    int error = 0;
    if (::connect(descriptor.get(), address.ai_addr, address.ai_addrlen) != 0)
        error = errno == EINPROGRESS ? waitForConnection(descriptor.get(), patience) : errno;
    if (error != 0)
        descriptor.reset();
    return {std::move(descriptor), error};
}

VideoProblem problemOf(int error, const QString &host, quint16 port)
{
    const auto why = error == ECONNREFUSED ? VideoSource::Refused
                     : error == ETIMEDOUT  ? VideoSource::Timeout
                                           : VideoSource::Lost;
    return {why, QStringLiteral("cannot connect to %1 port %2: %3")
                     .arg(host)
                     .arg(port)
                     .arg(QString::fromLocal8Bit(strerror(error)))};
}

}  // namespace

std::pair<UniqueFd, std::optional<VideoProblem>> tcpConnect(const QString &host, quint16 port, Patience &patience)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo *found = nullptr;
    if (::getaddrinfo(host.toUtf8().constData(), QByteArray::number(port).constData(), &hints, &found) != 0)
        return {UniqueFd(), VideoProblem{VideoSource::NotFound, QStringLiteral("no address for %1").arg(host)}};
    const std::unique_ptr<addrinfo, FreeAddresses> list(found);
    int error = ETIMEDOUT;
    for (const addrinfo *address = list.get(); address; address = address->ai_next) {
        auto [descriptor, failed] = connectTo(*address, patience);
        if (descriptor.isValid())
            return {std::move(descriptor), std::nullopt};
        error = failed;
        if (patience.interrupted())
            break;
    }
    return {UniqueFd(), problemOf(error, host, port)};
}

}  // namespace cs

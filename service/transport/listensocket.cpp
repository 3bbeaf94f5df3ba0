#include "transport/listensocket.h"

#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <QFile>

#include "transport/peeraddress.h"

namespace cs {

namespace {

constexpr int socketFlags = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;

QString reason(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

constexpr int noAddress = -1;

Error cannotListen(const QString &host, quint16 port, int error)
{
    if (error == noAddress) {
        return {ErrorCode::InvalidState,
                QStringLiteral(
                    "cannot listen on '%1': it is no IPv4 or IPv6 address; leave the host empty for all interfaces")
                    .arg(host),
                {}};
    }
    const QString where = host.isEmpty() ? QStringLiteral("port %1").arg(port)
                                         : QStringLiteral("%1 port %2").arg(host).arg(port);
    const QString advice = error == EADDRINUSE      ? QStringLiteral("; another program uses this port")
                           : error == EACCES        ? QStringLiteral("; take a port above 1023")
                           : error == EADDRNOTAVAIL ? QStringLiteral("; no interface has this address")
                                                    : QString();
    return {ErrorCode::InvalidState, QStringLiteral("cannot listen on %1: %2%3").arg(where, reason(error), advice), {}};
}

void switchOn(int fd, int level, int option)
{
    const int on = 1;
    ::setsockopt(fd, level, option, &on, sizeof on);
}

constexpr int unsentInKernel = 256 * 1024;  // bytes of one connection

// 0, or the error.
int open(UniqueFd &out, const sockaddr *address, socklen_t length, int backlog)
{
    UniqueFd fd(::socket(address->sa_family, socketFlags, 0));
    if (!fd.isValid())
        return errno;
    // Without it a restarted service would wait a minute for the connections of the one before.
    switchOn(fd.get(), SOL_SOCKET, SO_REUSEADDR);
    // Accepted sockets inherit it; QWebSocketServer never sets it.
    switchOn(fd.get(), IPPROTO_TCP, TCP_NODELAY);
    // Inherited, too. Of a client that does not read, the kernel would otherwise keep up to 4 MB more than what the
    // transport's own limit sees; what is on its way to a slow but living one is not limited by it (tcp(7)).
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsentInKernel, sizeof unsentInKernel);
    if (address->sa_family == AF_INET6) {
        const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(address);
        const int only = !IN6_IS_ADDR_UNSPECIFIED(&v6->sin6_addr);
        ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    }
    if (::bind(fd.get(), address, length) != 0 || ::listen(fd.get(), backlog) != 0)
        return errno;
    out = std::move(fd);
    return 0;
}

// 0, an error, or noAddress.
int open(UniqueFd &out, const char *address, quint16 port, int backlog)
{
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (::getaddrinfo(address, QByteArray::number(port).constData(), &hints, &found) != 0)
        return noAddress;
    const int error = open(out, found->ai_addr, found->ai_addrlen, backlog);
    ::freeaddrinfo(found);
    return error;
}

bool lacksIPv6(int error)
{
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL;
}

}  // namespace

Result<std::vector<UniqueFd>> listenOnTcp(const QString &host, quint16 port, int backlog)
{
    const bool everywhere = host.isEmpty() || host == QLatin1String("*");
    const bool localhost = host == QLatin1String("localhost");
    std::vector<UniqueFd> sockets(1);
    const QByteArray address = everywhere ? "::" : localhost ? "127.0.0.1" : host.toUtf8();
    int error = open(sockets.front(), address.constData(), port, backlog);
    if (everywhere && lacksIPv6(error))
        error = open(sockets.front(), "0.0.0.0", port, backlog);
    if (error == 0 && localhost) {
        UniqueFd second;
        error = open(second, "::1", localEnd(sockets.front().get()).port, backlog);
        if (error == 0)
            sockets.push_back(std::move(second));
        else if (lacksIPv6(error))
            error = 0;
    }
    if (error != 0)
        return cannotListen(host, port, error);
    return sockets;
}

Result<UniqueFd> listenOnPath(const QString &path, int backlog)
{
    const QByteArray name = QFile::encodeName(path);
    const QString where = QStringLiteral("the control socket %1").arg(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.size() >= static_cast<qsizetype>(sizeof address.sun_path)) {
        return Error{ErrorCode::InvalidState,
                     QStringLiteral("cannot make %1: the path is longer than %2 bytes; use a shorter state folder")
                         .arg(where)
                         .arg(sizeof address.sun_path - 1),
                     {}};
    }
    std::memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));
    const auto *raw = reinterpret_cast<const sockaddr *>(&address);

    struct stat status {};
    if (::lstat(name.constData(), &status) == 0) {
        if (!S_ISSOCK(status.st_mode))
            return Error{
                ErrorCode::InvalidState, QStringLiteral("cannot make %1: there is a file of that name").arg(where), {}};
        const UniqueFd probe(::socket(AF_UNIX, socketFlags, 0));
        if (::connect(probe.get(), raw, sizeof address) == 0 || errno == EAGAIN)
            return Error{ErrorCode::InvalidState,
                         QStringLiteral("cannot make %1: another service answers on it").arg(where),
                         {}};
        ::unlink(name.constData());
    }
    UniqueFd fd(::socket(AF_UNIX, socketFlags, 0));
    // The mode of the socket becomes the mode of its file at bind(), so there is no moment when others may connect.
    if (!fd.isValid() || ::fchmod(fd.get(), S_IRUSR | S_IWUSR) != 0 || ::bind(fd.get(), raw, sizeof address) != 0
        || ::listen(fd.get(), backlog) != 0) {
        return Error{ErrorCode::InvalidState, QStringLiteral("cannot make %1: %2").arg(where, reason(errno)), {}};
    }
    return fd;
}

}  // namespace cs

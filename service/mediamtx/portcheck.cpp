#include "mediamtx/portcheck.h"

#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace cs {

namespace {

constexpr std::chrono::milliseconds AgainAfter{50};

struct WantedPort {
    const char *key;
    int type;
    QString host;
    quint16 port;
};

std::vector<WantedPort> wantedPorts(const MediaMtxOptions &o)
{
    const auto loopback = QStringLiteral("127.0.0.1");
    return {{"mediamtx.rtsp_port", SOCK_STREAM, o.host, o.rtspPort},
            {"mediamtx.hls_port", SOCK_STREAM, o.host, o.hlsPort},
            {"mediamtx.webrtc_port", SOCK_STREAM, o.host, o.webrtcPort},
            {"mediamtx.webrtc_udp_port", SOCK_DGRAM, o.host, o.webrtcIcePort},
            {"mediamtx.api_port", SOCK_STREAM, loopback, o.apiPort},
            {"mediamtx.metrics_port", SOCK_STREAM, loopback, o.metricsPort}};
}

// 0, or the error.
int tryBind(const addrinfo &address)
{
    const int fd = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    const int on = 1;
    // As Go listens: TCP in spite of connections that linger, UDP alone.
    if (address.ai_socktype == SOCK_STREAM)
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address.ai_family == AF_INET6) {
        const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(address.ai_addr);
        const int only = !IN6_IS_ADDR_UNSPECIFIED(&v6->sin6_addr);
        ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    }
    const int error = ::bind(fd, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    ::close(fd);
    return error;
}

int tryBind(const char *host, const WantedPort &wanted)
{
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = wanted.type;
    addrinfo *found = nullptr;
    if (::getaddrinfo(host, QByteArray::number(wanted.port).constData(), &hints, &found) != 0)
        return EADDRNOTAVAIL;
    const int error = tryBind(*found);
    ::freeaddrinfo(found);
    return error;
}

int tryBind(const WantedPort &wanted)
{
    if (!wanted.host.isEmpty())
        return tryBind(wanted.host.toLatin1().constData(), wanted);
    const int error = tryBind("::", wanted);
    // Where the kernel has no IPv6, all interfaces are those of IPv4.
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL ? tryBind("0.0.0.0", wanted) : error;
}

Error cannotHave(const WantedPort &wanted, int error)
{
    const QString key = QString::fromLatin1(wanted.key);
    const QString port =
        (wanted.type == SOCK_STREAM ? QStringLiteral("TCP port %1") : QStringLiteral("UDP port %1")).arg(wanted.port);
    if (error == EADDRINUSE) {
        return {ErrorCode::InvalidState,
                QStringLiteral("%1: %2 is taken by another program; end that program, or set %1 to a free port")
                    .arg(key, port),
                {}};
    }
    const QString advice = error == EACCES ? QStringLiteral("; take a port above 1023")
                           : error == EADDRNOTAVAIL
                               ? QStringLiteral("; no interface has the address %1 (server.host)").arg(wanted.host)
                               : QString();
    return {ErrorCode::InvalidState,
            QStringLiteral("%1: cannot listen on %2: %3%4")
                .arg(key, port, QString::fromLocal8Bit(std::strerror(error)), advice),
            {}};
}

}  // namespace

PortCheck::PortCheck(const MediaMtxOptions &options, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent),
      m_options(options),
      m_patience(patience)
{
    m_again.setSingleShot(true);
    m_again.setInterval(AgainAfter);
    connect(&m_again, &QTimer::timeout, this, &PortCheck::attempt);
}

Async<Done> PortCheck::run()
{
    m_since.start();
    auto answer = m_promise.emplace().future();
    attempt();
    return answer;
}

void PortCheck::giveUp()
{
    m_again.stop();
    m_promise.reset();
}

void PortCheck::attempt()
{
    Result<Done> result = Done{};
    for (const WantedPort &wanted : wantedPorts(m_options)) {
        const int error = tryBind(wanted);
        if (error == EADDRINUSE && std::chrono::milliseconds(m_since.elapsed()) < m_patience) {
            m_again.start();
            return;
        }
        if (error != 0) {
            result = cannotHave(wanted, error);
            break;
        }
    }
    auto promise = std::move(*m_promise);
    m_promise.reset();
    promise.finish(std::move(result));
}

}  // namespace cs

#include "moc_portcheck.cpp"

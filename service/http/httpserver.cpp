#include "http/httpserver.h"

#include <sys/socket.h>

#include "http/httpdaemon.h"
#include "http/logging.h"
#include "net/address.h"

namespace cs {

namespace {

constexpr char TooMany[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
                           "Connection: close\r\n\r\n";
constexpr char TlsOnly[] = "HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2\r\nConnection: close\r\n"
                           "Cache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\n"
                           "Content-Length: 53\r\n\r\n"
                           "Only TLS is spoken here: use https:// instead, please";

// Best effort: the socket may be full or gone, and nobody waits for it.
template<size_t size>
void sendRefusal(int socket, const char (&text)[size])
{
    // A socket closed with unread bytes in it is reset, and the answer may be lost with it.
    char request[4096];
    while (::recv(socket, request, sizeof request, MSG_DONTWAIT) == sizeof request) {}
    (void)::send(socket, text, size - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(socket, SHUT_WR);
}

ConnectionLimits limitsOf(const HttpOptions &options)
{
    ConnectionLimits limits;
    limits.max = options.maxConnections;
    limits.maxPerAddress = options.maxConnectionsPerAddress;
    limits.headTimeout = options.idleTimeout;
    limits.maxHandshakes = options.maxHandshakes;
    limits.handshakeTimeout = options.handshakeTimeout;
    return limits;
}

}  // namespace

class HttpServer::Impl {
public:
    Impl(const HttpOptions &options, const HttpSources &sources)
        : m_options(options),
          m_clock(sources.clock),
          m_router(sources, options),
          m_connections(limitsOf(options)),
          m_server{m_options, m_clock, m_router, m_connections, m_answers}
    {}

    Result<Done> start();
    HttpDaemon *daemonFor(HttpWire wire);
    HttpDaemon *encrypted();
    void dropRetired();
    std::unique_ptr<HttpDaemon> started(std::shared_ptr<const TlsMaterial> material);

    const HttpOptions m_options;
    const Clock &m_clock;
    const HttpRouter m_router;
    ConnectionTable m_connections;
    RunningAnswers m_answers;
    const HttpDaemon::Server m_server;
    bool m_running = false;
    std::unique_ptr<HttpDaemon> m_plain;
    std::unique_ptr<HttpDaemon> m_encrypted;
    // With certificates of before, until their connections have ended.
    std::vector<std::unique_ptr<HttpDaemon>> m_retired;
    // With which no daemon could be started; not tried again.
    std::shared_ptr<const TlsMaterial> m_useless;
};

std::unique_ptr<HttpDaemon> HttpServer::Impl::started(std::shared_ptr<const TlsMaterial> material)
{
    auto daemon = std::make_unique<HttpDaemon>(m_server, std::move(material));
    return daemon->start() ? std::move(daemon) : nullptr;
}

Result<Done> HttpServer::Impl::start()
{
    if (m_running)
        return Done{};
    const bool plain = m_options.tlsMode != TlsMode::Required;
    if (plain)
        m_plain = started(nullptr);
    if (plain && !m_plain)
        return Error::internal(QStringLiteral("the HTTP server cannot be started: %1").arg(qt_error_string(errno)));
    if (m_options.tlsMode != TlsMode::Off && !encrypted())
        return Error::internal(QStringLiteral("the HTTP server cannot be started with its TLS certificate"));
    m_running = true;
    return Done{};
}

HttpDaemon *HttpServer::Impl::daemonFor(HttpWire wire)
{
    if (!m_running)
        return nullptr;
    return wire == HttpWire::Plain ? m_plain.get() : encrypted();
}

// With its last connection an old certificate's daemon has done its work.
void HttpServer::Impl::dropRetired()
{
    std::erase_if(m_retired, [](const auto &daemon) { return daemon->isEmpty(); });
}

// The daemon with the certificate of now. libmicrohttpd reads it at its start only, so a new one means a new daemon; the
// one before serves what it has.
HttpDaemon *HttpServer::Impl::encrypted()
{
    // Beyond it somebody's very long download is cut off, after so many new certificates.
    constexpr size_t mostRetired = 4;
    if (m_options.tlsMode == TlsMode::Off || !m_options.tlsSource)
        return nullptr;
    dropRetired();
    const auto material = m_options.tlsSource();
    const bool current = m_encrypted && m_encrypted->material() == material;
    if (!material || current || material == m_useless)
        return m_encrypted.get();
    auto fresh = started(material);
    if (!fresh) {
        qCWarning(lcHttp) << "no HTTPS with the new TLS certificate:" << qt_error_string(errno);
        m_useless = material;
        return m_encrypted.get();
    }
    if (m_encrypted) {
        m_encrypted->retire();
        m_retired.push_back(std::move(m_encrypted));
    }
    if (m_retired.size() > mostRetired)
        m_retired.erase(m_retired.begin());
    m_encrypted = std::move(fresh);
    return m_encrypted.get();
}

HttpServer::HttpServer(const HttpOptions &options, const HttpSources &sources)
    : m_impl(std::make_unique<Impl>(options, sources))
{}

HttpServer::~HttpServer()
{
    stop();
}

Result<Done> HttpServer::start()
{
    return m_impl->start();
}

bool HttpServer::addConnection(UniqueFd socket, HttpWire wire, HttpHead head)
{
    const int fd = socket.get();
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    // A peer that is gone already needs neither a count nor an answer.
    if (::getpeername(fd, address, &size) != 0)
        return false;
    if (wire == HttpWire::Plain && m_impl->m_options.tlsMode == TlsMode::Required) {
        sendRefusal(fd, TlsOnly);
        return false;
    }
    const QString peer = canonicalAddress(address);
    const ConnectionTable::Newcomer newcomer{
        fd, peer, wire == HttpWire::Tls, m_impl->m_options.trustedProxies.contains(peer), head == HttpHead::Complete};
    HttpDaemon *const daemon = m_impl->daemonFor(wire);
    if (!daemon || !m_impl->m_connections.add(newcomer, m_impl->m_clock.steady())) {
        qCDebug(lcHttp) << "connection refused, too many:" << peer;
        if (wire == HttpWire::Plain)
            sendRefusal(fd, TooMany);
        return false;
    }
    return daemon->add(std::move(socket), address, size);
}

void HttpServer::stop()
{
    m_impl->m_running = false;
    m_impl->m_plain.reset();
    m_impl->m_encrypted.reset();
    m_impl->m_retired.clear();
}

void HttpServer::tick()
{
    m_impl->m_connections.tick(m_impl->m_clock.steady());
    m_impl->m_answers.tick();
    m_impl->dropRetired();
}

int HttpServer::connectionCount() const
{
    return m_impl->m_connections.count();
}

}  // namespace cs

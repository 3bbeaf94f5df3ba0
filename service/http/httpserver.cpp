#include "http/httpserver.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <thread>

#include <QLoggingCategory>

#include <microhttpd.h>

#include "auth/address.h"
#include "http/connectiontable.h"
#include "http/httprouter.h"
#include "http/mhdadapter.h"

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "cs.http")

// A request head must fit in about this; a bearer token alone may have 16 KiB.
constexpr size_t MemoryPerConnection = 32 * 1024;

void onLog(void *, const char *format, va_list arguments)
{
    char line[512];
    std::vsnprintf(line, sizeof line, format, arguments);
    qCDebug(lcHttp).noquote() << "libmicrohttpd:" << QByteArray(line).trimmed();
}

// Percent-encoding is undone where it is known what may come out of it.
size_t keepEncoded(void *, MHD_Connection *, char *text)
{
    return std::strlen(text);
}

// Best effort: the socket may be full or gone, and nobody waits for it.
void sendRefusal(int socket)
{
    constexpr char text[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
                            "Connection: close\r\n\r\n";
    (void)::send(socket, text, sizeof text - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(socket, SHUT_WR);
}

quint64 sizeOf(const HttpResponse &response)
{
    if (const auto *file = std::get_if<FileBody>(&response.body))
        return file->size;
    return static_cast<quint64>(std::get<QByteArray>(response.body).size());
}

}  // namespace

class HttpServer::Impl {
public:
    Impl(const HttpOptions &options, const HttpSources &sources)
        : m_options(options),
          m_clock(sources.clock),
          m_router(sources, options.allowedOrigins),
          m_connections(options.maxConnections, options.maxConnectionsPerAddress, options.idleTimeout)
    {}

    MHD_Daemon *start();
    MHD_Result respond(MHD_Connection *connection, const HttpRequest &request) const;
    static MHD_Result onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *uploadSize, void **requestState);
    static void onRequestDone(void *self, MHD_Connection *connection, void **requestState, MHD_RequestTerminationCode);
    static void onConnection(void *self, MHD_Connection *connection, void **connectionState,
                             MHD_ConnectionNotificationCode code);

    const HttpOptions m_options;
    const Clock &m_clock;
    const HttpRouter m_router;
    ConnectionTable m_connections;
    MHD_Daemon *m_daemon = nullptr;
};

MHD_Daemon *HttpServer::Impl::start()
{
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 2U, 4U);
    // Hitting this limit hangs the daemon, so it lies where our own never lets it come: each thread has its share.
    const auto outOfReach = static_cast<unsigned>(m_options.maxConnections) * threads * 4;
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, nullptr, nullptr,
        &onRequest, this, MHD_OPTION_EXTERNAL_LOGGER, &onLog, nullptr, MHD_OPTION_UNESCAPE_CALLBACK, &keepEncoded,
        nullptr, MHD_OPTION_NOTIFY_CONNECTION, &onConnection, this, MHD_OPTION_NOTIFY_COMPLETED, &onRequestDone, this,
        MHD_OPTION_CONNECTION_LIMIT, outOfReach, MHD_OPTION_CONNECTION_MEMORY_LIMIT, MemoryPerConnection,
        MHD_OPTION_CONNECTION_TIMEOUT, static_cast<unsigned>(m_options.idleTimeout.count()),
        MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

// Called once with the head and, if nothing was answered, once more after it: an answer to the first call ends the
// connection, which is right only where a body would follow that nobody wants.
MHD_Result HttpServer::Impl::onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
                                       const char *, const char *, size_t *, void **requestState)
{
    auto &server = *static_cast<Impl *>(self);
    if (*requestState)
        return server.respond(connection, *static_cast<const HttpRequest *>(*requestState));
    server.m_connections.requestBegun(socketOf(connection));
    auto request = std::make_unique<HttpRequest>(requestOf(connection, url, method));
    const bool now = request->hasBody();
    const HttpRequest &kept = *request;
    *requestState = request.release();  // until onRequestDone()
    return now ? server.respond(connection, kept) : MHD_YES;
}

MHD_Result HttpServer::Impl::respond(MHD_Connection *connection, const HttpRequest &request) const
{
    HttpResponse response = m_router.answer(request);
    // Without the query: it may hold a ticket.
    qCDebug(lcHttp) << request.address << request.method << request.path << response.status << sizeOf(response);
    return sendResponse(connection, std::move(response)) ? MHD_YES : MHD_NO;
}

void HttpServer::Impl::onRequestDone(void *self, MHD_Connection *connection, void **requestState,
                                     MHD_RequestTerminationCode)
{
    const std::unique_ptr<HttpRequest> request(static_cast<HttpRequest *>(std::exchange(*requestState, nullptr)));
    auto &server = *static_cast<Impl *>(self);
    server.m_connections.requestEnded(socketOf(connection), server.m_clock.steady());
}

void HttpServer::Impl::onConnection(void *self, MHD_Connection *connection, void **,
                                    MHD_ConnectionNotificationCode code)
{
    auto &server = *static_cast<Impl *>(self);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        server.m_connections.started(socketOf(connection), server.m_clock.steady());
    else
        server.m_connections.remove(socketOf(connection));
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
    if (!m_impl->m_daemon)
        m_impl->m_daemon = m_impl->start();
    if (!m_impl->m_daemon)
        return Error::internal(QStringLiteral("the HTTP server cannot be started: %1").arg(qt_error_string(errno)));
    return Done{};
}

bool HttpServer::addConnection(UniqueFd socket)
{
    const int fd = socket.get();
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    // A peer that is gone already needs neither a count nor an answer.
    if (::getpeername(fd, address, &size) != 0)
        return false;
    const QString peer = canonicalAddress(address);
    if (!m_impl->m_daemon || !m_impl->m_connections.add(fd, peer, m_impl->m_clock.steady())) {
        qCDebug(lcHttp) << "connection refused, too many:" << peer;
        sendRefusal(fd);
        return false;
    }
    // From here on libmicrohttpd closes the socket, also when it fails.
    if (MHD_add_connection(m_impl->m_daemon, socket.release(), address, size) != MHD_YES) {
        qCWarning(lcHttp) << "connection not taken over:" << qt_error_string(errno);
        m_impl->m_connections.remove(fd);
        return false;
    }
    return true;
}

void HttpServer::stop()
{
    if (m_impl->m_daemon)
        MHD_stop_daemon(std::exchange(m_impl->m_daemon, nullptr));
}

int HttpServer::connectionCount() const
{
    return m_impl->m_connections.count();
}

}  // namespace cs

#include "http/httpdaemon.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <thread>

#include <microhttpd.h>

#include "http/logging.h"
#include "http/mhdadapter.h"

namespace cs {

namespace {

// A request head must fit in about this; a bearer token alone may have 16 KiB.
constexpr size_t MemoryPerConnection = 32 * 1024;

// TLS 1.2 and 1.3, forward secrecy and authenticated encryption; GnuTLS by itself would still take TLS 1.1.
constexpr char Priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL:+AES-256-GCM"
                              ":+CHACHA20-POLY1305:+AES-128-GCM:%SERVER_PRECEDENCE";

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

quint64 sizeOf(const HttpResponse &response)
{
    if (const auto *file = std::get_if<FileBody>(&response.body))
        return file->size;
    return static_cast<quint64>(std::get<QByteArray>(response.body).size());
}

// libmicrohttpd reads them at its start and writes to none.
std::vector<MHD_OptionItem> tlsOptions(const TlsMaterial *material)
{
    std::vector<MHD_OptionItem> options;
    const auto add = [&options](MHD_OPTION option, const char *text) {
        options.push_back({option, 0, const_cast<char *>(text)});
    };
    if (material) {
        add(MHD_OPTION_HTTPS_MEM_CERT, material->certificatePem.constData());
        add(MHD_OPTION_HTTPS_MEM_KEY, material->keyPem.constData());
        add(MHD_OPTION_HTTPS_PRIORITIES, Priorities);
    }
    add(MHD_OPTION_END, nullptr);
    return options;
}

}  // namespace

// What libmicrohttpd calls, on its threads.
struct HttpDaemon::Calls {
    static HttpDaemon &from(void *self) { return *static_cast<HttpDaemon *>(self); }

    static MHD_Result respond(const HttpDaemon &self, MHD_Connection *connection, const HttpRequest &request)
    {
        HttpResponse response = self.m_server.router.answer(request);
        response.close = response.close || self.m_retiring;
        // Without the query: it may hold a ticket.
        qCDebug(lcHttp) << request.address << request.method << request.path << response.status << sizeOf(response);
        if (response.mayGoOn)
            self.m_server.answers.begun(socketOf(connection), std::move(response.mayGoOn));
        return sendResponse(connection, std::move(response)) ? MHD_YES : MHD_NO;
    }

    // Called once with the head and, if nothing was answered, once more after it: an answer to the first call ends the
    // connection, which is right only where a body would follow that nobody wants.
    static MHD_Result request(void *cls, MHD_Connection *connection, const char *url, const char *method, const char *,
                              const char *, size_t *, void **state)
    {
        HttpDaemon &self = from(cls);
        if (*state)
            return respond(self, connection, *static_cast<const HttpRequest *>(*state));
        self.m_server.connections.requestBegun(socketOf(connection));
        auto request = std::make_unique<HttpRequest>(requestOf(connection, url, method));
        request->address = self.m_server.options.trustedProxies.clientOf(request->address,
                                                                         request->header("x-forwarded-for"));
        const bool now = request->hasBody();
        const HttpRequest &kept = *request;
        *state = request.release();  // until requestDone()
        return now ? respond(self, connection, kept) : MHD_YES;
    }

    static void requestDone(void *cls, MHD_Connection *connection, void **state, MHD_RequestTerminationCode)
    {
        const std::unique_ptr<HttpRequest> request(static_cast<HttpRequest *>(std::exchange(*state, nullptr)));
        const Server &server = from(cls).m_server;
        server.answers.ended(socketOf(connection));
        server.connections.requestEnded(socketOf(connection), server.clock.steady());
    }

    static void connection(void *cls, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode code)
    {
        HttpDaemon &self = from(cls);
        if (code == MHD_CONNECTION_NOTIFY_STARTED) {
            self.m_server.connections.started(socketOf(connection), self.m_server.clock.steady());
        } else {
            self.m_server.connections.remove(socketOf(connection));
            --self.m_open;
        }
    }
};

HttpDaemon::HttpDaemon(const Server &server, std::shared_ptr<const TlsMaterial> material)
    : m_server(server),
      m_material(std::move(material))
{}

HttpDaemon::~HttpDaemon()
{
    if (m_daemon)
        MHD_stop_daemon(m_daemon);
}

bool HttpDaemon::start()
{
    const HttpOptions &options = m_server.options;
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 2U, 4U);
    // Hitting this limit hangs the daemon, so it lies where our own never lets it come: each thread has its share.
    const auto outOfReach = static_cast<unsigned>(options.maxConnections) * threads * 4;
    // What breaks a head is libmicrohttpd's to refuse. Version 0.9.75 sends its answer to one without Host, or with a
    // Content-Length that is no number, twice before it ends the connection; nobody is asked in between.
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC | MHD_USE_ERROR_LOG
                           | (m_material ? unsigned(MHD_USE_TLS) : 0U);
    std::vector<MHD_OptionItem> tls = tlsOptions(m_material.get());
    m_daemon = MHD_start_daemon(flags, 0, nullptr, nullptr, &Calls::request, this, MHD_OPTION_EXTERNAL_LOGGER, &onLog,
                                nullptr, MHD_OPTION_UNESCAPE_CALLBACK, &keepEncoded, nullptr,
                                MHD_OPTION_NOTIFY_CONNECTION, &Calls::connection, this, MHD_OPTION_NOTIFY_COMPLETED,
                                &Calls::requestDone, this, MHD_OPTION_CONNECTION_LIMIT, outOfReach,
                                MHD_OPTION_CONNECTION_MEMORY_LIMIT, MemoryPerConnection, MHD_OPTION_CONNECTION_TIMEOUT,
                                static_cast<unsigned>(options.idleTimeout.count()), MHD_OPTION_THREAD_POOL_SIZE,
                                threads, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, tls.data(), MHD_OPTION_END);
    return m_daemon != nullptr;
}

bool HttpDaemon::add(UniqueFd socket, const sockaddr *address, unsigned addressSize)
{
    const int fd = socket.get();
    ++m_open;
    // From here on libmicrohttpd closes the socket, also when it fails.
    if (MHD_add_connection(m_daemon, socket.release(), address, addressSize) == MHD_YES)
        return true;
    qCWarning(lcHttp) << "connection not taken over:" << qt_error_string(errno);
    --m_open;
    m_server.connections.remove(fd);
    return false;
}

}  // namespace cs

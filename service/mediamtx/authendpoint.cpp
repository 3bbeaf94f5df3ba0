#include "mediamtx/authendpoint.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <utility>

#include <microhttpd.h>

#include "json/codec.h"
#include "mediamtx/logging.h"
#include "mediamtx/randomtext.h"

namespace cs {

namespace {

constexpr qsizetype MaxBody = 16 * 1024;
// MediaMTX asks with one connection a question. libmicrohttpd hangs when a burst exceeds its own limit, so ours is
// below it.
constexpr int MaxConnections = 100;
constexpr unsigned LibraryLimit = 400;
constexpr unsigned IdleSeconds = 5;

// StreamRequest as it comes in; null and missing members are empty.
struct WireRequest : StreamRequest {
    static json::Fields fields()
    {
        return {text("ip", &WireRequest::ip),
                text("user", &WireRequest::user),
                text("password", &WireRequest::password),
                text("token", &WireRequest::token),
                text("action", &WireRequest::action),
                text("path", &WireRequest::path),
                text("protocol", &WireRequest::protocol),
                text("id", &WireRequest::id),
                text("query", &WireRequest::query),
                text("userAgent", &WireRequest::userAgent)};
    }

private:
    static json::Field text(const char *name, QString WireRequest::*member)
    {
        return json::defaulted(name, member, "");
    }
};

// One request under way: its body so far.
struct Upload {
    QByteArray body;
};

MHD_Result answer(MHD_Connection *connection, unsigned status)
{
    MHD_Response *response = MHD_create_response_from_buffer(0, nullptr, MHD_RESPMEM_PERSISTENT);
    // A question is a connection of its own, so the deadline of one is that of the other.
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    const MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

}  // namespace

std::optional<StreamRequest> toStreamRequest(const QByteArray &body)
{
    const auto value = json::parse(body);
    if (!value.ok())
        return std::nullopt;
    const auto request = json::fromValue<WireRequest>(*value, json::Unknown::Ignore);
    if (!request.ok() || request->action.isEmpty())
        return std::nullopt;
    return static_cast<const StreamRequest &>(*request);
}

// What libmicrohttpd calls, on its thread.
struct AuthEndpointCallbacks {
    static MHD_Result accept(void *self, const sockaddr *, socklen_t)
    {
        return static_cast<AuthEndpoint *>(self)->mayConnect() ? MHD_YES : MHD_NO;
    }

    static void notifyConnection(void *self, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode code)
    {
        auto &connections = static_cast<AuthEndpoint *>(self)->m_connections;
        if (code != MHD_CONNECTION_NOTIFY_STARTED) {
            connections.erase(connection);
            return;
        }
        const MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        connections[connection] = {info ? info->connect_fd : -1, std::chrono::steady_clock::now()};
    }

    static MHD_Result handle(void *self, MHD_Connection *connection, const char *url, const char *method, const char *,
                             const char *data, size_t *size, void **context)
    {
        auto *endpoint = static_cast<AuthEndpoint *>(self);
        auto *upload = static_cast<Upload *>(*context);
        if (!upload) {
            *context = new Upload;
            return MHD_YES;
        }
        if (*size > 0) {
            // Such a request is not MediaMTX's: cut it off instead of reading it to its end.
            if (upload->body.size() + static_cast<qsizetype>(*size) > MaxBody)
                return MHD_NO;
            upload->body.append(data, static_cast<qsizetype>(*size));
            *size = 0;
            return MHD_YES;
        }
        if (!equalInConstantTime(QByteArrayView(url), endpoint->m_path))
            return answer(connection, MHD_HTTP_NOT_FOUND);
        if (std::strcmp(method, MHD_HTTP_METHOD_POST) != 0)
            return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED);
        return answer(connection, endpoint->decide(upload->body) ? MHD_HTTP_OK : MHD_HTTP_UNAUTHORIZED);
    }

    static void completed(void *, MHD_Connection *, void **context, MHD_RequestTerminationCode)
    {
        delete static_cast<Upload *>(*context);
        *context = nullptr;
    }
};

AuthEndpoint::AuthEndpoint(InternalTokens &tokens, StreamAuthority &authority, std::chrono::milliseconds deadline)
    : m_tokens(tokens),
      m_authority(authority),
      m_path('/' + randomText()),
      m_deadline(deadline)
{}

AuthEndpoint::~AuthEndpoint()
{
    close();
}

Result<Done> AuthEndpoint::listen(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, port, &AuthEndpointCallbacks::accept, this,
                                &AuthEndpointCallbacks::handle, this, MHD_OPTION_SOCK_ADDR, &address,
                                MHD_OPTION_CONNECTION_LIMIT, LibraryLimit, MHD_OPTION_CONNECTION_TIMEOUT, IdleSeconds,
                                MHD_OPTION_NOTIFY_CONNECTION, &AuthEndpointCallbacks::notifyConnection, this,
                                MHD_OPTION_NOTIFY_COMPLETED, &AuthEndpointCallbacks::completed, this, MHD_OPTION_END);
    if (!m_daemon)
        return Error::dependencyFailed(QStringLiteral("MediaMTX"),
                                       QStringLiteral("cannot listen on 127.0.0.1:%1 for its authorisation requests: "
                                                      "%2; end the other program or choose another port")
                                           .arg(port)
                                           .arg(QString::fromLocal8Bit(std::strerror(errno))));
    const MHD_DaemonInfo *info = MHD_get_daemon_info(m_daemon, MHD_DAEMON_INFO_BIND_PORT);
    m_port = info ? info->port : port;
    return Done();
}

void AuthEndpoint::close()
{
    if (m_daemon)
        MHD_stop_daemon(std::exchange(m_daemon, nullptr));
}

QByteArray AuthEndpoint::url() const
{
    return "http://127.0.0.1:" + QByteArray::number(m_port) + m_path;
}

// The library knows a limit for silence only, and who sends a byte now and then is never silent. Whoever is over the
// deadline loses his place to the next that comes; without one that comes he is in nobody's way.
bool AuthEndpoint::mayConnect()
{
    const auto now = std::chrono::steady_clock::now();
    int inTime = 0;
    for (auto &[connection, held] : m_connections) {
        if (now - held.since < m_deadline)
            ++inTime;
        else if (const int socket = std::exchange(held.socket, -1); socket >= 0)
            ::shutdown(socket, SHUT_RDWR);
    }
    return inTime < MaxConnections && m_connections.size() < LibraryLimit / 2;
}

bool AuthEndpoint::decide(const QByteArray &body)
{
    const auto request = toStreamRequest(body);
    if (!request) {
        qCWarning(lcMediaMtx) << "an authorisation request that is none was refused";
        return false;
    }
    switch (m_tokens.check(*request)) {
    case InternalTokens::Verdict::Admitted: return true;
    case InternalTokens::Verdict::Refused: return false;
    case InternalTokens::Verdict::Unknown: break;
    }
    return m_authority.admit(*request);
}

}  // namespace cs

#include "unit/http/httpfixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <QFile>

using namespace cs;

HttpFixture::HttpFixture(const HttpOptions &options)
    : server(options, {.files = *this, .health = health, .sessions = sessions, .tickets = tickets, .clock = clock}),
      m_encrypted(options.tlsMode != TlsMode::Off)
{
    gate.setSources({nullptr, nullptr, nullptr, &rights, nullptr});
    m_listener.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0
        || ::listen(m_listener.get(), 1024) != 0
        || ::getsockname(m_listener.get(), reinterpret_cast<sockaddr *>(&address), &size) != 0 || !server.start().ok())
        qFatal("the HTTP server of the test cannot start");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { acceptLoop(); });
}

HttpFixture::~HttpFixture()
{
    ::shutdown(m_listener.get(), SHUT_RDWR);
    m_thread.join();
    server.stop();
}

// As far as it comes at once: without TLS nobody waits for long, so that silence can be tested.
HttpHead HttpFixture::headOf(int socket)
{
    pollfd watched{.fd = socket, .events = POLLIN, .revents = 0};
    if (::poll(&watched, 1, 20) != 1)
        return HttpHead::Unknown;
    char bytes[4096];
    const ssize_t count = ::recv(socket, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);
    const bool complete = count > 0 && QByteArrayView(bytes, count).contains("\r\n\r\n");
    return complete ? HttpHead::Complete : HttpHead::Unknown;
}

HttpWire HttpFixture::wireOf(int socket) const
{
    char byte = 0;
    if (!m_encrypted || ::recv(socket, &byte, 1, MSG_PEEK) <= 0)
        return HttpWire::Plain;
    return byte == 0x16 ? HttpWire::Tls : HttpWire::Plain;
}

void HttpFixture::acceptLoop()
{
    while (true) {
        UniqueFd socket(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!socket.isValid())
            return;
        const HttpWire wire = wireOf(socket.get());
        const HttpHead head = wire == HttpWire::Plain ? headOf(socket.get()) : HttpHead::Unknown;
        server.addConnection(std::move(socket), wire, head);
    }
}

bool HttpFixture::write(const QString &name, const QByteArray &content)
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

QByteArray HttpFixture::bearerLine(Role role)
{
    return "Authorization: Bearer " + authority.issue(QStringLiteral("alice"), role, std::chrono::hours(1))->text
           + "\r\n";
}

QByteArray HttpFixture::ticket(const QString &resource, quint64 connection)
{
    const auto token = authority.issue(QStringLiteral("alice"), Role::Viewer, std::chrono::hours(1));
    const auto session = sessions.signIn(ConnectionId(connection), QStringLiteral("192.0.2.1"), token->text);
    return tickets.mint(TicketKind::File, resource, session->principal, std::chrono::hours(1));
}

std::optional<ServedFile> HttpFixture::find(FileFolder, const FileName &name) const
{
    if (name.toString().startsWith(u"unknown"))
        return std::nullopt;
    return ServedFile{m_folder.path(), name, camera, contentType};
}

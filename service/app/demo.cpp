#include "app/demo.h"

#include <QTextStream>

#include "auth/tickets.h"
#include "net/address.h"

namespace cs {

namespace {

constexpr CameraId First{0};
constexpr CameraId Second{1};
constexpr std::chrono::hours Lifetime{12};

}  // namespace

Demo::Demo(const Parts &parts) : m_parts(parts)
{
    connect(&m_parts.registry, &CameraRegistry::cameraChanged, this, &Demo::greetWhenLive);
}

Async<Done> Demo::ensureCameras()
{
    CameraRegistry &registry = m_parts.registry;
    const auto first = registry.ensureTestCamera(First, QStringLiteral("Demo 1"),
                                                 {{640, 360}, 15, std::chrono::seconds(1)});
    return andThen(&registry, first, [&registry](const Done &) {
        return registry.ensureTestCamera(Second, QStringLiteral("Demo 2"), {{640, 360}, 15, std::chrono::seconds(2)});
    });
}

void Demo::greetWhenLive()
{
    const auto live = [this](CameraId id) {
        const auto camera = m_parts.registry.camera(id);
        return camera && camera->isConnected();
    };
    if (m_greeted || !live(First) || !live(Second))
        return;
    m_greeted = true;
    greet();
}

void Demo::greet()
{
    QTextStream out(stdout);
    const Config &config = m_parts.config;
    const QString host = config.server.host.isEmpty() ? QStringLiteral("127.0.0.1") : config.server.host;
    const Principal viewer = Principal::user(QStringLiteral("demo"), Role::Viewer);
    const QByteArray ticket = m_parts.tickets.mint(TicketKind::Stream, First.toString(), viewer, Lifetime);
    const QString inUrl = host.contains(u':') ? u'[' + host + u']' : host;
    out << "\nBoth demo cameras are live.\n"
        << "  WebSocket API   ws://" << inUrl << ':' << qint64(config.server.port) << "/ws\n"
        << "  See camera0     " << m_parts.links.webPage(First, host, ticket) << '\n';
    // A token that opens everything is shown only where nobody else can reach the service.
    if (isThisHost(host)) {
        const auto token = m_parts.tokens.issue(QStringLiteral("demo"), Role::Admin, Lifetime);
        if (token)
            out << "  Admin token     " << token->text << '\n';
    }
    out << "\nTry, in another terminal:\n"
        << "  " << m_parts.control << " camera list\n"
        << "  " << m_parts.control << " snapshot camera0\n"
        << "  " << m_parts.control << " record camera0 --for 10s\n"
        << "  " << m_parts.control << " recording list\n\n"
        << "Ctrl-C ends everything.\n";
    out.flush();
}

}  // namespace cs

#include "moc_demo.cpp"

#include "cli/endpoint.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QFile>

#include "cli/faults.h"
#include "client/connectionerror.h"
#include "client/localsockettransport.h"
#include "client/websockettransport.h"

namespace cs {

namespace {

const QString hereSocket = QStringLiteral("./var/control.sock");
const QString systemSocket = QStringLiteral("/run/camera-service/control.sock");

enum class Found { Nothing, Ours, Foreign };

// Whoever can write to the current folder could put a socket there and read what is sent to it, passwords included: it
// is used unasked only if this user or root made it.
Found lookHere()
{
    struct stat info {};
    if (stat(QFile::encodeName(hereSocket).constData(), &info) != 0 || !S_ISSOCK(info.st_mode))
        return Found::Nothing;
    return info.st_uid == geteuid() || info.st_uid == 0 ? Found::Ours : Found::Foreign;
}

Result<Endpoint> fromUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool known = url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("wss");
    if (!url.isValid() || !known || url.host().isEmpty()) {
        return usageError(QStringLiteral("--url needs an address like ws://HOST:8002/ws or wss://HOST:8002/ws"));
    }
    if (!url.userInfo().isEmpty() || url.hasQuery())
        return usageError(QStringLiteral("--url takes no user, password or query; sign in with --token-file FILE"));
    if (url.port() < 0)
        url.setPort(8002);
    if (url.path().isEmpty() || url.path() == QLatin1String("/"))
        url.setPath(QStringLiteral("/ws"));
    return Endpoint{{}, url};
}

}  // namespace

Result<Endpoint> findService(const GlobalOptions &options)
{
    if (!options.url.isEmpty())
        return fromUrl(options.url);
    if (!options.socket.isEmpty())
        return Endpoint{options.socket, {}};
    if (!qEnvironmentVariableIsEmpty("CAMERA_SERVICE_SOCKET"))
        return Endpoint{qEnvironmentVariable("CAMERA_SERVICE_SOCKET"), {}};
    switch (lookHere()) {
    case Found::Ours: return Endpoint{hereSocket, {}};
    case Found::Foreign:
        return connectionError(QStringLiteral("%1 belongs to another user").arg(hereSocket),
                               QStringLiteral("name it with --socket if you trust it"));
    case Found::Nothing: break;
    }
    if (QFile::exists(systemSocket))
        return Endpoint{systemSocket, {}};
    return connectionError(
        QStringLiteral("there is no camera service here (neither %1 nor %2)").arg(hereSocket, systemSocket),
        QStringLiteral("start it, or name it with --socket PATH or --url ws://HOST:8002/ws"));
}

std::unique_ptr<Transport> makeTransport(const Endpoint &endpoint)
{
    if (endpoint.isLocal())
        return std::make_unique<LocalSocketTransport>(endpoint.socket);
    return std::make_unique<WebSocketTransport>(endpoint.url);
}

}  // namespace cs

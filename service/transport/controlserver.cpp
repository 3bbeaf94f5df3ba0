#include "transport/controlserver.h"

#include <optional>
#include <sys/socket.h>
#include <unistd.h>

#include <QFile>

#include "base/systemuser.h"
#include "transport/connectionids.h"
#include "transport/listensocket.h"
#include "transport/logging.h"

namespace cs {

namespace {

constexpr int controlBacklog = 64;

std::optional<uid_t> userOf(int socket)
{
    ucred peer{};
    socklen_t length = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
        return std::nullopt;
    return peer.uid;
}

}  // namespace

ControlServer::ControlServer(FrameSink &sink, Handler handler)
    : m_sink(sink),
      m_handler(std::move(handler)),
      m_owner(::geteuid())
{}

ControlServer::~ControlServer()
{
    close();
}

Result<Done> ControlServer::listen(const QString &path)
{
    auto socket = listenOnPath(path, controlBacklog);
    if (!socket.ok())
        return socket.error();
    m_path = path;
    m_loop = std::make_unique<AcceptLoop>(std::move(socket).value(),
                                          [this](UniqueFd accepted) { onAccepted(std::move(accepted)); });
    return Done{};
}

void ControlServer::close()
{
    if (!m_loop)
        return;
    m_loop.reset();
    QFile::remove(m_path);
}

void ControlServer::onAccepted(UniqueFd socket)
{
    const auto user = userOf(socket.get());
    if (!user || (*user != 0 && *user != m_owner)) {
        qCWarning(lcTransport) << "a user without the right to it was turned away from the control socket";
        return;
    }
    PeerInfo info;
    info.id = nextConnectionId();
    info.kind = PeerKind::Control;
    info.host = QStringLiteral("localhost");
    info.secure = true;
    info.systemUser = systemUserName(*user);
    auto peer = std::make_unique<ControlPeer>(info, std::move(socket), m_sink);
    ControlPeer *const raw = peer.get();
    m_handler(std::move(peer));
    raw->open();
}

}  // namespace cs

#include "moc_controlserver.cpp"

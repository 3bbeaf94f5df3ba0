#pragma once

#include <functional>
#include <optional>

#include <QByteArray>
#include <QString>

#include "auth/principal.h"
#include "base/ids.h"

namespace cs {

// Who sits at a connection now, and the host name by which they reached the service.
struct Listener {
    Principal principal;
    QString host;
};

// Knows the connections. Nothing for one that is gone.
class Audience {
public:
    virtual ~Audience() = default;
    virtual std::optional<Listener> listener(ConnectionId connection) const = 0;
};

// The way to the clients.
struct ClientQueue {
    // Queues a frame; unknown connections are ignored.
    std::function<void(ConnectionId, const QByteArray &frame)> send;
    // Bytes that were queued and that the peer has not taken yet; 0 for unknown connections.
    std::function<qint64(ConnectionId)> queued;
};

}  // namespace cs

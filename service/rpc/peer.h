#pragma once

#include <QByteArray>
#include <QString>

#include "base/ids.h"

namespace cs {

// How a peer came in: over the net, or over the control socket of this host.
enum class PeerKind { WebSocket, Control };

// What is known of a peer when it connects. An immutable value that crosses threads.
struct PeerInfo {
    ConnectionId id{};
    PeerKind kind = PeerKind::WebSocket;
    // Canonical text; an IPv4-mapped IPv6 address is written as IPv4. Empty for control peers.
    QString address;
    // The name the client connected to: the Host of its upgrade request without the port, IPv6 in brackets. Only
    // letters, digits and "-._:[]", so it can stand in a URL or JSON text as it is. "localhost" for control peers.
    QString host;
    // At most 256 printable characters; hostile text all the same.
    QString userAgent;
    // Whether the bytes travel encrypted.
    bool secure = false;
    // Of control peers: the name of the system user behind the socket.
    QString systemUser;
};

// What the transport calls: on its front thread, `opened` first and `closed` last, each once, frames between them.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    virtual void opened(const PeerInfo &peer) = 0;
    virtual void frame(ConnectionId connection, const QByteArray &bytes) = 0;
    virtual void closed(ConnectionId connection) = 0;
};

// What the transport offers: callable from any thread, queued, first in first out per connection. Unknown and closed
// connections are ignored.
class FrameSender {
public:
    virtual ~FrameSender() = default;
    virtual void send(ConnectionId connection, const QByteArray &bytes) = 0;
    // Closes after what was sent before has gone out. `reason` is for the peer and the log.
    virtual void disconnect(ConnectionId connection, const QString &reason) = 0;
    // Bytes that send() took and the kernel has not taken yet; 0 for unknown and closed connections. There is a limit to
    // it: who goes beyond is disconnected.
    virtual qint64 queued(ConnectionId connection) const = 0;
};

}  // namespace cs

#pragma once

#include <chrono>

#include <QString>
#include <QStringList>

#include "net/ownhosts.h"
#include "net/trustedproxies.h"
#include "tls/tlsmaterial.h"
#include "tls/tlsmode.h"

namespace cs {

// What one WebSocket peer may do, and how long the front waits for it.
struct WireLimits {
    // Of one frame and of one message of several frames.
    qint64 maxMessageBytes = 1024 * 1024;
    // From the first byte of a message to its last one.
    std::chrono::milliseconds messageDeadline{30'000};
    // What may wait to be read by the peer; with more, it is closed.
    qint64 maxWriteBuffer = 4'000'000;
    // A peer that had more than the one waiting and now has less than the other has drained.
    qint64 drainHigh = 256 * 1024;
    qint64 drainLow = 64 * 1024;
    // A peer that is silent for two of these, WebSocket pongs included, is dead.
    std::chrono::milliseconds pingInterval{30'000};
    // PINGs and PONGs a peer may send a second.
    int maxControlFramesPerSecond = 100;
    // From the request head to the end of the handshake.
    std::chrono::milliseconds handshakeDeadline{10'000};
    // How long a peer may take to close its side after the front has closed its own.
    std::chrono::milliseconds closeDeadline{2'000};
};

struct FrontTls {
    TlsMode mode = TlsMode::Off;
    // Asked for each connection, on the front thread.
    TlsSource source;
    // Handshakes under way; beyond it the oldest gives way, so that silence keeps nobody out.
    size_t maxHandshakes = 256;
    // Of one IPv4 address or one IPv6 /64; beyond it the oldest of its own gives way. This host and proxies are exempt.
    size_t maxHandshakesPerAddress = 64;
    // How many it may begin; those beyond it are dropped. Each costs a signature.
    double handshakesPerSecondPerAddress = 20;
    double handshakeBurstPerAddress = 200;
};

struct FrontOptions {
    // An address, "localhost", or empty for all interfaces, IPv4 and IPv6.
    QString host;
    // 0: any free one.
    quint16 port = 8002;
    // Origins of web pages that may connect, besides the service's own one.
    QStringList allowedOrigins{QStringLiteral("http://localhost:3000"), QStringLiteral("https://localhost:3000"),
                               QStringLiteral("http://127.0.0.1:3000"), QStringLiteral("https://127.0.0.1:3000")};
    // Of which hosts a page is the service's own.
    OwnHosts ownHosts;
    // Path of the control socket; empty: none.
    QString controlSocket;
    // From accepting a socket to its request head.
    std::chrono::milliseconds headDeadline{10'000};
    int maxConnections = 4000;
    // Of one IPv4 address or one IPv6 /64; this host is exempt.
    int maxConnectionsPerAddress = 256;
    WireLimits wire;
    FrontTls tls;
    // Whose X-Forwarded-For is believed.
    TrustedProxies trustedProxies;
};

}  // namespace cs

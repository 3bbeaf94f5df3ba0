#pragma once

#include <chrono>
#include <memory>

#include <QStringList>

#include "base/result.h"
#include "base/time.h"
#include "base/uniquefd.h"
#include "http/metricsview.h"
#include "net/trustedproxies.h"
#include "tls/tlsmaterial.h"
#include "tls/tlsmode.h"

namespace cs {

class DownloadObserver;
class FileCatalogue;
class HealthView;
class Sessions;
class Tickets;

struct HttpOptions {
    // Open connections at most, and of one IPv4 address or one IPv6 /64.
    int maxConnections = 500;
    int maxConnectionsPerAddress = 100;
    // Without a byte either way for so long, a connection is closed.
    std::chrono::seconds idleTimeout{30};
    // Web origins whose pages may read answers, such as http://localhost:3000; the service's own may always.
    QStringList allowedOrigins;
    MetricsAccess metricsAccess = MetricsAccess::Local;
    TlsMode tlsMode = TlsMode::Off;
    // Asked for each encrypted connection, so that a new certificate is shown from then on.
    TlsSource tlsSource;
    // From accepting an encrypted connection to its first request; and how many may be on that way.
    std::chrono::seconds handshakeTimeout{10};
    int maxHandshakes = 128;
    // Whose X-Forwarded-For is believed.
    TrustedProxies trustedProxies;
};

// What the answers are made of. All outlive the server and are used on its threads.
struct HttpSources {
    const FileCatalogue &files;
    const HealthView &health;
    // Only its thread-safe part.
    const Sessions &sessions;
    const Tickets &tickets;
    const Clock &clock;
    // Without it there is no /metrics.
    const MetricsView *metrics = nullptr;
    // May be null.
    DownloadObserver *downloads = nullptr;
};

// What a connection begins with: its first byte tells.
enum class HttpWire { Plain, Tls };

// Downloads and health over HTTP/1.1, plain and encrypted, for connections that somebody else has accepted. Owns them
// and the threads that serve them; its own functions may be called from any one thread at a time.
class HttpServer {
public:
    HttpServer(const HttpOptions &options, const HttpSources &sources);
    // Ends the connections; a download that is under way is cut off.
    ~HttpServer();

    Result<Done> start();
    // Takes an accepted TCP socket of which nothing was read. False, and the socket closed, if there are too many, if
    // start() has not been called, or if the TLS mode has no place for it; who comes plain is told why.
    bool addConnection(UniqueFd socket, HttpWire wire = HttpWire::Plain);
    void stop();
    // To be called about once a second: cuts off who owes a handshake or a request head for too long.
    void tick();
    // Open now.
    int connectionCount() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <memory>

#include <QStringList>

#include "base/result.h"
#include "base/time.h"
#include "base/uniquefd.h"
#include "http/metricsview.h"
#include "net/ownhosts.h"
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
    OwnHosts ownHosts;
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
// Whether a plain connection's whole request head is there, as far as anybody has looked.
enum class HttpHead { Unknown, Complete };

// Downloads and health over HTTP/1.1, plain and encrypted, for connections that somebody else has accepted. Owns them
// and the threads that serve them; its own functions may be called from any one thread at a time.
class HttpServer {
public:
    HttpServer(const HttpOptions &options, const HttpSources &sources);
    // Ends the connections, downloads that are under way with them.
    ~HttpServer();

    Result<Done> start();
    // Takes an accepted TCP socket of which nothing was read. False, and the socket closed, if there are too many, if
    // start() has not been called, or if the TLS mode has no place for it; who comes plain is told why.
    bool addConnection(UniqueFd socket, HttpWire wire = HttpWire::Plain, HttpHead head = HttpHead::Unknown);
    void stop();
    // To be called about twice a second: cuts off who owes a handshake or a request head for too long, and the downloads
    // whose right was lost meanwhile.
    void tick();
    // Open now.
    int connectionCount() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace cs

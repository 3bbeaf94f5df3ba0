#pragma once

#include <chrono>
#include <memory>

#include <QStringList>

#include "base/result.h"
#include "base/time.h"
#include "base/uniquefd.h"

namespace cs {

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
};

// What the answers are made of. All outlive the server and are used on its threads.
struct HttpSources {
    const FileCatalogue &files;
    const HealthView &health;
    // Only its thread-safe part.
    const Sessions &sessions;
    const Tickets &tickets;
    const Clock &clock;
};

// Downloads and health over HTTP/1.1 for connections that somebody else has accepted. Owns them and the threads that
// serve them; its own functions may be called from any one thread at a time.
class HttpServer {
public:
    HttpServer(const HttpOptions &options, const HttpSources &sources);
    // Ends the connections; a download that is under way is cut off.
    ~HttpServer();

    Result<Done> start();
    // Takes an accepted TCP socket. False, and the socket closed, if there are too many or start() has not been called.
    bool addConnection(UniqueFd socket);
    void stop();
    // Open now.
    int connectionCount() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace cs

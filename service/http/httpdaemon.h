#pragma once

#include <atomic>
#include <memory>

#include "base/uniquefd.h"
#include "http/connectiontable.h"
#include "http/httprouter.h"
#include "http/runninganswers.h"
#include "tls/tlsmaterial.h"

struct MHD_Daemon;
struct sockaddr;

namespace cs {

// One libmicrohttpd daemon without a listening socket, plain or encrypted, with its threads. Its own functions may be
// called from any one thread at a time.
class HttpDaemon {
public:
    // What all daemons of a server have in common; outlives them, and is used on their threads.
    struct Server {
        const HttpOptions &options;
        const Clock &clock;
        const HttpRouter &router;
        ConnectionTable &connections;
        RunningAnswers &answers;
    };

    // Without material it is plain.
    HttpDaemon(const Server &server, std::shared_ptr<const TlsMaterial> material);
    // Ends its connections.
    ~HttpDaemon();

    // False with errno set.
    bool start();
    // Takes over a socket that the table of connections knows; it is closed and forgotten there if that fails.
    bool add(UniqueFd socket, const sockaddr *address, unsigned addressSize);
    // From now on each answer is the last one on its connection.
    void retire() { m_retiring = true; }
    bool isEmpty() const { return m_open == 0; }
    const std::shared_ptr<const TlsMaterial> &material() const { return m_material; }

private:
    struct Calls;

    const Server m_server;
    const std::shared_ptr<const TlsMaterial> m_material;
    MHD_Daemon *m_daemon = nullptr;
    std::atomic<int> m_open = 0;
    std::atomic<bool> m_retiring = false;
};

}  // namespace cs

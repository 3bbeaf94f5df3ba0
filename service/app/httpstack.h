#pragma once

#include "app/identity.h"
#include "app/indexcatalogue.h"
#include "http/httpserver.h"
#include "transport/acceptor.h"

namespace cs {

// The HTTP port: accepts, and hands the sockets to the HTTP server. Service thread.
class HttpStack {
public:
    // All outlive this object.
    HttpStack(const Config &config, const MediaIndex &index, const HealthView &health, const Identity &identity,
              const Clock &clock);

    // A taken port is one sentence for people.
    Result<Done> open();
    void close();

private:
    void onArrival(Arrival arrival);

    const Config &m_config;
    IndexCatalogue m_catalogue;
    HttpServer m_server;
    Acceptor m_acceptor;
};

}  // namespace cs

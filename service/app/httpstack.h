#pragma once

#include <memory>

#include <QThread>

#include "app/identity.h"
#include "app/indexcatalogue.h"
#include "http/httpserver.h"
#include "transport/acceptor.h"

namespace cs {

// The HTTP port: accepts, on a thread of its own, and hands the sockets to the HTTP server, so that a health request
// does not wait for whatever the service thread is doing. Made, opened and closed on the service thread.
class HttpStack {
public:
    // All outlive this object.
    HttpStack(const Config &config, const MediaIndex &index, const HealthView &health, const Identity &identity,
              const Clock &clock, const MetricsView &metrics, const TlsSource &tls, DownloadObserver &downloads);
    ~HttpStack();

    // A taken port is one sentence for people.
    Result<Done> open();
    void close();

private:
    void onArrival(Arrival arrival);

    const Config &m_config;
    IndexCatalogue m_catalogue;
    HttpServer m_server;
    QThread m_thread;
    // Lives on the thread and deletes itself there.
    Acceptor *m_acceptor = nullptr;
};

}  // namespace cs

#include "app/httpstack.h"

#include <QTimer>

#include "app/tlsparts.h"

namespace cs {

namespace {

HttpOptions httpOptions(const Config &config, const TlsSource &tls)
{
    HttpOptions options;
    options.maxConnections = static_cast<int>(qint64(config.http.maxConnections));
    options.allowedOrigins = {config.server.allowedOrigins.begin(), config.server.allowedOrigins.end()};
    options.ownHosts = ownHosts(config, tls);
    switch (config.http.metrics) {
    case MetricsReaders::Local: options.metricsAccess = MetricsAccess::Local; break;
    case MetricsReaders::Admin: options.metricsAccess = MetricsAccess::Admin; break;
    case MetricsReaders::Open: options.metricsAccess = MetricsAccess::Open; break;
    }
    options.tlsMode = tlsMode(config.tls);
    options.tlsSource = tls;
    options.trustedProxies = trustedProxies(config.server);
    return options;
}

}  // namespace

HttpStack::HttpStack(const Config &config, const MediaIndex &index, const HealthView &health, const Identity &identity,
                     const Clock &clock, const MetricsView &metrics, const TlsSource &tls, DownloadObserver &downloads)
    : m_config(config),
      m_catalogue(index),
      m_server(httpOptions(config, tls),
               {m_catalogue, health, identity.sessions, identity.tickets, clock, &metrics, &downloads})
{
    m_thread.setObjectName(QStringLiteral("http-accept"));
}

HttpStack::~HttpStack()
{
    close();
}

Result<Done> HttpStack::open()
{
    if (const auto started = m_server.start(); !started)
        return started;
    AcceptorOptions options;
    options.host = m_config.server.host;
    options.port = static_cast<quint16>(qint64(m_config.http.port));
    // So that half a head never takes the place of a request. A longer one is libmicrohttpd's to refuse.
    options.peekFor = PeekFor::RequestHead;
    options.maxHeadBytes = 32 * 1024;
    m_acceptor = new Acceptor([this](Arrival arrival) { onArrival(std::move(arrival)); });
    auto *const ticker = new QTimer(m_acceptor);
    QObject::connect(ticker, &QTimer::timeout, m_acceptor, [this] { m_server.tick(); });
    m_acceptor->moveToThread(&m_thread);
    m_thread.start();
    Result<Done> listening = Done{};
    QMetaObject::invokeMethod(
        m_acceptor,
        [&] {
            ticker->start(std::chrono::milliseconds(500));
            listening = m_acceptor->listen(options);
        },
        Qt::BlockingQueuedConnection);
    return listening;
}

void HttpStack::onArrival(Arrival arrival)
{
    const auto wire = arrival.kind == Arrival::Kind::Tls ? HttpWire::Tls : HttpWire::Plain;
    const auto head = arrival.head.isEmpty() ? HttpHead::Unknown : HttpHead::Complete;
    m_server.addConnection(std::move(arrival.socket), wire, head);
}

void HttpStack::close()
{
    if (m_acceptor) {
        QMetaObject::invokeMethod(m_acceptor, &Acceptor::close, Qt::BlockingQueuedConnection);
        m_acceptor->deleteLater();
        m_acceptor = nullptr;
        m_thread.quit();
        m_thread.wait();
    }
    m_server.stop();
}

}  // namespace cs

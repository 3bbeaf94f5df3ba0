#include "transport/tlsdoor.h"

#include "transport/logging.h"

namespace cs {

TlsDoor::TlsDoor(const FrontTls &options, qsizetype maxHeadBytes, std::chrono::milliseconds deadline, Handler handler)
    : m_options(options),
      m_maxHeadBytes(maxHeadBytes),
      m_deadline(deadline),
      m_handler(std::move(handler))
{}

TlsDoor::~TlsDoor() = default;

void TlsDoor::take(UniqueFd socket, const SocketEnd &peer)
{
    const auto material = m_options.source ? m_options.source() : nullptr;
    if (!material) {
        qCDebug(lcTransport).noquote() << peer.address << "asked for TLS, and there is no certificate";
        return;
    }
    if (m_arrivals.size() >= m_options.maxHandshakes)
        m_arrivals.erase(m_arrivals.begin());
    const quint64 number = ++m_lastNumber;
    auto arrival = std::make_unique<TlsArrival>(std::move(socket), peer, m_maxHeadBytes);
    TlsArrival *const raw = arrival.get();
    connect(raw, &TlsArrival::decided, this,
            [this, number](TlsArrival::Outcome outcome) { onDecided(number, outcome); });
    m_arrivals.emplace(number, std::move(arrival));
    raw->begin(material->configuration, m_deadline);
}

void TlsDoor::close()
{
    m_arrivals.clear();
}

void TlsDoor::onDecided(quint64 number, TlsArrival::Outcome outcome)
{
    auto node = m_arrivals.extract(number);
    if (node.empty())
        return;
    // It, or its socket, is in the middle of a signal.
    TlsArrival *const arrival = node.mapped().release();
    arrival->deleteLater();
    if (outcome != TlsArrival::Outcome::Gone)
        m_handler(*arrival, outcome);
}

}  // namespace cs

#include "moc_tlsdoor.cpp"

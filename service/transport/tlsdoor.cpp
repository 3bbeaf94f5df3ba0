#include "transport/tlsdoor.h"

#include <algorithm>

#include "transport/logging.h"

namespace cs {

TlsDoor::TlsDoor(const FrontTls &options, qsizetype maxHeadBytes, std::chrono::milliseconds deadline, Handler handler)
    : m_options(options),
      m_maxHeadBytes(maxHeadBytes),
      m_deadline(deadline),
      m_handler(std::move(handler)),
      m_begun(options.handshakesPerSecondPerAddress, options.handshakeBurstPerAddress)
{}

TlsDoor::~TlsDoor() = default;

void TlsDoor::take(UniqueFd socket, const SocketEnd &peer, const QString &party)
{
    if (const auto now = std::chrono::steady_clock::now(); !party.isEmpty() && !m_begun.of(party, now).take(now)) {
        qCDebug(lcTransport).noquote() << peer.address << "begins too many TLS handshakes";
        return;
    }
    const auto material = m_options.source ? m_options.source() : nullptr;
    if (!material) {
        qCDebug(lcTransport).noquote() << peer.address << "asked for TLS, and there is no certificate";
        return;
    }
    makeRoomFor(party);
    const quint64 number = ++m_lastNumber;
    auto arrival = std::make_unique<TlsArrival>(std::move(socket), peer, m_maxHeadBytes);
    TlsArrival *const raw = arrival.get();
    connect(raw, &TlsArrival::decided, this,
            [this, number](TlsArrival::Outcome outcome) { onDecided(number, outcome); });
    m_arrivals.emplace(number, UnderWay{std::move(arrival), party});
    raw->begin(material->configuration, m_deadline);
}

// Of a party that has too many it is one of its own that goes.
void TlsDoor::makeRoomFor(const QString &party)
{
    const auto isOwn = [&party](const auto &entry) { return entry.second.party == party; };
    const auto own = std::count_if(m_arrivals.begin(), m_arrivals.end(), isOwn);
    if (!party.isEmpty() && static_cast<size_t>(own) >= m_options.maxHandshakesPerAddress)
        m_arrivals.erase(std::find_if(m_arrivals.begin(), m_arrivals.end(), isOwn));
    else if (m_arrivals.size() >= m_options.maxHandshakes)
        m_arrivals.erase(m_arrivals.begin());
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
    TlsArrival *const arrival = node.mapped().arrival.release();
    arrival->deleteLater();
    if (outcome != TlsArrival::Outcome::Gone)
        m_handler(*arrival, outcome);
}

}  // namespace cs

#include "moc_tlsdoor.cpp"

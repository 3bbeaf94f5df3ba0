#include "transport/acceptor.h"

#include <algorithm>

#include "net/address.h"
#include "transport/listensocket.h"
#include "transport/logging.h"

namespace cs {

Acceptor::Acceptor(Handler handler, QObject *parent) : QObject(parent), m_handler(std::move(handler)) {}

Acceptor::~Acceptor() = default;

Result<Done> Acceptor::listen(const AcceptorOptions &options)
{
    auto sockets = listenOnTcp(options.host, options.port, options.backlog);
    if (!sockets.ok())
        return sockets.error();
    m_options = options;
    for (UniqueFd &socket : sockets.value()) {
        m_loops.push_back(std::make_unique<AcceptLoop>(std::move(socket),
                                                       [this](UniqueFd accepted) { onAccepted(std::move(accepted)); }));
    }
    return Done{};
}

void Acceptor::close()
{
    m_loops.clear();
    m_waiting.clear();
    m_counts.clear();
}

quint16 Acceptor::port() const
{
    return m_loops.empty() ? 0 : localEnd(m_loops.front()->descriptor()).port;
}

void Acceptor::onAccepted(UniqueFd socket)
{
    if (m_waiting.size() >= m_options.maxWaiting)
        makeRoom();
    const QString network = networkOf(peerEnd(socket.get()).address);
    const quint64 number = ++m_lastNumber;
    auto waiting = std::make_unique<WaitingSocket>(std::move(socket), m_options.peekFor, m_options.maxHeadBytes,
                                                   m_options.headDeadline);
    connect(waiting.get(), &WaitingSocket::decided, this,
            [this, number](WaitingSocket::Outcome outcome) { onDecided(number, outcome); });
    m_waiting.emplace(number, Waiting{std::move(waiting), network});
    ++m_counts[network];
}

void Acceptor::makeRoom()
{
    const QString greatest = std::max_element(m_counts.cbegin(), m_counts.cend()).key();
    const auto oldest = std::find_if(m_waiting.begin(), m_waiting.end(),
                                     [&greatest](const auto &entry) { return entry.second.network == greatest; });
    take(oldest->first);
}

std::unique_ptr<WaitingSocket> Acceptor::take(quint64 number)
{
    Waiting waiting = std::move(m_waiting.extract(number).mapped());
    const auto count = m_counts.find(waiting.network);
    if (--count.value() == 0)
        m_counts.erase(count);
    return std::move(waiting.socket);
}

void Acceptor::onDecided(quint64 number, WaitingSocket::Outcome outcome)
{
    // It is in the middle of its own signal.
    WaitingSocket *const waiting = take(number).release();
    waiting->deleteLater();
    Arrival arrival{waiting->take(), {}, Arrival::Kind::Plain, waiting->head()};
    arrival.peer = peerEnd(arrival.socket.get());
    switch (outcome) {
    case WaitingSocket::Outcome::Gone: return;
    case WaitingSocket::Outcome::Plain: break;
    case WaitingSocket::Outcome::Tls: arrival.kind = Arrival::Kind::Tls; break;
    case WaitingSocket::Outcome::HeadTooLong: arrival.kind = Arrival::Kind::HeadTooLong; break;
    }
    m_handler(std::move(arrival));
}

}  // namespace cs

#include "moc_acceptor.cpp"

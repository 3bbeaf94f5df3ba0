#include "transport/acceptor.h"

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
}

quint16 Acceptor::port() const
{
    return m_loops.empty() ? 0 : localEnd(m_loops.front()->descriptor()).port;
}

void Acceptor::onAccepted(UniqueFd socket)
{
    if (m_waiting.size() >= m_options.maxWaiting)
        m_waiting.erase(m_waiting.begin());
    const quint64 number = ++m_lastNumber;
    auto waiting = std::make_unique<WaitingSocket>(std::move(socket), m_options.peekFor, m_options.maxHeadBytes,
                                                   m_options.headDeadline);
    connect(waiting.get(), &WaitingSocket::decided, this,
            [this, number](WaitingSocket::Outcome outcome) { onDecided(number, outcome); });
    m_waiting.emplace(number, std::move(waiting));
}

void Acceptor::onDecided(quint64 number, WaitingSocket::Outcome outcome)
{
    auto node = m_waiting.extract(number);
    // It is in the middle of its own signal.
    WaitingSocket *const waiting = node.mapped().release();
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

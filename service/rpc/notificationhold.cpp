#include "rpc/notificationhold.h"

namespace cs {

NotificationHold::Ticket NotificationHold::begin(ConnectionId connection)
{
    const std::lock_guard lock(m_mutex);
    m_peers[connection].batches.insert(++m_last);
    return {*this, connection, m_last};
}

// Sent with the lock held, here and below: two threads must not change the order.
void NotificationHold::notify(ConnectionId connection, const QByteArray &frame)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_peers.find(connection);
    if (found == m_peers.end()) {
        m_sender.send(connection, frame);
        return;
    }
    Peer &peer = found->second;
    peer.waiting.push_back({frame, *peer.batches.rbegin()});
    peer.bytes += frame.size();
    while (peer.bytes > MaxHeldBytes)
        sendFirst(connection, peer);
}

void NotificationHold::closed(ConnectionId connection)
{
    const std::lock_guard lock(m_mutex);
    m_peers.erase(connection);
}

void NotificationHold::end(ConnectionId connection, quint64 number)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_peers.find(connection);
    if (found == m_peers.end())
        return;
    Peer &peer = found->second;
    peer.batches.erase(number);
    while (!peer.waiting.empty() && (peer.batches.empty() || peer.waiting.front().behind < *peer.batches.begin()))
        sendFirst(connection, peer);
    if (peer.batches.empty())
        m_peers.erase(found);
}

void NotificationHold::sendFirst(ConnectionId connection, Peer &peer)
{
    const QByteArray frame = std::move(peer.waiting.front().frame);
    peer.waiting.pop_front();
    peer.bytes -= frame.size();
    m_sender.send(connection, frame);
}

}  // namespace cs

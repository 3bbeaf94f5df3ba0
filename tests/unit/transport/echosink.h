#pragma once

#include <mutex>
#include <vector>

#include <QHash>

#include "rpc/peer.h"

namespace cs {

// Sends each frame back, and "give N" bytes on request. Remembers who came and went. Thread-safe.
class EchoSink final : public FrameSink {
public:
    explicit EchoSink(FrameSender &sender) : m_sender(sender) {}

    void opened(const PeerInfo &peer) override
    {
        const std::lock_guard lock(m_mutex);
        m_open.insert(peer.id, peer);
        m_last = peer;
    }
    void frame(ConnectionId connection, const QByteArray &bytes) override
    {
        {
            const std::lock_guard lock(m_mutex);
            ++m_frames;
        }
        if (bytes.startsWith("give "))
            m_sender.send(connection, QByteArray(bytes.mid(5).toLongLong(), 'x'));
        else
            m_sender.send(connection, bytes);
    }
    void closed(ConnectionId connection) override
    {
        const std::lock_guard lock(m_mutex);
        m_open.remove(connection);
        ++m_closed;
    }

    qsizetype openCount() const
    {
        const std::lock_guard lock(m_mutex);
        return m_open.size();
    }
    int closedCount() const
    {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }
    int frameCount() const
    {
        const std::lock_guard lock(m_mutex);
        return m_frames;
    }
    PeerInfo lastPeer() const
    {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }

private:
    FrameSender &m_sender;
    mutable std::mutex m_mutex;
    QHash<ConnectionId, PeerInfo> m_open;
    PeerInfo m_last;
    int m_closed = 0;
    int m_frames = 0;
};

}  // namespace cs

#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

#include <QByteArray>

#include "rpc/peer.h"

namespace cs {

// Keeps notifications back while the calls of a batch run, so that its answer goes out first, as a single call's answer
// does. Called from any thread; owns only what waits.
class NotificationHold {
public:
    // What waits for one connection at most; of more than that the oldest goes out at once.
    static constexpr qint64 MaxHeldBytes = 1024 * 1024;

    // One batch under way; its end lets go what waited for it. Move-only.
    class Ticket {
    public:
        Ticket() = default;
        Ticket(Ticket &&other) noexcept
            : m_hold(std::exchange(other.m_hold, nullptr)),
              m_connection(other.m_connection),
              m_number(other.m_number)
        {}
        Ticket &operator=(Ticket &&) = delete;
        ~Ticket() { end(); }

        // At most once counts.
        void end()
        {
            if (NotificationHold *hold = std::exchange(m_hold, nullptr))
                hold->end(m_connection, m_number);
        }

    private:
        friend class NotificationHold;
        Ticket(NotificationHold &hold, ConnectionId connection, quint64 number)
            : m_hold(&hold),
              m_connection(connection),
              m_number(number)
        {}

        NotificationHold *m_hold = nullptr;
        ConnectionId m_connection{};
        quint64 m_number = 0;
    };

    // `sender` and this object outlive the tickets.
    explicit NotificationHold(FrameSender &sender) : m_sender(sender) {}

    // Before the calls of a batch run.
    [[nodiscard]] Ticket begin(ConnectionId connection);
    // Sends, in order, once no batch is under way that was when it came.
    void notify(ConnectionId connection, const QByteArray &frame);
    // What waited is dropped.
    void closed(ConnectionId connection);

private:
    struct Waiting {
        QByteArray frame;
        // The newest batch that was under way: this and all before it go first.
        quint64 behind = 0;
    };
    struct Peer {
        std::set<quint64> batches;
        std::deque<Waiting> waiting;
        qint64 bytes = 0;
    };
    void end(ConnectionId connection, quint64 number);
    void sendFirst(ConnectionId connection, Peer &peer);

    FrameSender &m_sender;
    std::mutex m_mutex;
    // Only those with a batch under way.
    std::unordered_map<ConnectionId, Peer> m_peers;
    quint64 m_last = 0;
};

}  // namespace cs

#pragma once

#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ids.h"

namespace cs {

// How much waits to go out to each peer, from send() to the kernel. Thread-safe; holds numbers only.
class WriteGauge {
public:
    struct Marks {
        // Beyond it a peer is given nothing more.
        qint64 limit = 4'000'000;
        // A peer that was above the one and is now below the other has drained.
        qint64 high = 256 * 1024;
        qint64 low = 64 * 1024;
    };
    enum class Verdict {
        Fine,
        // This is the message that went beyond the limit; the first one only.
        TooMuch,
        // Unknown, closed, or beyond the limit for a while.
        Ignored,
    };

    WriteGauge() = default;
    explicit WriteGauge(Marks marks) : m_marks(marks) {}

    void setMarks(Marks marks);
    void opened(ConnectionId peer);
    void closed(ConnectionId peer);
    void clear();

    // Before a message of so many bytes is put on its way.
    Verdict accept(ConnectionId peer, qint64 bytes);
    // On its way `bytes` were given to the peer's socket, which now holds `unsent`. True if the peer has drained.
    bool settle(ConnectionId peer, qint64 bytes, qint64 unsent);
    qint64 queued(ConnectionId peer) const;
    // Of each peer that has something queued.
    std::vector<std::pair<ConnectionId, qint64>> all() const;

private:
    struct Entry {
        qint64 underWay = 0;
        qint64 unsent = 0;
        bool wasHigh = false;
        bool beyond = false;
    };

    mutable std::mutex m_mutex;
    Marks m_marks;
    std::unordered_map<quint64, Entry> m_entries;
};

}  // namespace cs

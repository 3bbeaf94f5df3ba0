#pragma once

#include <chrono>
#include <deque>
#include <optional>

#include <QString>

#include "mediamtx/mediaserver.h"

namespace cs {

// Judges by the media server's counters whether a camera's picture moves. A plain value of the service thread.
//
// Being available proves nothing: a camera that was frozen stays so for many seconds, and a source that never connected
// says it is online. So a picture counts as moving only while bytes come in.
class LinkWatch {
public:
    using Time = std::chrono::steady_clock::time_point;
    enum class Feed { Pulled, Published };

    LinkWatch(Feed feed, std::chrono::milliseconds silence) : m_feed(feed), m_silence(silence) {}

    // One poll; null while the media server does not know the path.
    void poll(const PathState *state, Time now);
    // The media server cannot be asked, for this reason.
    void serverAway(const QString &reason);

    bool isConnected() const { return m_connected; }
    // Bytes came in since the poll before.
    bool grew() const { return m_grew; }
    // In words; empty while connected.
    const QString &reason() const { return m_reason; }
    // Bits per second over the last seconds.
    double bitrate() const;
    // For how long a path that claims to be available has brought nothing, or has not been available at all.
    std::chrono::milliseconds silentFor(Time now) const;

private:
    void onMoving(const PathState &state, Time now);
    void onStill(const PathState *state, Time now);
    QString stillReason(const PathState *state, Time now) const;
    void forget();

    Feed m_feed;
    std::chrono::milliseconds m_silence;
    bool m_connected = false;
    bool m_grew = false;
    bool m_wasLive = false;
    QString m_reason;
    std::optional<qint64> m_bytes;  // at the last poll
    Time m_since{};                 // last growth, or the first poll after nothing was known
    int m_stillPolls = 0;
    std::deque<std::pair<Time, qint64>> m_recent;
};

}  // namespace cs

#include "cameras/linkwatch.h"

namespace cs {
namespace {

using namespace std::chrono_literals;

// A single odd poll (a late one, one during a publisher's restart) is no loss.
constexpr int PollsToLose = 2;
// As long as a healthy camera needs to answer at all.
constexpr auto ConnectTime = 3s;
constexpr auto RateWindow = 5s;

bool isAvailable(const PathState *state)
{
    return state && state->available && state->online;
}

}  // namespace

void LinkWatch::poll(const PathState *state, Time now)
{
    if (m_since == Time{})
        m_since = now;
    const bool available = isAvailable(state);
    // Counters begin anew with each stream: another number than before means bytes, be it smaller.
    m_grew = available && m_bytes && state->inboundBytes != *m_bytes && state->inboundBytes > 0;
    m_bytes = available ? state->inboundBytes : 0;
    if (m_grew)
        onMoving(*state, now);
    else
        onStill(state, now);
}

void LinkWatch::onMoving(const PathState &state, Time now)
{
    if (!m_recent.empty() && m_recent.back().second > state.inboundBytes)
        m_recent.clear();
    m_recent.emplace_back(now, state.inboundBytes);
    while (now - m_recent.front().first > RateWindow)
        m_recent.pop_front();
    m_since = now;
    m_stillPolls = 0;
    m_wasLive = true;
    m_connected = true;
    m_reason.clear();
}

void LinkWatch::onStill(const PathState *state, Time now)
{
    ++m_stillPolls;
    const bool silentLongEnough = !isAvailable(state) || now - m_since >= m_silence;
    if (m_connected && (m_stillPolls < PollsToLose || !silentLongEnough))
        return;
    m_connected = false;
    m_recent.clear();
    m_reason = stillReason(state, now);
}

QString LinkWatch::stillReason(const PathState *state, Time now) const
{
    if (isAvailable(state) && m_wasLive)
        return QStringLiteral("no data for %1 s").arg(std::chrono::duration<double>(m_silence).count());
    if (isAvailable(state))
        return QStringLiteral("waiting for data");
    if (!state)
        return QStringLiteral("not known to the media server yet");
    if (m_feed == Feed::Published)
        return QStringLiteral("waiting for its publisher");
    if (!m_wasLive && now - m_since < ConnectTime)
        return QStringLiteral("connecting");
    return QStringLiteral("not reachable or refused the login");
}

void LinkWatch::serverAway(const QString &reason)
{
    forget();
    m_reason = reason;
}

void LinkWatch::forget()
{
    m_connected = false;
    m_grew = false;
    m_wasLive = false;
    m_bytes.reset();
    m_since = {};
    m_stillPolls = 0;
    m_recent.clear();
}

double LinkWatch::bitrate() const
{
    if (m_recent.size() < 2)
        return 0;
    const auto &[from, first] = m_recent.front();
    const auto &[to, last] = m_recent.back();
    constexpr double bitsPerByte = 8;
    return double(last - first) * bitsPerByte / std::chrono::duration<double>(to - from).count();
}

std::chrono::milliseconds LinkWatch::silentFor(Time now) const
{
    if (m_since == Time{})
        return 0ms;
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - m_since);
}

}  // namespace cs

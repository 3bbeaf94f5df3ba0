#include "auth/loginthrottle.h"

#include <algorithm>
#include <vector>

#include "net/address.h"

namespace cs {

namespace {

using std::chrono::milliseconds;

// Until one of the tries under way has ended.
constexpr milliseconds busyPause{1000};

milliseconds pauseAfter(int failures)
{
    const int over = failures - LoginThrottle::FreeFailures;
    if (over <= 0)
        return milliseconds::zero();
    constexpr int longestShift = 6;
    const std::chrono::seconds pause{1LL << std::min(over - 1, longestShift)};
    return std::min<milliseconds>(pause, LoginThrottle::LongestPause);
}

}  // namespace

std::optional<milliseconds> LoginThrottle::enter(const QString &username, const QString &address, bool familiar,
                                                 Try &entered)
{
    const QString peer = canonicalAddress(address);
    if (const auto wait = m_addresses.shutOutFor(peer))
        return wait;
    const Steady now = m_clock.steady();
    const QString network = networkOf(peer);
    const bool own = familiar || m_familiar.value(username).contains(network);
    const QString key = own ? username + u'\n' + network : username;
    if (m_underWay.value(network) >= MaxOfAddress)
        return busyPause;
    if (!m_counts.contains(key))
        makeRoom(now);
    Count &count = m_counts[key];
    if (count.underWay == 0 && now - count.lastFailure >= Memory)
        count = {};
    if (count.notBefore > now)
        return std::chrono::ceil<milliseconds>(count.notBefore - now);
    if (count.underWay >= MaxOfCount)
        return busyPause;
    ++count.underWay;
    ++m_underWay[network];
    entered = {key, network, peer, username};
    return std::nullopt;
}

void LoginThrottle::leave(const Try &entered, Outcome outcome)
{
    if (--m_underWay[entered.network] <= 0)
        m_underWay.remove(entered.network);
    if (const auto count = m_counts.find(entered.count); count != m_counts.end())
        --count->underWay;
    switch (outcome) {
    case Outcome::Neither: return;
    case Outcome::Bad: noteBad(entered); return;
    case Outcome::Good: break;
    }
    // The party has its own count from now on; what strangers did stays as it is.
    if (entered.count != entered.username)
        m_counts.remove(entered.count);
    if (m_familiar.size() >= MaxCounts && !m_familiar.contains(entered.username))
        m_familiar.clear();
    QStringList &networks = m_familiar[entered.username];
    networks.removeOne(entered.network);
    networks.append(entered.network);
    while (networks.size() > MaxFamiliarOfUser)
        networks.removeFirst();
}

void LoginThrottle::noteBad(const Try &entered)
{
    m_addresses.failed(entered.address);
    const auto count = m_counts.find(entered.count);
    if (count == m_counts.end())
        return;
    const Steady now = m_clock.steady();
    ++count->failures;
    count->lastFailure = now;
    count->notBefore = now + pauseAfter(count->failures);
}

// What no longer counts goes; if that is not enough, the quarter that is least in force.
void LoginThrottle::makeRoom(Steady now)
{
    if (m_counts.size() < MaxCounts)
        return;
    m_counts.removeIf([now](auto entry) { return entry->underWay == 0 && now - entry->lastFailure >= Memory; });
    if (m_counts.size() < MaxCounts)
        return;
    std::vector<Steady> ends;
    for (const Count &count : std::as_const(m_counts))
        ends.push_back(count.notBefore);
    const auto quarter = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 4);
    std::nth_element(ends.begin(), quarter, ends.end());
    m_counts.removeIf([&](auto entry) { return entry->underWay == 0 && entry->notBefore <= *quarter; });
}

}  // namespace cs

#include "http/connectiontable.h"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

#include "net/address.h"

namespace cs {

bool ConnectionTable::add(const Newcomer &newcomer, Steady now)
{
    const std::lock_guard lock(m_mutex);
    cutOffSlow(now);
    // The number of a socket that is new to us cannot belong to an open one.
    m_entries.remove(newcomer.socket);
    const QString network = networkOf(newcomer.address);
    // Many people stand behind a proxy, and behind what runs on this host.
    const bool isCrowd = newcomer.isProxy || isLoopback(newcomer.address);
    // First of all: who begins too many must not send others away.
    if (newcomer.encrypted && !isCrowd && !m_begun.of(network, now).take(now))
        return false;
    if (!makeWay(newcomer, network, isCrowd))
        return false;
    m_entries.insert(newcomer.socket, {.network = network,
                                       .waitingSince = now,
                                       .hasSentHead = newcomer.hasSentHead,
                                       .handshake = newcomer.encrypted});
    return true;
}

// All who have to give way do so, or, for a newcomer who is refused all the same, nobody.
bool ConnectionTable::makeWay(const Newcomer &newcomer, const QString &network, bool isCrowd)
{
    const bool enters = mayEnter(newcomer, network, isCrowd)
                        && (!newcomer.encrypted || makeRoomForHandshake(network, isCrowd));
    for (const Entries::iterator entry : std::exchange(m_givingWay, {})) {
        if (enters)
            cutOff(entry);
        else
            entry->leaving = false;
    }
    return enters;
}

bool ConnectionTable::mayEnter(const Newcomer &newcomer, const QString &network, bool isCrowd)
{
    const auto isOpen = [](const Entry &entry) { return !entry.leaving; };
    const auto isSame = [&network](const Entry &entry) { return !entry.leaving && entry.network == network; };
    const auto isHalfOpen = [&network](const Entry &entry) { return entry.isHalfOpen() && entry.network == network; };
    const int maxHalfOpen = isCrowd ? std::max(1, m_limits.max / 2) : m_limits.maxHalfOpenPerAddress;
    // Those that are cut off are closed at once by libmicrohttpd, unless its threads hang.
    if (m_entries.size() >= 2 * m_limits.max)
        return false;
    if (!newcomer.hasSentHead && count(isHalfOpen) >= maxHalfOpen && !makeRoom(isHalfOpen))
        return false;
    if (!isCrowd && count(isSame) >= m_limits.maxPerAddress && !makeRoom(isSame))
        return false;
    return count(isOpen) < m_limits.max || makeRoom(isOpen);
}

int ConnectionTable::count(const std::function<bool(const Entry &)> &which) const
{
    return static_cast<int>(std::count_if(m_entries.cbegin(), m_entries.cend(), which));
}

// Of those that owe a head the one that has owed it for longest gives way. False if there is none.
bool ConnectionTable::makeRoom(const std::function<bool(const Entry &)> &among)
{
    auto oldest = m_entries.end();
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->owesHead() && among(*entry)
            && (oldest == m_entries.end() || entry->waitingSince < oldest->waitingSince))
            oldest = entry;
    }
    return giveWay(oldest);
}

// False if there is none.
bool ConnectionTable::giveWay(Entries::iterator entry)
{
    if (entry == m_entries.end())
        return false;
    entry->leaving = true;
    m_givingWay.push_back(entry);
    return true;
}

// libmicrohttpd notices the end of the socket and closes it; until remove() it is open, so that the number cannot mean
// another one. What it has not taken over yet may be closed already, and its number another's: that waits for started().
void ConnectionTable::cutOff(Entries::iterator entry)
{
    if (entry->started)
        ::shutdown(entry.key(), SHUT_RDWR);
    entry->leaving = true;
}

// Of an address that has too many it is one of its own that goes. False if there is nobody to send away.
bool ConnectionTable::makeRoomForHandshake(const QString &network, bool isCrowd)
{
    int handshakes = 0;
    int own = 0;
    auto oldest = m_entries.end();
    auto oldestOwn = m_entries.end();
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (!entry->handshake || entry->leaving)
            continue;
        const bool isOwn = entry->network == network;
        ++handshakes;
        own += isOwn ? 1 : 0;
        if (oldest == m_entries.end() || entry->waitingSince < oldest->waitingSince)
            oldest = entry;
        if (isOwn && (oldestOwn == m_entries.end() || entry->waitingSince < oldestOwn->waitingSince))
            oldestOwn = entry;
    }
    const bool ownAreTooMany = !isCrowd && own >= m_limits.maxHandshakesPerAddress;
    if (!ownAreTooMany && handshakes < m_limits.maxHandshakes)
        return true;
    return giveWay(ownAreTooMany ? oldestOwn : oldest);
}

void ConnectionTable::tick(Steady now)
{
    const std::lock_guard lock(m_mutex);
    cutOffSlow(now);
}

void ConnectionTable::started(int socket, Steady now)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.find(socket);
    if (entry == m_entries.end()) {
        // Given up as lost: nobody counts it.
        ::shutdown(socket, SHUT_RDWR);
        return;
    }
    entry->started = true;
    entry->waitingSince = now;
    if (entry->leaving)
        cutOff(entry);
}

void ConnectionTable::requestBegun(int socket)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(socket); entry != m_entries.end()) {
        entry->waiting = entry->hasSentHead = entry->handshake = false;
        entry->hasAsked = true;
    }
}

void ConnectionTable::requestEnded(int socket, Steady now)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(socket); entry != m_entries.end()) {
        entry->waiting = true;
        entry->waitingSince = now;
    }
}

void ConnectionTable::remove(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_entries.remove(socket);
}

int ConnectionTable::count() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_entries.size());
}

std::chrono::seconds ConnectionTable::patienceFor(const Entry &entry) const
{
    if (entry.handshake)
        return m_limits.handshakeTimeout;
    return entry.hasAsked ? m_limits.headTimeout : std::min(m_limits.headTimeout, m_limits.firstHeadTimeout);
}

void ConnectionTable::cutOffSlow(Steady now)
{
    // libmicrohttpd takes over what it is given within milliseconds, or has dropped it without a word.
    constexpr std::chrono::minutes lost{5};
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const auto waited = now - entry->waitingSince;
        if (!entry->started && waited > lost) {
            entry = m_entries.erase(entry);
            continue;
        }
        if (entry->waiting && waited > patienceFor(*entry) && !entry->leaving)
            cutOff(entry);
        ++entry;
    }
}

}  // namespace cs

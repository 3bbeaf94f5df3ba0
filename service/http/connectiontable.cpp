#include "http/connectiontable.h"

#include <algorithm>
#include <sys/socket.h>

#include "auth/address.h"

namespace cs {

namespace {

bool isLoopbackText(const QString &address)
{
    return address == u"::1" || address.startsWith(u"127.");
}

}  // namespace

bool ConnectionTable::add(const Newcomer &newcomer, Steady now)
{
    const std::lock_guard lock(m_mutex);
    cutOffSlow(now);
    // The number of a socket that is new to us cannot belong to an open one.
    m_entries.remove(newcomer.socket);
    const QString network = networkOf(newcomer.address);
    const auto same = std::count_if(m_entries.cbegin(), m_entries.cend(),
                                    [&network](const Entry &entry) { return entry.network == network; });
    const bool counts = !newcomer.isProxy && !isLoopbackText(newcomer.address);
    if (m_entries.size() >= m_limits.max || (counts && same >= m_limits.maxPerAddress))
        return false;
    if (newcomer.encrypted && !mayBeginHandshake(network, counts, now))
        return false;
    m_entries.insert(newcomer.socket, {.network = network, .waitingSince = now, .handshake = newcomer.encrypted});
    return true;
}

bool ConnectionTable::mayBeginHandshake(const QString &network, bool counts, Steady now)
{
    if (counts && !m_begun.of(network, now).take(now))
        return false;
    return makeRoomForHandshake(network, counts);
}

// Of an address that has too many it is one of its own that goes. False if there is nobody to send away.
bool ConnectionTable::makeRoomForHandshake(const QString &network, bool counts)
{
    int handshakes = 0;
    int own = 0;
    auto oldest = m_entries.end();
    auto oldestOwn = m_entries.end();
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (!entry->handshake)
            continue;
        const bool isOwn = entry->network == network;
        ++handshakes;
        own += isOwn ? 1 : 0;
        // What libmicrohttpd has not taken over may be closed already, and its number another's.
        if (!entry->started)
            continue;
        if (oldest == m_entries.end() || entry->waitingSince < oldest->waitingSince)
            oldest = entry;
        if (isOwn && (oldestOwn == m_entries.end() || entry->waitingSince < oldestOwn->waitingSince))
            oldestOwn = entry;
    }
    const bool ownAreTooMany = counts && own >= m_limits.maxHandshakesPerAddress;
    if (!ownAreTooMany && handshakes < m_limits.maxHandshakes)
        return true;
    const auto leaving = ownAreTooMany ? oldestOwn : oldest;
    if (leaving == m_entries.end())
        return false;
    ::shutdown(leaving.key(), SHUT_RDWR);
    // It is on its way out; the next one must not find it again.
    leaving->handshake = false;
    return true;
}

void ConnectionTable::tick(Steady now)
{
    const std::lock_guard lock(m_mutex);
    cutOffSlow(now);
}

void ConnectionTable::started(int socket, Steady now)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(socket); entry != m_entries.end()) {
        entry->started = true;
        entry->waitingSince = now;
    }
}

void ConnectionTable::requestBegun(int socket)
{
    const std::lock_guard lock(m_mutex);
    if (const auto entry = m_entries.find(socket); entry != m_entries.end())
        entry->waiting = entry->handshake = false;
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

// libmicrohttpd notices the end of the socket and
// closes it; until remove() it is open, so that the number cannot mean another one.
void ConnectionTable::cutOffSlow(Steady now)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const auto patience = entry->handshake ? m_limits.handshakeTimeout : m_limits.headTimeout;
        const bool slow = entry->waiting && now - entry->waitingSince > patience;
        if (slow && !entry->started) {
            // Given up by libmicrohttpd without a word.
            entry = m_entries.erase(entry);
            continue;
        }
        if (slow)
            ::shutdown(entry.key(), SHUT_RDWR);
        ++entry;
    }
}

}  // namespace cs

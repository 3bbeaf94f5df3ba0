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
    if (newcomer.encrypted && !makeRoomForHandshake())
        return false;
    m_entries.insert(newcomer.socket, {.network = network, .waitingSince = now, .handshake = newcomer.encrypted});
    return true;
}

// False if there is nobody to send away.
bool ConnectionTable::makeRoomForHandshake()
{
    int handshakes = 0;
    auto oldest = m_entries.end();
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (!entry->handshake)
            continue;
        ++handshakes;
        // What libmicrohttpd has not taken over may be closed already, and its number another's.
        if (entry->started && (oldest == m_entries.end() || entry->waitingSince < oldest->waitingSince))
            oldest = entry;
    }
    if (handshakes < m_limits.maxHandshakes)
        return true;
    if (oldest == m_entries.end())
        return false;
    ::shutdown(oldest.key(), SHUT_RDWR);
    // It is on its way out; the next one must not find it again.
    oldest->handshake = false;
    return true;
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

// Runs when somebody wants to come in, which is when it matters. libmicrohttpd notices the end of the socket and
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

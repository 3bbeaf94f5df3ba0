#include "http/connectiontable.h"

#include <algorithm>
#include <sys/socket.h>

#include "auth/address.h"

namespace cs {

namespace {

bool isLoopback(const QString &address)
{
    return address == u"::1" || address.startsWith(u"127.");
}

}  // namespace

bool ConnectionTable::add(int socket, const QString &address, Steady now)
{
    const std::lock_guard lock(m_mutex);
    cutOffSlow(now);
    // The number of a socket that is new to us cannot belong to an open one.
    m_entries.remove(socket);
    const QString network = networkOf(address);
    const auto same = std::count_if(m_entries.cbegin(), m_entries.cend(),
                                    [&network](const Entry &entry) { return entry.network == network; });
    if (m_entries.size() >= m_max || (same >= m_maxPerAddress && !isLoopback(address)))
        return false;
    m_entries.insert(socket, {.network = network, .waitingSince = now});
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
        entry->waiting = false;
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
        const bool slow = entry->waiting && now - entry->waitingSince > m_headTimeout;
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

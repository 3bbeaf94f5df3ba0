#pragma once

#include <chrono>
#include <mutex>

#include <QHash>
#include <QString>

namespace cs {

// Counts the open connections and cuts off those whose request does not come to its end. Thread-safe.
//
// libmicrohttpd's own limit hangs when it is hit, and its timeout is satisfied by one byte now and then.
class ConnectionTable {
public:
    using Steady = std::chrono::steady_clock::time_point;

    ConnectionTable(int max, int maxPerAddress, std::chrono::seconds headTimeout)
        : m_max(max),
          m_maxPerAddress(maxPerAddress),
          m_headTimeout(headTimeout)
    {}

    // Before the socket is handed over. False if there are too many, of all or of this address; IPv6 addresses count
    // by /64, the smallest part of the net a host is given. The limit by address is not for loopback, where reverse
    // proxies stand.
    bool add(int socket, const QString &address, Steady now);
    // While the socket is open: libmicrohttpd has taken it over, its request head is complete, its request is
    // answered, it is about to be closed.
    void started(int socket, Steady now);
    void requestBegun(int socket);
    void requestEnded(int socket, Steady now);
    void remove(int socket);
    int count() const;

private:
    struct Entry {
        QString network;
        // Since when it owes us a request head.
        Steady waitingSince;
        bool waiting = true;
        bool started = false;
    };
    void cutOffSlow(Steady now);

    const int m_max;
    const int m_maxPerAddress;
    const std::chrono::seconds m_headTimeout;
    mutable std::mutex m_mutex;
    QHash<int, Entry> m_entries;
};

}  // namespace cs

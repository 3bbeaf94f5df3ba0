#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

#include <QHash>
#include <QString>

#include "net/addressbuckets.h"

namespace cs {

struct ConnectionLimits {
    int max = 500;
    int maxPerAddress = 100;
    // How long a connection that was answered once may owe the next request head.
    std::chrono::seconds headTimeout{30};
    // The same for an encrypted one from its beginning to its first request, and how many there may be.
    int maxHandshakes = 128;
    std::chrono::seconds handshakeTimeout{10};
    // How long a new one may owe its first request head, and how many of an address may do so; of loopback and of
    // proxies half of all.
    std::chrono::seconds firstHeadTimeout{10};
    int maxHalfOpenPerAddress = 32;
    // Of one address; then one of its own gives way. And how many it may begin.
    int maxHandshakesPerAddress = 32;
    double handshakesPerSecondPerAddress = 20;
    double handshakeBurstPerAddress = 200;
};

// Counts the open connections and cuts off those whose request does not come to its end. Thread-safe.
//
// libmicrohttpd's own limit hangs when it is hit, and its timeout is satisfied by one byte now and then.
class ConnectionTable {
public:
    using Steady = std::chrono::steady_clock::time_point;

    struct Newcomer {
        int socket = -1;
        // Canonical text.
        QString address;
        bool encrypted = false;
        // Many clients stand behind it.
        bool isProxy = false;
        // Its first request head is complete and waits to be read.
        bool hasSentHead = false;
    };

    explicit ConnectionTable(const ConnectionLimits &limits)
        : m_limits(limits),
          m_begun(limits.handshakesPerSecondPerAddress, limits.handshakeBurstPerAddress)
    {}

    // Before the socket is handed over. False if there are too many, of all or of this address; IPv6 addresses count
    // by /64, the smallest part of the net a host is given. The limit by address is not for proxies, nor for loopback,
    // where some stand. Of too many, the one that has owed a request head for longest gives way, at once: who has sent
    // its head is not turned away for those who have not.
    bool add(const Newcomer &newcomer, Steady now);
    // While the socket is open: libmicrohttpd has taken it over (one that is not known any more is cut off), its request
    // head is complete, its request is answered, it is about to be closed.
    void started(int socket, Steady now);
    void requestBegun(int socket);
    void requestEnded(int socket, Steady now);
    void remove(int socket);
    int count() const;
    // Cuts off those who let their time pass. To be called now and then; add() does so as well.
    void tick(Steady now);

private:
    struct Entry {
        QString network;
        // Since when it owes us a request head.
        Steady waitingSince;
        bool waiting = true;
        // Does not owe the head, only we have not read it.
        bool hasSentHead = false;
        bool started = false;
        // Encrypted, and nothing asked for yet.
        bool handshake = false;
        // A request head of it was complete once.
        bool hasAsked = false;
        // Cut off, and about to be closed: it counts no more.
        bool leaving = false;
        bool owesHead() const { return waiting && !hasSentHead && !leaving; }
        bool isHalfOpen() const { return owesHead() && !hasAsked; }
    };
    using Entries = QHash<int, Entry>;
    void cutOffSlow(Steady now);
    std::chrono::seconds patienceFor(const Entry &entry) const;
    bool makeWay(const Newcomer &newcomer, const QString &network, bool isCrowd);
    bool mayEnter(const Newcomer &newcomer, const QString &network, bool isCrowd);
    bool makeRoom(const std::function<bool(const Entry &)> &among);
    int count(const std::function<bool(const Entry &)> &which) const;
    bool giveWay(Entries::iterator entry);
    bool makeRoomForHandshake(const QString &network, bool isCrowd);
    static void cutOff(Entries::iterator entry);

    const ConnectionLimits m_limits;
    mutable std::mutex m_mutex;
    Entries m_entries;
    std::vector<Entries::iterator> m_givingWay;  // while a newcomer is looked at
    AddressBuckets m_begun;
};

}  // namespace cs

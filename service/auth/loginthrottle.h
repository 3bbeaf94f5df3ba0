#pragma once

#include <chrono>
#include <optional>

#include <QHash>
#include <QString>
#include <QStringList>

#include "auth/failurelimit.h"

namespace cs {

// Slows down who guesses passwords. By address as FailureLimit does. By user with pauses that grow to LongestPause and
// never lock anybody out: a party that signed in as this user before has a count of its own, so that the failures of
// strangers do not hold it up. Names that nobody has are treated like the others. Memory is bounded. Service thread.
class LoginThrottle {
public:
    static constexpr int FreeFailures = 4;
    static constexpr std::chrono::seconds LongestPause{30};
    // After so long without a failure it counts no more.
    static constexpr std::chrono::minutes Memory{15};
    // Tries under way at once: of one party on the net, and at one count.
    static constexpr int MaxOfAddress = 4;
    static constexpr int MaxOfCount = 2;
    static constexpr qsizetype MaxCounts = 10'000;
    static constexpr qsizetype MaxFamiliarOfUser = 8;

    // `clock` outlives this object.
    explicit LoginThrottle(const Clock &clock) : m_clock(clock), m_addresses(clock) {}

    // One try, from enter() to leave().
    struct Try {
        QString count;
        QString network;
        QString address;
        QString username;
    };
    enum class Outcome { Good, Bad, Neither };

    // How long to wait before the next try; nothing, and `entered` filled, if this one may go on. `familiar` says that
    // the address is known to be this user's.
    std::optional<std::chrono::milliseconds> enter(const QString &username, const QString &address, bool familiar,
                                                   Try &entered);
    // Once for each that has entered.
    void leave(const Try &entered, Outcome outcome);

    qsizetype countsKept() const { return m_counts.size(); }

private:
    using Steady = std::chrono::steady_clock::time_point;
    struct Count {
        int failures = 0;
        int underWay = 0;
        Steady lastFailure{};
        Steady notBefore{};
    };
    void noteBad(const Try &entered);
    void makeRoom(Steady now);

    const Clock &m_clock;
    FailureLimit m_addresses;
    QHash<QString, Count> m_counts;
    QHash<QString, int> m_underWay;
    QHash<QString, QStringList> m_familiar;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include <QHash>
#include <QString>

namespace cs {

// Keeps strangers from filling the disk: of the refusals to one address a good many are written one by one, and beyond
// that they are counted. Service thread; times are steady.
class RefusalQuota {
public:
    using Steady = std::chrono::steady_clock::time_point;
    static constexpr int Burst = 2000;
    static constexpr int PerSecond = 5;
    static constexpr qsizetype MaxAddresses = 4096;

    // Whether this refusal is to be written by itself.
    bool admit(const QString &address, Steady now);

    struct Count {
        QString address;
        qint64 refusals = 0;
    };
    // What was only counted since the last call.
    std::vector<Count> takeCounts(Steady now);
    bool hasCounts() const { return m_counted > 0; }
    qsizetype addressCount() const { return m_addresses.size(); }

private:
    struct Account {
        double left = Burst;
        Steady at;
        qint64 counted = 0;
    };
    static void refill(Account &account, Steady now);
    void forgetIdle(Steady now);

    QHash<QString, Account> m_addresses;
    qint64 m_counted = 0;
    Steady m_sweptAt;
};

}  // namespace cs

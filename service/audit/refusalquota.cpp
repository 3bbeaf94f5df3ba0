#include "audit/refusalquota.h"

#include <algorithm>
#include <utility>

namespace cs {

void RefusalQuota::refill(Account &account, Steady now)
{
    const std::chrono::duration<double> passed = now - account.at;
    account.left = std::min<double>(Burst, account.left + passed.count() * PerSecond);
    account.at = now;
}

bool RefusalQuota::admit(const QString &address, Steady now)
{
    auto found = m_addresses.find(address);
    if (found == m_addresses.end()) {
        // Once a second at most: whoever comes from ever new addresses must not make it cost more.
        if (m_addresses.size() >= MaxAddresses && now - m_sweptAt >= std::chrono::seconds(1))
            forgetIdle(now);
        // Beyond that many at once they share one account.
        const QString name = m_addresses.size() >= MaxAddresses ? QStringLiteral("*") : address;
        found = m_addresses.find(name);
        if (found == m_addresses.end())
            found = m_addresses.insert(name, Account{Burst, now, 0});
    }
    refill(*found, now);
    if (found->left >= 1) {
        found->left -= 1;
        return true;
    }
    ++found->counted;
    ++m_counted;
    return false;
}

std::vector<RefusalQuota::Count> RefusalQuota::takeCounts(Steady now)
{
    std::vector<Count> counts;
    for (auto it = m_addresses.begin(); it != m_addresses.end(); ++it) {
        if (it->counted > 0)
            counts.push_back({it.key(), std::exchange(it->counted, 0)});
    }
    m_counted = 0;
    forgetIdle(now);
    return counts;
}

void RefusalQuota::forgetIdle(Steady now)
{
    m_sweptAt = now;
    m_addresses.removeIf([now](QHash<QString, Account>::iterator it) {
        refill(*it, now);
        return it->left >= Burst && it->counted == 0;
    });
}

}  // namespace cs

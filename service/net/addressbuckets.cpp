#include "net/addressbuckets.h"

#include <algorithm>

namespace cs {

namespace {

// More addresses at once than this do not come from honest clients; then they all start anew.
constexpr qsizetype maxBuckets = 100'000;
constexpr qsizetype leastPurge = 1024;

}  // namespace

TokenBucket &AddressBuckets::of(const QString &party, TokenBucket::Time now)
{
    const auto known = m_buckets.find(party);
    if (known != m_buckets.end())
        return known.value();
    if (m_buckets.size() >= m_purgeAt)
        purge(now);
    return m_buckets.insert(party, TokenBucket(m_perSecond, m_burst, now)).value();
}

void AddressBuckets::purge(TokenBucket::Time now)
{
    // A full bucket knows nothing that a new one does not.
    m_buckets.removeIf([now](const auto &bucket) { return bucket.value().isFull(now); });
    if (m_buckets.size() >= maxBuckets)
        m_buckets.clear();
    m_purgeAt = std::min(maxBuckets, std::max(leastPurge, 2 * m_buckets.size()));
}

}  // namespace cs

#pragma once

#include <QHash>
#include <QString>

#include "net/tokenbucket.h"

namespace cs {

// A token bucket for each address that calls, kept beyond its connections, so that a new connection is no new start.
// Used by one thread.
class AddressBuckets {
public:
    // As in TokenBucket.
    AddressBuckets(double perSecond, double burst) : m_perSecond(perSecond), m_burst(burst) {}

    // `party` is what networkOf() (net/address.h) makes of an address. Good until the next call.
    TokenBucket &of(const QString &party, TokenBucket::Time now);
    qsizetype count() const { return m_buckets.size(); }

private:
    void purge(TokenBucket::Time now);

    const double m_perSecond;
    const double m_burst;
    QHash<QString, TokenBucket> m_buckets;
    qsizetype m_purgeAt = 1024;
};

}  // namespace cs

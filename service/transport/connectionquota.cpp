#include "transport/connectionquota.h"

#include "net/address.h"

namespace cs {

ConnectionQuota::Place::Place(std::shared_ptr<Counts> counts, QString party)
    : m_counts(std::move(counts)),
      m_party(std::move(party))
{
    ++m_counts->total;
    if (!m_party.isEmpty())
        ++m_counts->byParty[m_party];
}

ConnectionQuota::Place::~Place()
{
    if (!m_counts)
        return;
    --m_counts->total;
    const auto own = m_counts->byParty.find(m_party);
    if (own != m_counts->byParty.end() && --own.value() == 0)
        m_counts->byParty.erase(own);
}

std::optional<ConnectionQuota::Place> ConnectionQuota::take(const QString &address)
{
    const QString party = isLoopback(address) ? QString() : networkOf(address);
    if (m_counts->total >= m_maxTotal || m_counts->byParty.value(party) >= m_maxPerParty)
        return std::nullopt;
    return Place(m_counts, party);
}

}  // namespace cs

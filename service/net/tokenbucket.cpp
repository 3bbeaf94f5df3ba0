#include "net/tokenbucket.h"

#include <algorithm>
#include <cmath>

namespace cs {

double TokenBucket::filledBy(Time now) const
{
    const std::chrono::duration<double> passed = now - m_filledAt;
    return std::min(m_burst, m_tokens + passed.count() * m_perSecond);
}

bool TokenBucket::take(Time now, double cost)
{
    m_tokens = filledBy(now);
    m_filledAt = now;
    const double price = std::min(cost, m_burst);
    if (m_tokens < price)
        return false;
    m_tokens -= price;
    return true;
}

void TokenBucket::giveBack(double cost)
{
    m_tokens = std::min(m_burst, m_tokens + std::min(cost, m_burst));
}

std::chrono::milliseconds TokenBucket::wait(double cost) const
{
    const double missing = std::max(0.0, std::min(cost, m_burst) - m_tokens);
    return std::chrono::milliseconds(std::max(1L, std::lround(std::ceil(missing / m_perSecond * 1000))));
}

bool TokenBucket::isFull(Time now) const
{
    return filledBy(now) >= m_burst;
}

}  // namespace cs

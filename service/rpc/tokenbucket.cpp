#include "rpc/tokenbucket.h"

#include <algorithm>
#include <cmath>

namespace cs {

bool TokenBucket::take(Time now)
{
    const std::chrono::duration<double> passed = now - m_filledAt;
    m_tokens = std::min(m_burst, m_tokens + passed.count() * m_perSecond);
    m_filledAt = now;
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

std::chrono::milliseconds TokenBucket::wait() const
{
    const double missing = std::max(0.0, 1 - m_tokens);
    return std::chrono::milliseconds(std::max(1L, std::lround(std::ceil(missing / m_perSecond * 1000))));
}

}  // namespace cs

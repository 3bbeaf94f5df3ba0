#pragma once

#include <chrono>

namespace cs {

// Lets so many through at once and so many a second. A value without clock or lock of its own.
class TokenBucket {
public:
    using Time = std::chrono::steady_clock::time_point;

    // `perSecond` > 0; `burst` >= 1. Starts full.
    TokenBucket(double perSecond, double burst, Time now)
        : m_perSecond(perSecond),
          m_burst(burst),
          m_tokens(burst),
          m_filledAt(now)
    {}

    bool take(Time now);
    // How long until take() succeeds, at least 1 ms.
    std::chrono::milliseconds wait() const;

private:
    double m_perSecond;
    double m_burst;
    double m_tokens;
    Time m_filledAt;
};

}  // namespace cs

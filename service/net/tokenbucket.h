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

    // What costs more than the burst is let through by a full bucket, or else it never would be.
    bool take(Time now, double cost = 1);
    // Of a take() that was in vain.
    void giveBack(double cost = 1);
    // How long until take() succeeds, at least 1 ms.
    std::chrono::milliseconds wait(double cost = 1) const;
    bool isFull(Time now) const;

private:
    double filledBy(Time now) const;

    double m_perSecond;
    double m_burst;
    double m_tokens;
    Time m_filledAt;
};

}  // namespace cs

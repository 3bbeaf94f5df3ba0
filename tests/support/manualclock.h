#pragma once

#include <atomic>

#include "base/time.h"

namespace cs {

// A clock that stands still until a test moves it. Thread-safe.
class ManualClock final : public Clock {
public:
    // 2026-01-01T00:00:00Z
    explicit ManualClock(Timestamp start = Timestamp(std::chrono::seconds(1767225600))) : m_start(start) {}

    Timestamp now() const override { return m_start + std::chrono::microseconds(m_passed.load()); }
    std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(std::chrono::hours(24)
                                                     + std::chrono::microseconds(m_passed.load()));
    }
    void advance(std::chrono::microseconds by) { m_passed += by.count(); }

private:
    const Timestamp m_start;
    std::atomic<qint64> m_passed = 0;
};

}  // namespace cs

#pragma once

#include "base/time.h"
#include "http/healthview.h"
#include "http/httpmessage.h"

namespace cs {

// The pages under /health. Thread-safe.
class HealthPages {
public:
    // Both outlive this object.
    HealthPages(const HealthView &health, const Clock &clock) : m_health(health), m_clock(clock) {}

    HttpResponse overview() const;
    HttpResponse detailed() const;
    // 503 while not ready.
    HttpResponse ready() const;
    // Who answers this is alive.
    HttpResponse live() const;

private:
    const HealthView &m_health;
    const Clock &m_clock;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <vector>

#include <QString>

#include "base/time.h"

namespace cs {

struct HealthComponent {
    QString name;
    QString status;
    QString message;
    Timestamp lastChecked;
};

// How the service is, as of the last look.
struct HealthReport {
    // HEALTHY, DEGRADED or UNHEALTHY.
    QString status;
    // What is wrong, for everybody; empty if nothing is.
    QString message = {};
    QString version;
    std::chrono::steady_clock::time_point startedAt;
    bool ready = false;
    // Why it is ready or not, for people.
    QString readyMessage;
    std::vector<HealthComponent> components;
};

// Where the HTTP server reads the health. Must be thread-safe and must not block.
class HealthView {
public:
    virtual ~HealthView() = default;
    virtual HealthReport report() const = 0;
};

}  // namespace cs

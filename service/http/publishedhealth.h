#pragma once

#include <memory>
#include <mutex>

#include "http/healthview.h"

namespace cs {

// The newest report that the service thread has published; readers on any thread see a whole one. Thread-safe.
class PublishedHealth final : public HealthView {
public:
    void publish(HealthReport report);
    HealthReport report() const override;

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const HealthReport> m_report = std::make_shared<HealthReport>();
};

}  // namespace cs

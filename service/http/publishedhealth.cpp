#include "http/publishedhealth.h"

namespace cs {

void PublishedHealth::publish(HealthReport report)
{
    auto fresh = std::make_shared<const HealthReport>(std::move(report));
    const std::lock_guard lock(m_mutex);
    m_report = std::move(fresh);
}

HealthReport PublishedHealth::report() const
{
    const std::lock_guard lock(m_mutex);
    return *m_report;
}

}  // namespace cs

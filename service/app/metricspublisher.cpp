#include "app/metricspublisher.h"

#include "telemetry/prometheustext.h"

namespace cs {

MetricsPublisher::MetricsPublisher(MetricsCollector &collector) : m_collector(collector)
{
    // Shorter than any usual scrape interval.
    constexpr std::chrono::seconds interval{5};
    connect(&m_timer, &QTimer::timeout, this, &MetricsPublisher::publish);
    m_timer.start(interval);
    publish();
}

void MetricsPublisher::publish()
{
    m_view.publish(prometheusText(m_collector.collect()));
}

}  // namespace cs

#include "moc_metricspublisher.cpp"

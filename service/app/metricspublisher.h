#pragma once

#include <QObject>
#include <QTimer>

#include "http/publishedmetrics.h"
#include "methods/metricscollector.h"

namespace cs {

// Measures every few seconds and leaves the text where the HTTP server reads it. Service thread; the text is for all
// threads.
class MetricsPublisher : public QObject {
    Q_OBJECT

public:
    // `collector` outlives this object.
    explicit MetricsPublisher(MetricsCollector &collector);

    const PublishedMetrics &view() const { return m_view; }

private:
    void publish();

    MetricsCollector &m_collector;
    PublishedMetrics m_view;
    QTimer m_timer;
};

}  // namespace cs

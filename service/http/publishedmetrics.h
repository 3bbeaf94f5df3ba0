#pragma once

#include <mutex>

#include "http/metricsview.h"

namespace cs {

// The newest text that the service thread has published. Thread-safe.
class PublishedMetrics final : public MetricsView {
public:
    void publish(const QByteArray &text)
    {
        const std::lock_guard lock(m_mutex);
        m_text = text;
    }
    QByteArray text() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_text;
    }

private:
    mutable std::mutex m_mutex;
    QByteArray m_text;
};

}  // namespace cs

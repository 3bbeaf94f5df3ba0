#pragma once

#include "auth/accesspolicy.h"
#include "http/downloadgate.h"
#include "http/httpmessage.h"
#include "http/metricsview.h"

namespace cs {

// Answers GET /metrics. Thread-safe.
class MetricsPage {
public:
    // All outlive this object; without `metrics` there is no such page.
    MetricsPage(const MetricsView *metrics, MetricsAccess access, const Sessions &sessions, const Tickets &tickets)
        : m_metrics(metrics),
          m_access(access),
          m_gate(sessions, tickets)
    {}

    HttpResponse answer(const HttpRequest &request) const;

private:
    std::optional<HttpResponse> refusal(const HttpRequest &request) const;

    const MetricsView *const m_metrics;
    const MetricsAccess m_access;
    const DownloadGate m_gate;
    const AccessPolicy m_policy{};
};

}  // namespace cs

#pragma once

#include <functional>
#include <optional>

#include "http/crossorigin.h"
#include "http/fileserver.h"
#include "http/healthpages.h"
#include "http/httpserver.h"
#include "http/metricspage.h"

namespace cs {

// Finds the page for a request and gives every answer what all of them carry. Thread-safe.
class HttpRouter {
public:
    HttpRouter(const HttpSources &sources, const HttpOptions &options);

    HttpResponse answer(const HttpRequest &request) const;

private:
    using Page = std::function<HttpResponse()>;
    // Nothing if there is no such page; a file has one whether it is there or not.
    std::optional<Page> pageAt(const HttpRequest &request) const;
    HttpResponse route(const HttpRequest &request) const;

    const FileServer m_files;
    const HealthPages m_health;
    const MetricsPage m_metrics;
    const CrossOrigin m_crossOrigin;
};

}  // namespace cs

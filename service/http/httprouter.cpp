#include "http/httprouter.h"

namespace cs {

namespace {

// RFC 9112 section 3.2.2: "GET http://host/path" is as good as "GET /path".
QByteArray pathOf(const HttpRequest &request)
{
    if (request.path.startsWith('/'))
        return request.path;
    const qsizetype authority = request.path.indexOf("://");
    const qsizetype path = authority < 0 ? -1 : request.path.indexOf('/', authority + 3);
    return path < 0 ? QByteArray() : request.path.sliced(path);
}

}  // namespace

HttpRouter::HttpRouter(const HttpSources &sources, const HttpOptions &options)
    : m_files(sources.files, sources.sessions, sources.tickets, sources.clock, sources.downloads),
      m_health(sources.health, sources.clock),
      m_metrics(sources.metrics, options.metricsAccess, sources.sessions, sources.tickets),
      m_crossOrigin(options.allowedOrigins, options.ownHosts)
{}

HttpResponse HttpRouter::answer(const HttpRequest &request) const
{
    HttpResponse response = route(request);
    // Nothing here takes a body, and one that is not read must not be taken for the next request.
    response.close = response.close || request.hasBody();
    response.add("X-Content-Type-Options", "nosniff");
    response.add("Referrer-Policy", "no-referrer");
    response.add("Content-Security-Policy",
                 "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    m_crossOrigin.decorate(request, response);
    return response;
}

HttpResponse HttpRouter::route(const HttpRequest &request) const
{
    // RFC 9112 section 3.2: a proxy on the way here may have believed the other one.
    if (request.hostLines > 1) {
        auto response = problemResponse(400, QStringLiteral("a request names one host"));
        response.close = true;
        return response;
    }
    const auto page = pageAt(request);
    if (!page)
        return notFoundResponse();
    if (request.method == "OPTIONS")
        return m_crossOrigin.preflight(request);
    if (request.method != "GET" && request.method != "HEAD") {
        auto response = problemResponse(405, QStringLiteral("this address can only be read"));
        response.add("Allow", AllowedMethods);
        return response;
    }
    if (request.hasBody())
        return problemResponse(413, QStringLiteral("a request for this address has no body"));
    return (*page)();
}

std::optional<HttpRouter::Page> HttpRouter::pageAt(const HttpRequest &request) const
{
    const QByteArray path = pathOf(request);
    if (path == "/health")
        return [this] { return m_health.overview(); };
    if (path == "/health/detailed")
        return [this] { return m_health.detailed(); };
    if (path == "/health/ready")
        return [this] { return m_health.ready(); };
    if (path == "/health/live")
        return [this] { return m_health.live(); };
    if (path == "/metrics")
        return [this, &request] { return m_metrics.answer(request); };
    for (const FileFolder folder : {FileFolder::Recordings, FileFolder::Snapshots}) {
        const QByteArray prefix = "/files/" + toString(folder).toLatin1() + '/';
        if (!path.startsWith(prefix))
            continue;
        const QByteArray name = path.sliced(prefix.size());
        if (name.isEmpty() || name.contains('/'))
            return std::nullopt;
        return [this, &request, folder, name] { return m_files.answer(request, folder, name); };
    }
    return std::nullopt;
}

}  // namespace cs

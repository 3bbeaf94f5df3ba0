#include "http/crossorigin.h"

namespace cs {

CrossOrigin::CrossOrigin(const QStringList &allowedOrigins, const OwnHosts &ownHosts) : m_ownHosts(ownHosts)
{
    for (const QString &origin : allowedOrigins)
        m_allowed.insert(origin.toLower().toUtf8());
}

bool CrossOrigin::allows(const HttpRequest &request) const
{
    const QByteArray origin = request.header("origin").toLower();
    if (origin.isEmpty())
        return false;
    return m_allowed.contains(origin) || m_ownHosts.isOwnOrigin(origin, request.header("host"));
}

void CrossOrigin::decorate(const HttpRequest &request, HttpResponse &response) const
{
    response.add("Vary", "Origin");
    if (!allows(request))
        return;
    response.add("Access-Control-Allow-Origin", request.header("origin"));
    response.add("Access-Control-Expose-Headers",
                 "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Retry-After");
}

HttpResponse CrossOrigin::preflight(const HttpRequest &request) const
{
    HttpResponse response;
    response.status = 204;
    response.add("Allow", AllowedMethods);
    if (allows(request)) {
        response.add("Access-Control-Allow-Methods", AllowedMethods);
        response.add("Access-Control-Allow-Headers",
                     "Authorization, X-API-Key, Range, If-Range, If-None-Match, If-Modified-Since");
        response.add("Access-Control-Max-Age", "600");
    }
    return response;
}

}  // namespace cs

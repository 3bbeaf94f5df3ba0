#include "http/metricspage.h"

#include "net/address.h"

namespace cs {

namespace {

// A page of another site that made its name point here (DNS rebinding) still sends that name.
bool namesThisHost(const HttpRequest &request)
{
    QString host = QString::fromLatin1(request.header("host")).toLower();
    if (host.startsWith(u'['))
        host = host.mid(1, host.indexOf(u']') - 1);
    else
        host = host.section(u':', 0, 0);
    return isThisHost(host);
}

// What a proxy passes on comes from this host, but not from its people.
bool cameThroughProxy(const HttpRequest &request)
{
    for (const char *header : {"x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"}) {
        if (request.headers.contains(header))
            return true;
    }
    return false;
}

bool isLocal(const HttpRequest &request)
{
    return isLoopback(request.address) && namesThisHost(request) && !cameThroughProxy(request);
}

}  // namespace

HttpResponse MetricsPage::answer(const HttpRequest &request) const
{
    if (!m_metrics)
        return notFoundResponse();
    if (auto refused = refusal(request))
        return std::move(*refused);
    QByteArray text = m_metrics->text();
    if (text.isEmpty())
        return problemResponse(503, QStringLiteral("nothing has been measured yet"));
    HttpResponse response;
    response.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.add("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

std::optional<HttpResponse> MetricsPage::refusal(const HttpRequest &request) const
{
    if (m_access == MetricsAccess::Open || (m_access == MetricsAccess::Local && isLocal(request)))
        return std::nullopt;
    const auto party = m_gate.admit(request, QStringLiteral("metrics"));
    const auto allowed = party ? m_policy.allow(party->principal, Role::Admin) : Result<Done>(party.error());
    // The page shows every camera, so it is not for those who may see some.
    if (allowed && party->principal.allCameras)
        return std::nullopt;
    if (allowed || allowed.error().code == ErrorCode::PermissionDenied)
        return problemResponse(403, QStringLiteral("the metrics are for admins"));
    return refusedResponse(allowed.error());
}

}  // namespace cs

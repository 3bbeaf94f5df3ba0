#include "http/downloadgate.h"

#include "auth/apikeytext.h"
#include "auth/sessions.h"
#include "auth/tickets.h"

namespace cs {

namespace {

// RFC 6750 section 2.1; the scheme's name has no case. Other schemes belong to somebody on the way here.
std::optional<QByteArray> bearerOf(const HttpRequest &request)
{
    constexpr QByteArrayView scheme = "Bearer ";
    const QByteArray value = request.header("authorization");
    if (QByteArrayView(value).first(std::min(value.size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return value.sliced(scheme.size()).trimmed();
}

}  // namespace

Result<Principal> DownloadGate::admit(const HttpRequest &request, const QString &resource) const
{
    if (const auto bearer = bearerOf(request))
        return m_sessions.principalForToken(request.address, *bearer);
    if (request.headers.contains("x-api-key")) {
        const QByteArray key = request.header("x-api-key");
        // Tokens have a header of their own.
        if (!ApiKeyText::looksLikeOne(key))
            return Error::unauthenticated(QStringLiteral("the API key is incomplete or mistyped"));
        return m_sessions.principalForToken(request.address, key);
    }
    if (const auto token = request.queryValue("token")) {
        auto ticket = m_tickets.verify(TicketKind::File, resource, *token);
        if (!ticket)
            return ticket.error();
        return std::move(ticket->principal);
    }
    return Error::unauthenticated(QStringLiteral("a token is required"));
}

HttpResponse refusedResponse(const Error &error)
{
    if (error.code == ErrorCode::RateLimited) {
        const qint64 milliseconds = error.data.value(QStringLiteral("retry_after_ms")).toInteger();
        auto response = problemResponse(429, error.message);
        response.add("Retry-After", QByteArray::number((milliseconds + 999) / 1000));
        return response;
    }
    auto response = problemResponse(401, error.data.value(QStringLiteral("reason")).toString());
    response.add("WWW-Authenticate", "Bearer realm=\"camera-service\"");
    return response;
}

}  // namespace cs

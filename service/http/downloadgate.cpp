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

Result<AdmittedParty> DownloadGate::admit(const HttpRequest &request, const QString &resource) const
{
    if (const auto bearer = bearerOf(request))
        return admitToken(request.address, *bearer);
    if (request.headers.contains("x-api-key")) {
        const QByteArray key = request.header("x-api-key");
        // Tokens have a header of their own.
        if (!ApiKeyText::looksLikeOne(key))
            return Error::unauthenticated(QStringLiteral("the API key is incomplete or mistyped"));
        return admitToken(request.address, key);
    }
    if (const auto token = request.queryValue("token"))
        return admitTicket(resource, *token);
    return Error::unauthenticated(QStringLiteral("a token is required"));
}

Result<AdmittedParty> DownloadGate::admitToken(const QString &address, const QByteArray &token) const
{
    const auto holder = m_sessions.holderForToken(address, token);
    if (!holder)
        return holder.error();
    return AdmittedParty{holder->principal, [this, holder = *holder] { return m_sessions.principalNow(holder); }};
}

Result<AdmittedParty> DownloadGate::admitTicket(const QString &resource, const QByteArray &text) const
{
    const auto ticket = m_tickets.verify(TicketKind::File, resource, text);
    if (!ticket)
        return ticket.error();
    return AdmittedParty{ticket->principal, [this, ticket = *ticket] { return holderNow(ticket); }};
}

// Who leaves the page loses the connection that the session stands on, but no right: the login, token or key goes on.
std::optional<Principal> DownloadGate::holderNow(const Ticket &ticket) const
{
    if (auto principal = m_tickets.principalNow(ticket))
        return principal;
    if (!ticket.session || *ticket.session->revoked)
        return std::nullopt;
    return m_sessions.principalNow(ticket.session->holder);
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

#pragma once

#include "auth/principal.h"
#include "base/result.h"
#include "http/httpmessage.h"

namespace cs {

class Sessions;
class Tickets;

// Says on whose behalf a request for a file is made. Thread-safe.
class DownloadGate {
public:
    // Both outlive this object; of the sessions only the thread-safe part is used.
    DownloadGate(const Sessions &sessions, const Tickets &tickets) : m_sessions(sessions), m_tickets(tickets) {}

    // By `Authorization: Bearer`, else by `X-API-Key`, else by the ticket `?token=` for `resource`: what comes first
    // decides alone. Unauthenticated or RateLimited.
    Result<Principal> admit(const HttpRequest &request, const QString &resource) const;

private:
    const Sessions &m_sessions;
    const Tickets &m_tickets;
};

// What is answered to whom DownloadGate did not admit: 429 for RateLimited, else 401 with the way to sign in (RFC 6750).
HttpResponse refusedResponse(const Error &error);

}  // namespace cs

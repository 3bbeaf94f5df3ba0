#pragma once

#include <functional>
#include <optional>

#include "auth/principal.h"
#include "base/result.h"
#include "http/httpmessage.h"

namespace cs {

class Sessions;
class Tickets;
struct Ticket;

// Who was let in.
struct AdmittedParty {
    Principal principal;
    // Who that is by now, with the rights of now; nothing if what let it in has ended. Holds no token. Thread-safe, and
    // good for as long as the gate.
    std::function<std::optional<Principal>()> now;
};

// Says on whose behalf a request for a file is made. Thread-safe.
class DownloadGate {
public:
    // Both outlive this object; of the sessions only the thread-safe part is used.
    DownloadGate(const Sessions &sessions, const Tickets &tickets) : m_sessions(sessions), m_tickets(tickets) {}

    // By `Authorization: Bearer`, else by `X-API-Key`, else by the ticket `?token=` for `resource`: what comes first
    // decides alone. Unauthenticated or RateLimited.
    Result<AdmittedParty> admit(const HttpRequest &request, const QString &resource) const;

private:
    Result<AdmittedParty> admitToken(const QString &address, const QByteArray &token) const;
    Result<AdmittedParty> admitTicket(const QString &resource, const QByteArray &text) const;
    std::optional<Principal> holderNow(const Ticket &ticket) const;

    const Sessions &m_sessions;
    const Tickets &m_tickets;
};

// What is answered to whom DownloadGate did not admit: 429 for RateLimited, else 401 with the way to sign in (RFC 6750).
HttpResponse refusedResponse(const Error &error);

}  // namespace cs

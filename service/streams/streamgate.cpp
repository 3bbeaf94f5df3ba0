#include "streams/streamgate.h"

#include "auth/address.h"
#include "auth/sessionview.h"
#include "auth/tickets.h"

namespace cs {

namespace {

// Only the one spelling that the camera's path has.
std::optional<CameraId> cameraOfPath(const QString &path)
{
    const auto id = CameraId::parse(path);
    return id && id->toString() == path ? id : std::nullopt;
}

}  // namespace

StreamGate::StreamGate(const SessionView &sessions, const Tickets &tickets, const AccessPolicy &policy, const StreamGateOptions &options)
    : m_sessions(sessions), m_tickets(tickets), m_policy(policy), m_plainUrls(options.plainUrls)
{
    for (const QString &proxy : options.trustedProxies)
        m_proxies.insert(canonicalAddress(proxy));
}

bool StreamGate::admit(const StreamRequest &request)
{
    const auto camera = cameraOfPath(request.path);
    if (!camera || request.action != QLatin1String("read"))
        return false;
    const QString token = tokenOf(request);
    // A wrong token is refused whatever a plain address would be allowed: it is somebody else's, or a guess.
    if (!token.isEmpty()) {
        const auto ticket = m_tickets.verify(TicketKind::Stream, request.path, token.toUtf8());
        return ticket && m_policy.mayView(ticket->principal, *camera);
    }
    if (!request.user.isEmpty() || request.query.contains(QLatin1String("token=")))
        return false;
    return mayPlayPlain(request.ip, *camera);
}

bool StreamGate::mayPlayPlain(const QString &address, CameraId camera) const
{
    switch (m_plainUrls) {
    case StreamGateOptions::PlainUrls::Open: return true;
    case StreamGateOptions::PlainUrls::Denied: return false;
    case StreamGateOptions::PlainUrls::SignedInAddress: break;
    }
    const QString canonical = canonicalAddress(address);
    if (m_proxies.contains(canonical))
        return false;
    const std::vector<Principal> principals = m_sessions.principalsAt(canonical);
    return std::any_of(principals.begin(), principals.end(),
                       [&](const Principal &principal) { return m_policy.mayView(principal, camera); });
}

}  // namespace cs

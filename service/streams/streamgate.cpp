#include "streams/streamgate.h"

#include <algorithm>

#include <QUrlQuery>

#include "auth/address.h"

namespace cs {

namespace {

bool isViewersProtocol(const QString &protocol)
{
    return protocol == u"rtsp" || protocol == u"rtsps" || protocol == u"hls" || protocol == u"webrtc";
}

// The camera whose path this is. Everything else, such as manual/camera0, is ours alone.
std::optional<CameraId> publicCamera(const QString &path)
{
    const auto camera = CameraId::parse(path);
    // One camera has one name: camera07 is nobody.
    return camera && camera->toString() == path ? camera : std::nullopt;
}

// Half a login or an empty token is a failed try to show who one is, not a plain address.
bool isPlain(const StreamRequest &request)
{
    return request.user.isEmpty() && !QUrlQuery(request.query).hasQueryItem(QStringLiteral("token"));
}

}  // namespace

StreamGate::StreamGate(const SessionView &sessions, const Tickets &tickets, const AccessPolicy &policy,
                       const StreamGateOptions &options)
    : m_sessions(sessions),
      m_tickets(tickets),
      m_policy(policy),
      m_plainUrls(options.plainUrls)
{
    for (const QString &proxy : options.trustedProxies) {
        const QHostAddress address(canonicalAddress(proxy));
        const int wholeAddress = address.protocol() == QHostAddress::IPv4Protocol ? 32 : 128;
        const auto network = proxy.contains(u'/') ? QHostAddress::parseSubnet(proxy) : std::pair(address, wholeAddress);
        if (!network.first.isNull())
            m_proxies.push_back(network);
    }
}

bool StreamGate::admit(const StreamRequest &request)
{
    const auto camera = publicCamera(request.path);
    if (!camera || request.action != u"read" || !isViewersProtocol(request.protocol))
        return false;
    const QString token = tokenOf(request);
    if (token.isEmpty())
        return isPlain(request) && admitPlain(request.ip, *camera);
    // A wrong token is refused even where a plain address would play: who sends one means it.
    const auto ticket = m_tickets.verify(TicketKind::Stream, request.path, token.toUtf8());
    return ticket.ok() && m_policy.mayView(ticket->principal, *camera);
}

bool StreamGate::admitPlain(const QString &ip, CameraId camera) const
{
    switch (m_plainUrls) {
    case StreamGateOptions::PlainUrls::Open: return true;
    case StreamGateOptions::PlainUrls::Denied: return false;
    case StreamGateOptions::PlainUrls::SignedInAddress: break;
    }
    const QHostAddress address(canonicalAddress(ip));
    if (address.isNull() || isTrustedProxy(address))
        return false;
    const auto principals = m_sessions.principalsAt(ip);
    return std::any_of(principals.begin(), principals.end(),
                       [&](const Principal &principal) { return m_policy.mayView(principal, camera); });
}

bool StreamGate::isTrustedProxy(const QHostAddress &address) const
{
    return std::any_of(m_proxies.begin(), m_proxies.end(),
                       [&](const auto &network) { return address.isInSubnet(network); });
}

}  // namespace cs

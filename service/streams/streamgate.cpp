#include "streams/streamgate.h"

#include <algorithm>

#include <QUrlQuery>

#include "net/address.h"

namespace cs {

namespace {

// Nothing for a protocol that nobody is to watch with.
std::optional<MediaServer::SessionKind> viewersProtocol(const QString &protocol)
{
    using Kind = MediaServer::SessionKind;
    if (protocol == u"rtsp")
        return Kind::Rtsp;
    if (protocol == u"rtsps")
        return Kind::Rtsps;
    if (protocol == u"hls")
        return Kind::Hls;
    if (protocol == u"webrtc")
        return Kind::WebRtc;
    return std::nullopt;
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
    const auto kind = viewersProtocol(request.protocol);
    if (!camera || !kind || request.action != u"read")
        return false;
    auto holders = holdersOf(request, *camera);
    if (AdmissionObserver *observer = m_observer) {
        const QString address = canonicalAddress(request.ip);
        if (holders)
            observer->admitted({{*kind, request.id}, *camera, address, *holders});
        else
            observer->refused(*camera, address, request.protocol);
    }
    return holders.has_value();
}

std::optional<std::vector<Principal>> StreamGate::holdersOf(const StreamRequest &request, CameraId camera) const
{
    const QString token = tokenOf(request);
    if (token.isEmpty())
        return isPlain(request) ? plainHolders(request.ip, camera) : std::nullopt;
    // A wrong token is refused even where a plain address would play: who sends one means it.
    const auto ticket = m_tickets.verify(TicketKind::Stream, request.path, token.toUtf8());
    if (!ticket.ok() || !m_policy.mayView(ticket->principal, camera))
        return std::nullopt;
    return std::vector{ticket->principal};
}

std::optional<std::vector<Principal>> StreamGate::plainHolders(const QString &ip, CameraId camera) const
{
    switch (m_plainUrls) {
    case StreamGateOptions::PlainUrls::Open: return std::vector<Principal>();
    case StreamGateOptions::PlainUrls::Denied: return std::nullopt;
    case StreamGateOptions::PlainUrls::SignedInAddress: break;
    }
    const QHostAddress address(canonicalAddress(ip));
    if (address.isNull() || isTrustedProxy(address))
        return std::nullopt;
    auto principals = m_sessions.principalsAt(ip);
    std::erase_if(principals, [&](const Principal &principal) { return !m_policy.mayView(principal, camera); });
    if (principals.empty())
        return std::nullopt;
    return principals;
}

bool StreamGate::isTrustedProxy(const QHostAddress &address) const
{
    return std::any_of(m_proxies.begin(), m_proxies.end(),
                       [&](const auto &network) { return address.isInSubnet(network); });
}

}  // namespace cs

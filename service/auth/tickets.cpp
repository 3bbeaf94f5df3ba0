#include "auth/tickets.h"

#include <algorithm>

#include <QtEndian>

#include "auth/rightsview.h"
#include "jose/base64url.h"
#include "jose/hmac.h"

namespace cs {

namespace {

using std::chrono::seconds;

// A ticket is base64url of: version, kind, holder's kind, role, end (8 bytes of seconds, big endian), holder, HMAC.
constexpr char TicketVersion = 1;
constexpr qsizetype TicketHeadSize = 12;
constexpr qsizetype MaxTicketText = 1024;

Error refusedTicket(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

QByteArray bigEndian(qint64 number)
{
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray macOf(const QByteArray &key, QByteArrayView body, const QString &resource)
{
    // The length keeps "body" and "resource" from lending bytes to each other.
    return hmacSha256(key, {"camera-service ticket", bigEndian(body.size()), body, resource.toUtf8()});
}

}  // namespace

std::optional<Tickets::Holder> Tickets::holderOf(const Principal &principal) const
{
    if (principal.session)
        return Holder{HolderKind::Session, principal.session->toString()};
    switch (principal.kind) {
    case Principal::Kind::Session: {
        // Who sees only some cameras is looked up in any case: the ticket has no place for a list of them.
        const bool known = !principal.allCameras || isKeyUserId(principal.userId)
                           || (m_rights && m_rights->rightsOf(principal.userId));
        return Holder{known ? HolderKind::Known : HolderKind::Stranger, principal.userId};
    }
    case Principal::Kind::Control: return Holder{HolderKind::Control, principal.userId};
    case Principal::Kind::Anonymous:
    case Principal::Kind::Service: break;
    }
    return std::nullopt;
}

std::optional<Principal> Tickets::principalOf(QByteArrayView body) const
{
    const QString name = QString::fromUtf8(body.sliced(TicketHeadSize));
    switch (static_cast<HolderKind>(body[2])) {
    case HolderKind::Session: return m_sessions.principalOf(SessionId(name));
    case HolderKind::Stranger: return Principal::user(name, static_cast<Role>(body[3]));
    case HolderKind::Control: return Principal::control(name);
    case HolderKind::Known: return knownPrincipal(name, static_cast<Role>(body[3]));
    }
    return std::nullopt;
}

std::optional<Principal> Tickets::knownPrincipal(const QString &name, Role limit) const
{
    const auto rights = m_rights ? m_rights->rightsOf(name) : std::nullopt;
    if (!rights || !rights->enabled)
        return std::nullopt;
    Principal principal = Principal::user(name, limit);
    applyRights(*rights, principal);
    principal.role = std::min(rights->role, limit);
    return principal;
}

Tickets::Tickets(QByteArray key, const SessionView &sessions, const Clock &clock, const RightsView *rights)
    : m_key(std::move(key)),
      m_sessions(sessions),
      m_clock(clock),
      m_rights(rights)
{}

QByteArray Tickets::mint(TicketKind kind, const QString &resource, const Principal &principal, seconds lifetime) const
{
    const auto holder = holderOf(principal);
    if (!holder)
        return {};
    const auto end = std::chrono::floor<seconds>(m_clock.now() + lifetime).time_since_epoch().count();
    QByteArray body;
    body += TicketVersion;
    body += static_cast<char>(kind);
    body += static_cast<char>(holder->kind);
    body += static_cast<char>(principal.role);
    body += bigEndian(end);
    body += holder->name.toUtf8();
    return toBase64Url(body + macOf(m_key, body, resource));
}

Result<Ticket> Tickets::verify(TicketKind kind, const QString &resource, QByteArrayView text) const
{
    const auto bytes = text.size() <= MaxTicketText ? fromBase64Url(text) : std::nullopt;
    if (!bytes || bytes->size() <= TicketHeadSize + HmacSize)
        return refusedTicket("the ticket is malformed");
    const QByteArrayView body = QByteArrayView(*bytes).chopped(HmacSize);
    if (!sameBytes(macOf(m_key, body, resource), QByteArrayView(*bytes).last(HmacSize)))
        return refusedTicket("the ticket is not for this");
    if (body[0] != TicketVersion || body[1] != static_cast<char>(kind))
        return refusedTicket("the ticket is not for this");
    const Timestamp end{seconds(qFromBigEndian<qint64>(body.data() + 4))};
    if (end <= m_clock.now())
        return refusedTicket("the ticket has expired");
    auto principal = principalOf(body);
    if (!principal)
        return refusedTicket("the ticket's holder has no session or no right any more");
    Ticket ticket{kind, std::move(*principal), end, body.toByteArray()};
    if (static_cast<HolderKind>(body[2]) == HolderKind::Session)
        ticket.session = m_sessions.find(SessionId(QString::fromUtf8(body.sliced(TicketHeadSize))));
    return ticket;
}

QString fileResource(const QString &folder, const QString &name)
{
    return folder + u'/' + name;
}

}  // namespace cs

#include "auth/tickets.h"

#include <QtEndian>

#include "auth/sessionview.h"
#include "jose/base64url.h"
#include "jose/hmac.h"

namespace cs {

namespace {

using std::chrono::seconds;

// A ticket is base64url of: version, kind, holder's kind, role, end (8 bytes of seconds, big endian), holder, HMAC.
constexpr char TicketVersion = 1;
constexpr qsizetype TicketHeadSize = 12;
constexpr qsizetype MaxTicketText = 1024;

enum class Holder : char { Session, User, Control };

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

std::optional<std::pair<Holder, QString>> holderOf(const Principal &principal)
{
    if (principal.session)
        return std::pair(Holder::Session, principal.session->toString());
    // Without a session the rights go into the ticket, and it has no place for a list of cameras.
    if (!principal.allCameras)
        return std::nullopt;
    switch (principal.kind) {
    case Principal::Kind::Session: return std::pair(Holder::User, principal.userId);
    case Principal::Kind::Control: return std::pair(Holder::Control, principal.userId);
    case Principal::Kind::Anonymous:
    case Principal::Kind::Service: break;
    }
    return std::nullopt;
}

std::optional<Principal> principalOf(QByteArrayView body, const SessionView &sessions)
{
    const QString name = QString::fromUtf8(body.sliced(TicketHeadSize));
    switch (static_cast<Holder>(body[2])) {
    case Holder::Session: return sessions.principalOf(SessionId(name));
    case Holder::User: return Principal::user(name, static_cast<Role>(body[3]));
    case Holder::Control: return Principal::control(name);
    }
    return std::nullopt;
}

}  // namespace

Tickets::Tickets(QByteArray key, const SessionView &sessions, const Clock &clock)
    : m_key(std::move(key)),
      m_sessions(sessions),
      m_clock(clock)
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
    body += static_cast<char>(holder->first);
    body += static_cast<char>(principal.role);
    body += bigEndian(end);
    body += holder->second.toUtf8();
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
    auto principal = principalOf(body, m_sessions);
    if (!principal)
        return refusedTicket("the ticket's session has ended");
    return Ticket{kind, std::move(*principal), end};
}

QString fileResource(const QString &folder, const QString &name)
{
    return folder + u'/' + name;
}

}  // namespace cs

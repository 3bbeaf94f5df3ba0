#pragma once

#include <chrono>
#include <optional>

#include <QByteArray>
#include <QString>

#include "auth/sessionview.h"
#include "base/result.h"
#include "base/time.h"

namespace cs {

class RightsView;

enum class TicketKind { File, Stream };

// What a valid ticket stands for. `principal` has the rights of now: of the living session that asked for the ticket,
// or, for a ticket of a party without a session, the rights it had then.
struct Ticket {
    TicketKind kind = TicketKind::File;
    Principal principal;
    Timestamp expiresAt;
    // Whom it was made for, in the ticket's own bytes; and the session, where it is one.
    QByteArray holder = {};
    std::optional<Session> session = std::nullopt;
};

// Makes and checks short texts for URLs that open one resource for one party for a while (HMAC-SHA256, url-safe).
// The resource is not in the text: it is named by whoever checks it. Thread-safe.
//
// A ticket of a session dies with that session. One of a user or key of this service without a session (a token at an
// HTTP request) has, at each use, the rights of then, and dies with the user or key. Others without a session (the
// control socket, users of elsewhere) have nothing that could die: such a ticket lives until its own end.
class Tickets {
public:
    // `key` is 32 random bytes; views and clock outlive this object.
    Tickets(QByteArray key, const SessionView &sessions, const Clock &clock, const RightsView *rights = nullptr);

    // `resource` is a file's or path's public name, e.g. "recordings/x.mp4", "camera0". Whether `principal` may see it
    // is the caller's business, now and again when the ticket comes back. Empty for whom no ticket can stand: nobody,
    // and the service itself.
    QByteArray mint(TicketKind kind, const QString &resource, const Principal &principal,
                    std::chrono::seconds lifetime) const;
    // Unauthenticated with a reason that discloses nothing.
    Result<Ticket> verify(TicketKind kind, const QString &resource, QByteArrayView text) const;
    // Who the holder of a ticket that was verified is by now, however old the ticket; nothing if that party has no
    // session or no right any more.
    std::optional<Principal> principalNow(const Ticket &ticket) const { return principalOf(ticket.holder); }

private:
    enum class HolderKind : char {
        Session,
        // Not of this service: the rights are in the ticket.
        Stranger,
        Control,
        // A user or key of this service, without a session: the rights are looked up.
        Known,
    };
    struct Holder {
        HolderKind kind;
        QString name;
    };
    std::optional<Holder> holderOf(const Principal &principal) const;
    std::optional<Principal> principalOf(QByteArrayView body) const;
    std::optional<Principal> knownPrincipal(const QString &name, Role limit) const;

    QByteArray m_key;
    const SessionView &m_sessions;
    const Clock &m_clock;
    const RightsView *m_rights;
};

// The resource text of a file's ticket, so that minter and checker agree: folder is "recordings" or "snapshots".
QString fileResource(const QString &folder, const QString &name);

}  // namespace cs

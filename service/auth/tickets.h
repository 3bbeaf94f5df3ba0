#pragma once

#include <chrono>

#include <QByteArray>
#include <QString>

#include "auth/principal.h"
#include "base/result.h"
#include "base/time.h"

namespace cs {

class SessionView;

enum class TicketKind { File, Stream };

// What a valid ticket stands for. `principal` has the rights of now: of the living session that asked for the ticket,
// or, for a ticket of a party without a session, the rights it had then.
struct Ticket {
    TicketKind kind = TicketKind::File;
    Principal principal;
    Timestamp expiresAt;
};

// Makes and checks short texts for URLs that open one resource for one party for a while (HMAC-SHA256, url-safe).
// The resource is not in the text: it is named by whoever checks it. Thread-safe.
//
// A ticket of a session dies with that session. A party without one (the control socket, a token at an HTTP request)
// has nothing that could die: its ticket lives until its own end.
class Tickets {
public:
    // `key` is 32 random bytes; view and clock outlive this object.
    Tickets(QByteArray key, const SessionView &sessions, const Clock &clock);

    // `resource` is a file's or path's public name, e.g. "recordings/x.mp4", "camera0". Whether `principal` may see it
    // is the caller's business, now and again when the ticket comes back. Empty for whom no ticket can stand: nobody,
    // the service itself, and a party without a session that sees only some cameras.
    QByteArray mint(TicketKind kind, const QString &resource, const Principal &principal,
                    std::chrono::seconds lifetime) const;
    // Unauthenticated with a reason that discloses nothing.
    Result<Ticket> verify(TicketKind kind, const QString &resource, QByteArrayView text) const;

private:
    QByteArray m_key;
    const SessionView &m_sessions;
    const Clock &m_clock;
};

// The resource text of a file's ticket, so that minter and checker agree: folder is "recordings" or "snapshots".
QString fileResource(const QString &folder, const QString &name);

}  // namespace cs

#include "methods/downloadlinks.h"

#include <QUrl>

#include "auth/tickets.h"
#include "rpc/call.h"

namespace cs {

DownloadLinks::DownloadLinks(const Tickets &tickets, HttpPlace place, std::chrono::seconds lifetime)
    : m_tickets(tickets),
      m_place(std::move(place)),
      m_lifetime(lifetime)
{
    while (m_place.publicUrl.endsWith(u'/'))
        m_place.publicUrl.chop(1);
}

QString DownloadLinks::url(const Call &call, MediaKind kind, const FileName &file) const
{
    const QString folder = kind == MediaKind::Recording ? QStringLiteral("recordings") : QStringLiteral("snapshots");
    const QByteArray ticket = m_tickets.mint(TicketKind::File, fileResource(folder, file.toString()), call.principal,
                                             m_lifetime);
    // A page that came encrypted may load nothing plain. Who is on this host needs no encryption, unless nothing else is
    // spoken.
    const bool isEncrypted = m_place.onlyEncrypted || (call.peer.secure && call.peer.kind != PeerKind::Control);
    const QString scheme = isEncrypted ? QStringLiteral("https") : QStringLiteral("http");
    const QString base = m_place.publicUrl.isEmpty()
                             ? QStringLiteral("%1://%2:%3").arg(scheme, call.peer.host).arg(m_place.port)
                             : m_place.publicUrl;
    return base + QStringLiteral("/files/") + folder + u'/'
           + QString::fromLatin1(QUrl::toPercentEncoding(file.toString())) + QStringLiteral("?token=")
           + QString::fromLatin1(ticket);
}

}  // namespace cs

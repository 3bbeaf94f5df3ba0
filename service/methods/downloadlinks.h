#pragma once

#include <chrono>

#include <QString>

#include "recordings/mediaindex.h"

namespace cs {

class Tickets;
struct Call;

// Makes the absolute addresses under which files can be fetched for a while. Immutable; the tickets outlive it.
class DownloadLinks {
public:
    // `publicUrl` wins over the host the client connected to; `port` is that of the HTTP server.
    DownloadLinks(const Tickets &tickets, const QString &publicUrl, quint16 port, std::chrono::seconds lifetime);

    QString url(const Call &call, MediaKind kind, const FileName &file) const;

private:
    const Tickets &m_tickets;
    QString m_publicUrl;
    quint16 m_port;
    std::chrono::seconds m_lifetime;
};

}  // namespace cs

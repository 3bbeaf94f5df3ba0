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
    struct HttpPlace {
        // Wins over the host the client connected to.
        QString publicUrl;
        quint16 port = 0;
        bool onlyEncrypted = false;
    };
    DownloadLinks(const Tickets &tickets, HttpPlace place, std::chrono::seconds lifetime);

    QString url(const Call &call, MediaKind kind, const FileName &file) const;

private:
    const Tickets &m_tickets;
    HttpPlace m_place;
    std::chrono::seconds m_lifetime;
};

}  // namespace cs

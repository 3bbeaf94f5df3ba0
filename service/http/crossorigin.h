#pragma once

#include <QByteArray>
#include <QSet>
#include <QStringList>

#include "http/httpmessage.h"
#include "net/ownhosts.h"

namespace cs {

// Which web pages of other origins may read answers (CORS, as the Fetch standard has it). Immutable; thread-safe.
class CrossOrigin {
public:
    explicit CrossOrigin(const QStringList &allowedOrigins, const OwnHosts &ownHosts = {});

    // The service's own origin is always allowed.
    bool allows(const HttpRequest &request) const;
    // Adds what the browser needs, if the origin is allowed; Vary in any case, for caches.
    void decorate(const HttpRequest &request, HttpResponse &response) const;
    // The answer to OPTIONS, a browser's question before the real request.
    HttpResponse preflight(const HttpRequest &request) const;

private:
    QSet<QByteArray> m_allowed;
    OwnHosts m_ownHosts;
};

inline constexpr char AllowedMethods[] = "GET, HEAD, OPTIONS";

}  // namespace cs

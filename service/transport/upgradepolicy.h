#pragma once

#include <variant>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "net/ownhosts.h"
#include "transport/refusal.h"
#include "transport/requesthead.h"

namespace cs {

// What an accepted upgrade request tells of its peer; see PeerInfo.
struct UpgradeFacts {
    QString host;
    QString userAgent;
    // All X-Forwarded-For fields, joined by commas; whoever connects may write what he likes there.
    QByteArray forwardedFor;
};

// Says which upgrade requests become WebSockets: GET /ws, a Host, an Origin from the list or the service's own one or
// none at all. Holds the list and what is its own; a value.
class UpgradePolicy {
public:
    explicit UpgradePolicy(const QStringList &allowedOrigins, const OwnHosts &ownHosts = {});

    std::variant<UpgradeFacts, Refusal> check(const QByteArray &head) const;

private:
    bool originAllowed(const RequestHead &head) const;

    QList<QByteArray> m_origins;
    OwnHosts m_ownHosts;
};

}  // namespace cs

#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

#include "auth/principal.h"
#include "base/time.h"

namespace cs {

// Who a token, a key or a password speaks for, and until when. An immutable value.
struct TokenHolder {
    Principal principal;
    Timestamp expiresAt;
    // What it came from, so that all that is open through it can be ended: "login:FAMILY", "key:ID", or "token".
    QString origin = QStringLiteral("token");
    // The role is never more than this, whatever the user's becomes.
    Role roleLimit = Role::Admin;
    // When somebody else signed it, for what the service cannot take back otherwise.
    std::optional<Timestamp> issuedAt = std::nullopt;
    // Whether the rights are those of the rights view, and follow it: of users of this service and of keys.
    bool known = false;
    // Of a key: which of its secrets was shown, as a hash; rotation makes another.
    QByteArray keySecret = {};
};

// Where a client comes from, in its own words.
struct ClientInfo {
    QString address;
    // Hostile text.
    QString userAgent;
};

inline QString loginOrigin(const QString &family)
{
    return QStringLiteral("login:") + family;
}

// The family of a login's origin; empty for any other.
inline QString familyOfOrigin(const QString &origin)
{
    const QString prefix = loginOrigin({});
    return origin.startsWith(prefix) ? origin.mid(prefix.size()) : QString();
}

inline QString keyOrigin(const QString &keyId)
{
    return QStringLiteral("key:") + keyId;
}

// The id of a key's origin; empty for any other.
inline QString keyOfOrigin(const QString &origin)
{
    const QString prefix = keyOrigin({});
    return origin.startsWith(prefix) ? origin.mid(prefix.size()) : QString();
}

}  // namespace cs

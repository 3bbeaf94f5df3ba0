#pragma once

#include <chrono>

#include <QByteArray>
#include <QString>

#include "base/result.h"
#include "base/time.h"
#include "jose/claims.h"

namespace cs {

struct IssuedToken {
    QByteArray text;
    Timestamp expiresAt;
};

// Signs and checks the tokens of users (JWT, HS256). Owns the secret; thread-safe.
class TokenAuthority {
public:
    // `clock` outlives this object.
    TokenAuthority(QByteArray secret, const Clock &clock);

    // InvalidParams for a user id that verify() would refuse or a lifetime that is not positive or too long.
    Result<IssuedToken> issue(const QString &userId, Role role, std::chrono::seconds lifetime) const;
    // Unauthenticated with a reason for logs and error.data.reason; it tells nothing about the secret.
    Result<Claims> verify(QByteArrayView token) const;

private:
    QByteArray m_secret;
    const Clock &m_clock;
};

}  // namespace cs

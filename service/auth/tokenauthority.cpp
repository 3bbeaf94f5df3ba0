#include "auth/tokenauthority.h"

#include "jose/compactjws.h"

namespace cs {

TokenAuthority::TokenAuthority(QByteArray secret, const Clock &clock) : m_secret(std::move(secret)), m_clock(clock) {}

Result<IssuedToken> TokenAuthority::issue(const QString &userId, Role role, std::chrono::seconds lifetime) const
{
    if (!Claims::isUserId(userId)) {
        return Error::invalidParam(
            QStringLiteral("user_id"),
            QStringLiteral("must have 1 to %1 characters, none of them invisible").arg(Claims::MaxUserIdChars),
            QStringLiteral("send the name of the user"));
    }
    if (lifetime <= lifetime.zero() || lifetime > Claims::LongestLife) {
        return Error::invalidParam(QStringLiteral("expires_in"),
                                   QStringLiteral("must be 1 to %1 seconds").arg(Claims::LongestLife.count()),
                                   QStringLiteral("send how long the token shall be valid"));
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(m_clock.now());
    const Claims claims{userId, role, now, now + lifetime};
    return IssuedToken{signHs256(toPayload(claims), m_secret), claims.expiresAt};
}

Result<Claims> TokenAuthority::verify(QByteArrayView token) const
{
    const auto payload = verifyHs256(token, m_secret);
    if (!payload)
        return payload.error();
    return claimsFromPayload(*payload, m_clock.now());
}

}  // namespace cs

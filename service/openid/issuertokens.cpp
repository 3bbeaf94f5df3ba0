#include "openid/issuertokens.h"

namespace cs {

std::optional<Result<TokenHolder>> IssuerTokens::tryAdmit(QByteArrayView token) const
{
    if (!m_issuers.claims(token))
        return std::nullopt;
    const auto claims = m_issuers.verify(token, m_clock.now());
    if (!claims)
        return Result<TokenHolder>(claims.error());
    TokenHolder holder;
    holder.principal = Principal::user(claims->userId, claims->role);
    holder.expiresAt = claims->expiresAt;
    holder.issuedAt = claims->issuedAt;
    return Result<TokenHolder>(std::move(holder));
}

}  // namespace cs

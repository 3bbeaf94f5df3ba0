#include "auth/tokengate.h"

#include <algorithm>

#include "auth/accesstokens.h"
#include "auth/apikeys.h"
#include "auth/apikeytext.h"
#include "auth/logging.h"
#include "auth/outsidetokens.h"
#include "auth/plainname.h"
#include "auth/removedusers.h"
#include "auth/rightsview.h"
#include "net/address.h"

namespace cs {

namespace {

Error refusedToken(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

}  // namespace

Result<TokenHolder> TokenGate::admit(const QString &address, QByteArrayView token)
{
    // A good token is let in whatever others behind the same address have tried: nobody guesses one.
    auto holder = judge(token);
    if (holder)
        return holder;
    const QString peer = canonicalAddress(address);
    if (const auto wait = m_failures.shutOutFor(peer))
        return Error::rateLimited(wait->count());
    if (holder.error().code == ErrorCode::Unauthenticated) {
        m_failures.failed(peer);
        qCInfo(lcAuth).noquote() << "token refused from" << peer << "because"
                                 << holder.error().data.value(QStringLiteral("reason")).toString();
    }
    return holder;
}

std::optional<Principal> TokenGate::principalNow(const TokenHolder &holder) const
{
    if (!goesOn(holder))
        return std::nullopt;
    if (!keyOfOrigin(holder.origin).isEmpty())
        return m_sources.keys ? m_sources.keys->principalNow(holder) : std::nullopt;
    TokenHolder again = holder;
    if (holder.known)
        again.principal.role = holder.roleLimit;
    const auto now = bounded(std::move(again), holder.known ? ForeignUsers::Refuse : ForeignUsers::Accept);
    return now.ok() ? std::optional(now->principal) : std::nullopt;
}

bool TokenGate::goesOn(const TokenHolder &holder) const
{
    if (const QString family = familyOfOrigin(holder.origin); !family.isEmpty())
        return m_sources.own && m_sources.own->loginGoesOn(family);
    return holder.expiresAt > m_clock.now();
}

Result<TokenHolder> TokenGate::judge(QByteArrayView token) const
{
    if (m_sources.keys && ApiKeyText::looksLikeOne(token)) {
        auto holder = m_sources.keys->admit(token, m_clock.now());
        if (holder)
            holder.value().known = true;
        return holder;
    }
    if (m_sources.own && m_sources.own->isOwn(token))
        return judgeOwn(token);
    if (m_sources.outside) {
        if (const auto holder = m_sources.outside->tryAdmit(token))
            return holder->ok() ? bounded(**holder, ForeignUsers::Accept) : *holder;
    }
    return judgeContract(token);
}

Result<TokenHolder> TokenGate::judgeOwn(QByteArrayView token) const
{
    const auto claims = m_sources.own->verify(token);
    if (!claims)
        return claims.error();
    TokenHolder holder;
    // The role is the user's of now, not the one of when the token was made.
    holder.principal = Principal::user(claims->username, Role::Admin);
    holder.principal.mustChangePassword = claims->mustChangePassword;
    holder.expiresAt = claims->expiresAt;
    holder.origin = loginOrigin(claims->family);
    return bounded(std::move(holder), ForeignUsers::Refuse);
}

Result<TokenHolder> TokenGate::judgeContract(QByteArrayView token) const
{
    const auto claims = m_authority.verify(token);
    if (!claims)
        return claims.error();
    TokenHolder holder;
    holder.principal = Principal::user(claims->userId, claims->role);
    holder.expiresAt = claims->expiresAt;
    holder.issuedAt = claims->issuedAt;
    return bounded(std::move(holder), m_foreign);
}

bool TokenGate::isOfARemovedUser(const TokenHolder &holder) const
{
    const auto removedAt = m_sources.removed ? m_sources.removed->removedAt(foldedName(holder.principal.userId))
                                             : std::nullopt;
    return removedAt && holder.issuedAt && *holder.issuedAt <= *removedAt;
}

// What a token says is worth, of a user of this service, no more than that user's rights of now.
Result<TokenHolder> TokenGate::bounded(TokenHolder holder, ForeignUsers foreign) const
{
    Principal &principal = holder.principal;
    if (isKeyUserId(principal.userId))
        return refusedToken("the token's user has the name of an API key");
    if (isOfARemovedUser(holder))
        return refusedToken("the token's user was removed after it was made");
    const auto rights = m_sources.rights ? m_sources.rights->rightsOf(principal.userId) : std::nullopt;
    if (!rights) {
        if (foreign == ForeignUsers::Refuse)
            return refusedToken("the token's user is not known here");
        return holder;
    }
    if (!rights->enabled)
        return refusedToken("the token's user is disabled");
    holder.known = true;
    holder.roleLimit = principal.role;
    principal.userId = foldedName(principal.userId);
    applyRights(*rights, principal);
    principal.role = std::min(rights->role, holder.roleLimit);
    return holder;
}

}  // namespace cs

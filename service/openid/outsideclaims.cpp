#include "openid/outsideclaims.h"

#include <algorithm>

#include "jose/claims.h"
#include "jose/registeredclaims.h"

namespace cs {

namespace {

constexpr size_t maxRoleValues = 1000;

Error refusedOutside(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

// RFC 7519 section 5.1 and RFC 9068 section 2.1: media types, whose case says nothing and whose "application/" may be
// left out. ID tokens of many providers say none.
bool isSignInType(const QString &typ)
{
    QString type = typ.toLower();
    if (type.startsWith(u"application/"))
        type.remove(0, 12);
    return type.isEmpty() || type == u"jwt" || type == u"at+jwt";
}

// A claim by its name; failing that, by names joined with dots, from the outermost on.
const json::Value *findClaim(const json::Value &payload, const QString &name)
{
    if (const json::Value *direct = payload.member(name))
        return direct;
    const json::Value *at = &payload;
    const QStringList steps = name.split(u'.');
    for (const QString &step : steps) {
        at = at->member(step);
        if (!at)
            return nullptr;
    }
    return at;
}

// The greatest role that one of the values stands for.
std::optional<Role> mappedRole(const json::Value *claim, const QMap<QString, Role> &roles)
{
    std::optional<Role> greatest;
    const auto consider = [&](const json::Value &value) {
        const auto found = value.asString() ? roles.find(*value.asString()) : roles.end();
        if (found != roles.end())
            greatest = std::max(greatest.value_or(Role::Viewer), *found);
    };
    if (!claim)
        return std::nullopt;
    consider(*claim);
    const json::Array *list = claim->asArray();
    if (list && list->size() <= maxRoleValues)
        std::for_each(list->begin(), list->end(), consider);
    return greatest;
}

Result<Done> checkPurpose(const VerifiedJws &token, const RegisteredClaims &claims)
{
    if (!isSignInType(token.typ))
        return refusedOutside("the token's typ is none to sign in with");
    if (claims.payload.member(u"cnf"))
        return refusedOutside("the token is bound to a key, which is not supported");
    if (claims.payload.member(u"events"))
        return refusedOutside("the token tells of an event and signs nobody in");
    return Done{};
}

}  // namespace

Result<OutsideClaims> readOutsideClaims(const VerifiedJws &token, const IssuerRules &rules, Timestamp now)
{
    const auto claims = RegisteredClaims::fromPayload(token.payload);
    if (!claims)
        return claims.error();
    for (const Result<Done> &checked : {claims->checkIssuer(rules.issuer), claims->checkAudience(rules.audience),
                                        claims->checkTimes(now), checkPurpose(token, *claims)}) {
        if (!checked)
            return checked.error();
    }
    if (!claims->iat)
        return refusedOutside("the token has no iat");
    const json::Value *user = findClaim(claims->payload, rules.userClaim);
    if (!user || !user->asString() || !Claims::isUserId(*user->asString()))
        return refusedOutside("the token's user claim is missing, too long or holds invisible characters");
    const auto role = mappedRole(findClaim(claims->payload, rules.roleClaim), rules.roles);
    if (!role)
        return refusedOutside("the token has no role that means one here");
    return OutsideClaims{*user->asString(), *role, *claims->iat, *claims->exp, rules.issuer};
}

}  // namespace cs

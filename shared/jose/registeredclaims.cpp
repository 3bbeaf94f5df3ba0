#include "jose/registeredclaims.h"

#include <cmath>

#include "json/codec.h"

namespace cs {

namespace {

// The end of the year 9999; keeps sums far from overflow.
constexpr double lastNumericDate = 253402300799;

Error refusedClaim(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

bool isClaimText(const json::Value &value)
{
    const QString *text = value.asString();
    return text && !text->isEmpty() && text->size() <= RegisteredClaims::MaxTextChars && text->isValidUtf16();
}

bool readClaimText(const json::Value &payload, QStringView name, QString &out)
{
    const json::Value *member = payload.member(name);
    if (!member)
        return true;
    if (!isClaimText(*member))
        return false;
    out = *member->asString();
    return true;
}

// One text, or a list of them (RFC 7519 section 4.1.3).
bool readAudiences(const json::Value &payload, QStringList &out)
{
    const json::Value *member = payload.member(u"aud");
    if (!member)
        return true;
    if (isClaimText(*member)) {
        out << *member->asString();
        return true;
    }
    const json::Array *list = member->asArray();
    if (!list || list->size() > RegisteredClaims::MaxAudiences)
        return false;
    for (const json::Value &item : *list) {
        if (!isClaimText(item))
            return false;
        out << *item.asString();
    }
    return true;
}

// Seconds since 1970, which may have a fraction (RFC 7519 section 2).
bool readNumericDate(const json::Value &payload, QStringView name, std::optional<Timestamp> &out)
{
    const json::Value *member = payload.member(name);
    if (!member)
        return true;
    const auto number = member->number();
    if (!number || !(*number >= 0) || *number > lastNumericDate)
        return false;
    // Whole seconds on their own: a double would blur the microseconds of the two together.
    const double whole = std::floor(*number);
    const auto fraction = static_cast<qint64>((*number - whole) * 1e6);
    out = Timestamp(std::chrono::seconds(static_cast<qint64>(whole)) + std::chrono::microseconds(fraction));
    return true;
}

}  // namespace

Result<RegisteredClaims> RegisteredClaims::fromPayload(QByteArrayView text)
{
    auto parsed = json::parse(text);
    if (!parsed || !parsed->asObject())
        return refusedClaim("the token's payload is not a JSON object");
    if (json::checkDuplicates(*parsed))
        return refusedClaim("the token's payload has a member twice");
    RegisteredClaims claims;
    if (!readClaimText(*parsed, u"iss", claims.iss) || !readClaimText(*parsed, u"sub", claims.sub)
        || !readClaimText(*parsed, u"jti", claims.jti) || !readAudiences(*parsed, claims.aud))
        return refusedClaim("the token's iss, sub, jti or aud is unusable");
    if (!readNumericDate(*parsed, u"iat", claims.iat) || !readNumericDate(*parsed, u"exp", claims.exp)
        || !readNumericDate(*parsed, u"nbf", claims.nbf))
        return refusedClaim("the token's iat, exp or nbf is unusable");
    claims.payload = std::move(parsed).value();
    return claims;
}

Result<Done> RegisteredClaims::checkTimes(Timestamp now, std::chrono::seconds skew) const
{
    if (!exp)
        return refusedClaim("the token has no exp");
    if (*exp <= now)
        return refusedClaim("the token has expired");
    if (iat && *iat > now + skew)
        return refusedClaim("the token was issued in the future");
    if (iat ? *exp <= *iat || *exp > *iat + LongestLife : *exp > now + LongestLife)
        return refusedClaim("the token's exp does not fit its iat");
    if (nbf && *nbf > now + skew)
        return refusedClaim("the token is not valid yet");
    return Done{};
}

Result<Done> RegisteredClaims::checkIssuer(QStringView wanted) const
{
    if (iss.isEmpty() || iss != wanted)
        return refusedClaim("the token's issuer is another one");
    return Done{};
}

Result<Done> RegisteredClaims::checkAudience(QStringView wanted) const
{
    if (wanted.isEmpty() || !aud.contains(wanted))
        return refusedClaim("the token is meant for another audience");
    return Done{};
}

}  // namespace cs

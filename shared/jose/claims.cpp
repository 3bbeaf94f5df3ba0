#include "jose/claims.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "base/visibletext.h"
#include "jose/members.h"

namespace cs {

namespace {

using std::chrono::seconds;

constexpr seconds ClockSkew{30};
// The last second of the year 9999; keeps the sums below far from overflow.
constexpr qint64 LastSecond = 253402300799;

Error refusedClaims(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

Timestamp fromSeconds(qint64 s)
{
    return Timestamp(seconds(s));
}

qint64 toSeconds(Timestamp time)
{
    return std::chrono::floor<seconds>(time).time_since_epoch().count();
}

// The whole number of that name, if it is a time we can reckon with.
std::optional<Timestamp> timeMember(const json::Value &payload, QStringView name)
{
    const json::Value *member = payload.member(name);
    const qint64 *number = member ? member->asInt() : nullptr;
    if (!number || *number < 0 || *number > LastSecond)
        return std::nullopt;
    return fromSeconds(*number);
}

std::optional<QString> userMember(const json::Value &payload)
{
    const json::Value *member = payload.member(u"user_id");
    const QString *text = member ? member->asString() : nullptr;
    if (!text || !Claims::isUserId(*text))
        return std::nullopt;
    return *text;
}

std::optional<Role> roleMember(const json::Value &payload)
{
    const json::Value *member = payload.member(u"role");
    return member && member->asString() ? roleFromString(*member->asString()) : std::nullopt;
}

std::optional<Error> timeProblem(const json::Value &payload, const Claims &claims, Timestamp now)
{
    if (claims.issuedAt > now + ClockSkew)
        return refusedClaims("the token was issued in the future");
    if (claims.expiresAt <= claims.issuedAt || claims.expiresAt > claims.issuedAt + Claims::LongestLife)
        return refusedClaims("the token's exp does not fit its iat");
    if (claims.expiresAt <= now)
        return refusedClaims("the token has expired");
    if (payload.member(u"nbf")) {
        const auto notBefore = timeMember(payload, u"nbf");
        if (!notBefore || *notBefore > now + ClockSkew)
            return refusedClaims("the token is not valid yet");
    }
    return std::nullopt;
}

}  // namespace

bool Claims::isUserId(QStringView text)
{
    // Controls would forge lines in logs, and who looks like another would be taken for that one in the audit trail.
    return !text.isEmpty() && text.size() <= MaxUserIdChars && !hasInvisible(text);
}

QByteArray toPayload(const Claims &claims)
{
    const QJsonObject payload{{"user_id", claims.userId},
                              {"role", toString(claims.role)},
                              {"iat", toSeconds(claims.issuedAt)},
                              {"exp", toSeconds(claims.expiresAt)}};
    return QJsonDocument(payload).toJson(QJsonDocument::Compact);
}

Result<Claims> claimsFromPayload(QByteArrayView text, Timestamp now)
{
    const auto payload = json::parse(text);
    const json::Object *members = payload ? payload->asObject() : nullptr;
    if (!members)
        return refusedClaims("the token's payload is not a JSON object");
    if (hasDuplicates(*members))
        return refusedClaims("the token's payload has a claim twice");
    const auto userId = userMember(*payload);
    const auto role = roleMember(*payload);
    const auto issuedAt = timeMember(*payload, u"iat");
    const auto expiresAt = timeMember(*payload, u"exp");
    if (!userId)
        return refusedClaims("the token's user_id is missing, too long or holds invisible characters");
    if (!role)
        return refusedClaims("the token's role is missing or unknown");
    if (!issuedAt || !expiresAt)
        return refusedClaims("the token's iat or exp is missing or unusable");
    Claims claims{*userId, *role, *issuedAt, *expiresAt};
    if (auto problem = timeProblem(*payload, claims, now))
        return *problem;
    return claims;
}

}  // namespace cs

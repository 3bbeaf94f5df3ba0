#include "auth/accesstokens.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

#include "auth/familyview.h"
#include "jose/base64url.h"
#include "jose/jwsverify.h"
#include "jose/registeredclaims.h"

namespace cs {

namespace {

const QString ownName = QStringLiteral("camera-service");

QString newTokenId()
{
    QByteArray random(16, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    return QString::fromLatin1(toBase64Url(random));
}

qint64 secondsOf(Timestamp time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

QString textMember(const json::Value &payload, QStringView name)
{
    const json::Value *member = payload.member(name);
    return member && member->asString() ? *member->asString() : QString();
}

Result<AccessClaims> claimsOf(const RegisteredClaims &claims)
{
    const auto role = roleFromString(textMember(claims.payload, u"role"));
    const json::Value *change = claims.payload.member(u"must_change_password");
    const QString user = textMember(claims.payload, u"user_id");
    const QString family = textMember(claims.payload, u"sid");
    if (!role || user.isEmpty() || family.isEmpty() || !claims.exp)
        return Error::unauthenticated(QStringLiteral("the token lacks a claim"));
    return AccessClaims{user, *role, family, change && change->asBool() && *change->asBool(), *claims.exp};
}

}  // namespace

AccessTokens::AccessTokens(SigningKey key, const FamilyView &families, const Clock &clock,
                           std::chrono::seconds lifetime)
    : m_key(std::move(key)),
      m_keys(m_key.publicKeys()),
      m_families(families),
      m_clock(clock),
      m_lifetime(lifetime)
{
    const QByteArray sample = m_key.sign("{}");
    m_head = sample.first(sample.indexOf('.') + 1);
}

IssuedToken AccessTokens::issue(const AccessClaims &claims) const
{
    const Timestamp now = std::chrono::floor<std::chrono::seconds>(m_clock.now());
    const Timestamp end = std::chrono::floor<std::chrono::seconds>(std::min(claims.expiresAt, now + m_lifetime));
    QJsonObject payload{{"iss", ownName},
                        {"aud", ownName},
                        {"sub", claims.username},
                        {"user_id", claims.username},
                        {"role", toString(claims.role)},
                        {"sid", claims.family},
                        {"jti", newTokenId()},
                        {"iat", secondsOf(now)},
                        {"exp", secondsOf(end)}};
    if (claims.mustChangePassword)
        payload.insert("must_change_password", true);
    return {m_key.sign(QJsonDocument(payload).toJson(QJsonDocument::Compact)), end};
}

bool AccessTokens::isOwn(QByteArrayView token) const
{
    return token.startsWith(m_head);
}

bool AccessTokens::loginGoesOn(const QString &family) const
{
    return m_families.alive(family);
}

Result<AccessClaims> AccessTokens::verify(QByteArrayView token) const
{
    const auto jws = verifyJws(token, m_keys, {{JwsAlgorithm::EdDSA}});
    if (!jws)
        return jws.error();
    const auto registered = RegisteredClaims::fromPayload(jws->payload);
    if (!registered)
        return registered.error();
    for (const auto &checked : {registered->checkTimes(m_clock.now()), registered->checkIssuer(ownName),
                                registered->checkAudience(ownName)}) {
        if (!checked)
            return checked.error();
    }
    auto claims = claimsOf(*registered);
    if (claims && !loginGoesOn(claims->family))
        return Error::unauthenticated(QStringLiteral("the login that the token came from has ended"));
    return claims;
}

}  // namespace cs

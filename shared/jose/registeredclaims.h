#pragma once

#include <optional>

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include "base/result.h"
#include "base/time.h"
#include "json/value.h"

namespace cs {

// The claims that RFC 7519 names, and the whole payload for the others. Read them from a payload whose signature was
// checked; what the claims are worth, the check functions say. All reasons disclose nothing of the token.
struct RegisteredClaims {
    static constexpr std::chrono::seconds ClockSkew{30};
    static constexpr std::chrono::seconds LongestLife = std::chrono::days(3660);
    static constexpr qsizetype MaxTextChars = 1024;
    static constexpr size_t MaxAudiences = 50;

    // Empty texts are claims that are not there; a claim that is there is never empty.
    QString iss;
    QString sub;
    QString jti;
    QStringList aud;
    std::optional<Timestamp> iat;
    std::optional<Timestamp> exp;
    std::optional<Timestamp> nbf;
    json::Value payload;

    // Fails if the payload is no JSON object, says a member twice at any depth, or has one of the seven in a wrong shape.
    static Result<RegisteredClaims> fromPayload(QByteArrayView payload);

    // `exp` must be there and lie ahead, to the second, because what it admits ends there; `iat` and `nbf`, if there, may
    // lie ahead by `skew`, because clocks differ; `exp` comes after `iat`, by ten years at most.
    Result<Done> checkTimes(Timestamp now, std::chrono::seconds skew = ClockSkew) const;
    // The same text, letter by letter.
    Result<Done> checkIssuer(QStringView wanted) const;
    // One of the audiences.
    Result<Done> checkAudience(QStringView wanted) const;
};

}  // namespace cs

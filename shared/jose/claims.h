#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"
#include "base/role.h"
#include "base/time.h"

namespace cs {

// What a token says: who, as what, from when, until when. Times are whole seconds (RFC 7519, NumericDate).
struct Claims {
    static constexpr qsizetype MaxUserIdChars = 128;
    static constexpr std::chrono::seconds LongestLife = std::chrono::days(3660);
    // 1 to 128 characters, none of them invisible (base/visibletext.h).
    static bool isUserId(QStringView text);

    QString userId;
    Role role = Role::Viewer;
    Timestamp issuedAt;
    Timestamp expiresAt;
};

// The payload of a token.
QByteArray toPayload(const Claims &claims);

// Reads a payload and holds it against `now`: all four claims are required, unknown ones are ignored, none may be
// there twice. `exp` must lie ahead, to the second and without tolerance; `iat` may lie 30 s ahead, because clocks
// differ; `exp` must come after `iat`, by ten years at most; `nbf`, if there, must have come (30 s likewise).
// Unauthenticated with a reason that discloses nothing.
Result<Claims> claimsFromPayload(QByteArrayView payload, Timestamp now);

}  // namespace cs

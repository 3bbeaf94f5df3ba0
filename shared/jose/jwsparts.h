#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"
#include "jose/jwsalgorithm.h"

namespace cs {

inline constexpr qsizetype MaxJwsBytes = 16 * 1024;

// A compact JWS taken apart. Nothing in it is to be believed yet.
struct JwsParts {
    JwsAlgorithm algorithm = JwsAlgorithm::EdDSA;
    // Empty without.
    QString kid;
    QString typ;
    // What was signed: a view into the token.
    QByteArrayView input;
    QByteArray payload;
    QByteArray signature;
};

// Takes header.payload.signature apart, without a look at the signature. Strict: at most 16 KiB, base64url in its one
// spelling, the header a JSON object without a name twice, an algorithm we know, and none of the members that bring a key
// or the address of one (jwk, jku, x5c, x5u: RFC 7515 section 4.1) or ask for rules of their own (crit, b64).
// Unauthenticated with a reason that discloses nothing. Thread-safe.
Result<JwsParts> splitJws(QByteArrayView token);

}  // namespace cs

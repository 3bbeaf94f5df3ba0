#pragma once

#include <QString>

#include "base/result.h"
#include "base/role.h"
#include "base/time.h"
#include "jose/jwsverify.h"
#include "openid/issuerrules.h"

namespace cs {

// Who an outside issuer's token speaks for.
struct OutsideClaims {
    // The user claim as it is.
    QString userId;
    Role role = Role::Viewer;
    Timestamp issuedAt;
    Timestamp expiresAt;
    QString issuer;
};

// Reads a token whose signature was checked, and holds it against the rules. Refused are tokens of another issuer or
// audience, without iat or exp, of no mapped role (the greatest one counts), bound to a key that the bearer would have to
// prove (cnf: RFC 7800), and those that are something else than a token to sign in with: by their `typ` (RFC 8725
// section 3.11), or because they tell of an event (RFC 8417). Unauthenticated with a reason that discloses nothing.
Result<OutsideClaims> readOutsideClaims(const VerifiedJws &token, const IssuerRules &rules, Timestamp now);

}  // namespace cs

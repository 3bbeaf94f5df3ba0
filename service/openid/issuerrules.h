#pragma once

#include <vector>

#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

#include "base/result.h"
#include "base/role.h"
#include "jose/jwsalgorithm.h"
#include "json/value.h"

namespace cs {

// What the configuration says of one outside issuer: an OpenID provider, or whoever else signs tokens.
struct IssuerRules {
    // `iss` and `aud` of its tokens, letter by letter.
    QString issuer;
    QString audience;
    // Where its keys are: an https URL, an http URL on loopback, or the path of a file.
    QString jwks;
    // Empty: RS256, PS256, ES256, EdDSA.
    QStringList algorithms;
    // The name of a claim, or names joined by dots for a claim within a claim ("realm_access.roles").
    QString userClaim = QStringLiteral("sub");
    QString roleClaim = QStringLiteral("role");
    // Which value of the role claim means which role; values that are not here mean nothing.
    QMap<QString, Role> roles;

    QSet<JwsAlgorithm> allowedAlgorithms() const;
    bool keysAreInFile() const;
    // Fails with a sentence for the operator.
    Result<Done> check() const;
};

// Reads a JSON text {"issuers": [{"issuer": ..., "audience": ..., "jwks": ..., "algorithms": [...], "user_claim": ...,
// "role_claim": ..., "roles": {VALUE: viewer|operator|admin}}]} and checks each. Unknown members are refused.
Result<std::vector<IssuerRules>> issuersFromJson(QByteArrayView text);

}  // namespace cs

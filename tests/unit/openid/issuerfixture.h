#pragma once

#include "openid/issuers.h"
#include "support/manualclock.h"
#include "unit/jose/jwssigner.h"

namespace cs {

inline IssuerRules exampleRules(const QString &jwks)
{
    IssuerRules rules;
    rules.issuer = QStringLiteral("urn:example:id");
    rules.audience = QStringLiteral("cams");
    rules.jwks = jwks;
    rules.roles = {{QStringLiteral("watcher"), Role::Viewer},
                   {QStringLiteral("guard"), Role::Operator},
                   {QStringLiteral("boss"), Role::Admin}};
    return rules;
}

// The claims that exampleRules() accept, a minute old, with `more` in place of sub and role.
inline QByteArray examplePayload(Timestamp now, QByteArrayView more = R"("sub":"alice","role":"guard")")
{
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    return R"({"iss":"urn:example:id","aud":"cams","iat":)" + QByteArray::number(seconds - 60) + R"(,"exp":)"
           + QByteArray::number(seconds + 300) + ',' + more.toByteArray() + '}';
}

// One key of a provider.
struct ProviderKey {
    QByteArray kid;
    JwsSigner signer = JwsSigner::ed25519();

    QByteArray jwk() const { return signer.jwk("\"kid\":\"" + kid + '"'); }
    QByteArray token(QByteArrayView payload) const
    {
        return signer.sign(JwsAlgorithm::EdDSA, R"({"alg":"EdDSA","kid":")" + kid + "\"}", payload);
    }
};

}  // namespace cs

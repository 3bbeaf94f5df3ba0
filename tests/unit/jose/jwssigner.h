#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include "jose/jwsalgorithm.h"
#include "jose/opensslpointers.h"

namespace cs {

// A provider's key: signs whatever header it is told to, so that a test can put the header or the payload alone on trial. Shares no
// code with the verifier.
class JwsSigner {
public:
    static JwsSigner rsa(size_t bits = 2048);
    // P-256, P-384 or P-521.
    static JwsSigner ec(const char *curve);
    static JwsSigner ed25519();

    // The members of the public key, without braces: R"("kty":"RSA",...)".
    QByteArray members() const;
    // The public key as JSON, with `more` members in front.
    QByteArray jwk(QByteArrayView more = {}) const;
    // The compact JWS of `payload` under `header`, signed the way of `algorithm`.
    QByteArray sign(JwsAlgorithm algorithm, QByteArrayView header, QByteArrayView payload) const;

private:
    explicit JwsSigner(EVP_PKEY *key) : m_key(key) {}
    QByteArray number(const char *param, int size) const;
    QByteArray rawEcSignature(QByteArrayView der) const;

    OpenSslPtr<EVP_PKEY> m_key;
};

// {"keys":[...]}
QByteArray jwkSetOf(std::initializer_list<QByteArray> jwks);

}  // namespace cs

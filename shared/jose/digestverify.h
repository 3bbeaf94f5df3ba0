#pragma once

#include <QByteArrayView>

#include "jose/jwsalgorithm.h"
#include "jose/opensslpointers.h"

namespace cs {

// Null if memory ran out.
OpenSslPtr<BIGNUM> bigNumber(QByteArrayView bigEndian);
// A public key of that type, or null.
OpenSslPtr<EVP_PKEY> keyFromParams(const char *type, const OSSL_PARAM *params);

// Checks with the digest and padding of the algorithm (RFC 7518 sections 3.3 to 3.5). RSA and EC keys only; a signature
// of the latter in ASN.1.
bool verifyDigest(EVP_PKEY *key, JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature);

}  // namespace cs

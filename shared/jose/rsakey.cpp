#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "jose/digestverify.h"
#include "jose/keymaterial.h"

namespace cs {

namespace {

constexpr int minRsaBits = 2048;
// Beyond that, a check costs more than a hostile set of keys should be able to ask for.
constexpr int maxRsaBits = 8192;
constexpr qsizetype maxRsaExponentBytes = 8;

class RsaKey final : public PublicKey::Material {
public:
    explicit RsaKey(OpenSslPtr<EVP_PKEY> key) : m_key(std::move(key)) {}

    bool fits(JwsAlgorithm algorithm) const override
    {
        switch (algorithm) {
        case JwsAlgorithm::RS256:
        case JwsAlgorithm::RS384:
        case JwsAlgorithm::RS512:
        case JwsAlgorithm::PS256:
        case JwsAlgorithm::PS384:
        case JwsAlgorithm::PS512: return true;
        case JwsAlgorithm::HS256:
        case JwsAlgorithm::EdDSA:
        case JwsAlgorithm::ES256:
        case JwsAlgorithm::ES384:
        case JwsAlgorithm::ES512: return false;
        }
        return false;
    }

    bool verify(JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature) const override
    {
        // A signature is as long as the modulus (RFC 8017 section 8); OpenSSL alone would take a shorter one for PSS.
        return signature.size() == EVP_PKEY_get_size(m_key.get())
               && verifyDigest(m_key.get(), algorithm, input, signature);
    }

private:
    OpenSslPtr<EVP_PKEY> m_key;
};

OpenSslPtr<EVP_PKEY> makeRsaKey(const BIGNUM *modulus, const BIGNUM *exponent)
{
    const OpenSslPtr<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1)
        return nullptr;
    const OpenSslPtr<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(builder.get()));
    return params ? keyFromParams("RSA", params.get()) : nullptr;
}

}  // namespace

Result<KeyMaterial> rsaMaterial(const json::Value &jwk)
{
    const OpenSslErrorsCleared cleared;
    const auto modulus = jwkBytes(jwk, u"n");
    const auto exponent = jwkBytes(jwk, u"e");
    // RFC 7518 section 2: a number has no leading zeros.
    if (!modulus || !exponent || modulus->isEmpty() || exponent->isEmpty() || modulus->front() == 0
        || exponent->front() == 0)
        return unusableKey("its modulus or exponent is missing or not strict base64url");
    if (modulus->size() > maxRsaBits / 8 || exponent->size() > maxRsaExponentBytes)
        return unusableKey("its modulus or exponent is too long");
    const OpenSslPtr<BIGNUM> n = bigNumber(*modulus);
    const OpenSslPtr<BIGNUM> e = bigNumber(*exponent);
    if (!n || !e)
        return unusableKey("its numbers could not be read");
    if (BN_num_bits(n.get()) < minRsaBits)
        return unusableKey("its modulus has fewer than 2048 bits");
    if (!BN_is_odd(n.get()) || !BN_is_odd(e.get()) || BN_is_one(e.get()))
        return unusableKey("its modulus or exponent is no RSA number");
    auto key = makeRsaKey(n.get(), e.get());
    if (!key)
        return unusableKey("its numbers make no RSA key");
    return KeyMaterial(std::make_shared<RsaKey>(std::move(key)));
}

}  // namespace cs

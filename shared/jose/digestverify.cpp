#include "jose/digestverify.h"

#include <openssl/rsa.h>

namespace cs {

namespace {

const unsigned char *octets(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

struct Digest {
    const EVP_MD *function;
    // 0 where the key has no padding.
    int rsaPadding;
};

Digest digestOf(JwsAlgorithm algorithm)
{
    switch (algorithm) {
    case JwsAlgorithm::RS256: return {EVP_sha256(), RSA_PKCS1_PADDING};
    case JwsAlgorithm::RS384: return {EVP_sha384(), RSA_PKCS1_PADDING};
    case JwsAlgorithm::RS512: return {EVP_sha512(), RSA_PKCS1_PADDING};
    case JwsAlgorithm::PS256: return {EVP_sha256(), RSA_PKCS1_PSS_PADDING};
    case JwsAlgorithm::PS384: return {EVP_sha384(), RSA_PKCS1_PSS_PADDING};
    case JwsAlgorithm::PS512: return {EVP_sha512(), RSA_PKCS1_PSS_PADDING};
    case JwsAlgorithm::ES256: return {EVP_sha256(), 0};
    case JwsAlgorithm::ES384: return {EVP_sha384(), 0};
    case JwsAlgorithm::ES512: return {EVP_sha512(), 0};
    case JwsAlgorithm::HS256:
    case JwsAlgorithm::EdDSA: break;
    }
    return {nullptr, 0};
}

bool setPadding(EVP_PKEY_CTX *context, const Digest &digest)
{
    if (digest.rsaPadding == 0)
        return true;
    if (EVP_PKEY_CTX_set_rsa_padding(context, digest.rsaPadding) != 1)
        return false;
    // RFC 7518 section 3.5: MGF1 with the same digest (the default), a salt as long as the digest and no other.
    return digest.rsaPadding != RSA_PKCS1_PSS_PADDING
           || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

OpenSslPtr<BIGNUM> bigNumber(QByteArrayView bigEndian)
{
    return OpenSslPtr<BIGNUM>(BN_bin2bn(octets(bigEndian), static_cast<int>(bigEndian.size()), nullptr));
}

OpenSslPtr<EVP_PKEY> keyFromParams(const char *type, const OSSL_PARAM *params)
{
    const OpenSslPtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM *>(params)) != 1)
        return nullptr;
    return OpenSslPtr<EVP_PKEY>(key);
}

bool verifyDigest(EVP_PKEY *key, JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature)
{
    const OpenSslErrorsCleared cleared;
    const Digest digest = digestOf(algorithm);
    const OpenSslPtr<EVP_MD_CTX> context(EVP_MD_CTX_new());
    // Belongs to `context`.
    EVP_PKEY_CTX *options = nullptr;
    return digest.function && context
           && EVP_DigestVerifyInit(context.get(), &options, digest.function, nullptr, key) == 1
           && setPadding(options, digest)
           && EVP_DigestVerify(context.get(), octets(signature), static_cast<size_t>(signature.size()), octets(input),
                               static_cast<size_t>(input.size()))
                  == 1;
}

}  // namespace cs

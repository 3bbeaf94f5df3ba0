#include "unit/jose/jwssigner.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "jose/base64url.h"

namespace cs {

namespace {

const unsigned char *asOctets(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

unsigned char *asOctets(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

const EVP_MD *digestFor(JwsAlgorithm algorithm)
{
    const QString name = toString(algorithm);
    if (name.endsWith(QLatin1String("256")))
        return EVP_sha256();
    if (name.endsWith(QLatin1String("384")))
        return EVP_sha384();
    return name.endsWith(QLatin1String("512")) ? EVP_sha512() : nullptr;
}

void must(bool done)
{
    if (!done)
        qFatal("OpenSSL refused what the test asked for");
}

}  // namespace

JwsSigner JwsSigner::rsa(size_t bits)
{
    return JwsSigner(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
}

JwsSigner JwsSigner::ec(const char *curve)
{
    return JwsSigner(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
}

JwsSigner JwsSigner::ed25519()
{
    return JwsSigner(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

// As long as it is, or padded to `size`.
QByteArray JwsSigner::number(const char *param, int size) const
{
    BIGNUM *value = nullptr;
    must(EVP_PKEY_get_bn_param(m_key.get(), param, &value) == 1);
    const OpenSslPtr<BIGNUM> owned(value);
    QByteArray bytes(size > 0 ? size : BN_num_bytes(value), Qt::Uninitialized);
    must(BN_bn2binpad(value, asOctets(bytes), static_cast<int>(bytes.size())) == bytes.size());
    return bytes;
}

QByteArray JwsSigner::members() const
{
    if (EVP_PKEY_is_a(m_key.get(), "RSA"))
        return R"("kty":"RSA","n":")" + toBase64Url(number(OSSL_PKEY_PARAM_RSA_N, 0)) + R"(","e":")"
               + toBase64Url(number(OSSL_PKEY_PARAM_RSA_E, 0)) + '"';
    if (EVP_PKEY_is_a(m_key.get(), "EC")) {
        const int bits = EVP_PKEY_get_bits(m_key.get());
        const int size = (bits + 7) / 8;
        return R"("kty":"EC","crv":"P-)" + QByteArray::number(bits) + R"(","x":")"
               + toBase64Url(number(OSSL_PKEY_PARAM_EC_PUB_X, size)) + R"(","y":")"
               + toBase64Url(number(OSSL_PKEY_PARAM_EC_PUB_Y, size)) + '"';
    }
    QByteArray bytes(32, Qt::Uninitialized);
    size_t size = 32;
    must(EVP_PKEY_get_raw_public_key(m_key.get(), asOctets(bytes), &size) == 1);
    return R"("kty":"OKP","crv":"Ed25519","x":")" + toBase64Url(bytes) + '"';
}

QByteArray JwsSigner::jwk(QByteArrayView more) const
{
    return '{' + more.toByteArray() + (more.isEmpty() ? "" : ",") + members() + '}';
}

QByteArray JwsSigner::rawEcSignature(QByteArrayView der) const
{
    const unsigned char *at = asOctets(der);
    const OpenSslPtr<ECDSA_SIG> pair(d2i_ECDSA_SIG(nullptr, &at, der.size()));
    must(bool(pair));
    const int size = (EVP_PKEY_get_bits(m_key.get()) + 7) / 8;
    QByteArray raw(qsizetype(2) * size, Qt::Uninitialized);
    must(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), asOctets(raw), size) == size);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), asOctets(raw) + size, size) == size);
    return raw;
}

QByteArray JwsSigner::sign(JwsAlgorithm algorithm, QByteArrayView header, QByteArrayView payload) const
{
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(payload);
    const OpenSslPtr<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX *options = nullptr;
    must(EVP_DigestSignInit(context.get(), &options, digestFor(algorithm), nullptr, m_key.get()) == 1);
    if (toString(algorithm).startsWith(u'P')) {
        must(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
        must(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    size_t size = 0;
    const auto length = static_cast<size_t>(input.size());
    must(EVP_DigestSign(context.get(), nullptr, &size, asOctets(QByteArrayView(input)), length) == 1);
    QByteArray signature(static_cast<qsizetype>(size), Qt::Uninitialized);
    must(EVP_DigestSign(context.get(), asOctets(signature), &size, asOctets(QByteArrayView(input)), length) == 1);
    signature.truncate(static_cast<qsizetype>(size));
    if (EVP_PKEY_is_a(m_key.get(), "EC"))
        signature = rawEcSignature(signature);
    return input + '.' + toBase64Url(signature);
}

QByteArray jwkSetOf(std::initializer_list<QByteArray> jwks)
{
    return R"({"keys":[)" + QByteArrayList(jwks).join(',') + "]}";
}

}  // namespace cs

#include <openssl/core_names.h>

#include "jose/digestverify.h"
#include "jose/keymaterial.h"

namespace cs {

namespace {

// RFC 7518 section 6.2.1.1: a curve has one algorithm, and numbers of one length.
struct Curve {
    QStringView name;
    const char *group;
    JwsAlgorithm algorithm;
    qsizetype numberBytes;
};
constexpr Curve curves[] = {{u"P-256", "P-256", JwsAlgorithm::ES256, 32},
                            {u"P-384", "P-384", JwsAlgorithm::ES384, 48},
                            {u"P-521", "P-521", JwsAlgorithm::ES512, 66}};

// The ASN.1 form of r and s, which OpenSSL reads; RFC 7518 section 3.4 puts them side by side.
QByteArray derSignature(QByteArrayView r, QByteArrayView s)
{
    const OpenSslPtr<ECDSA_SIG> pair(ECDSA_SIG_new());
    auto first = bigNumber(r);
    auto second = bigNumber(s);
    if (!pair || !first || !second || ECDSA_SIG_set0(pair.get(), first.get(), second.get()) != 1)
        return {};
    // They belong to the pair now.
    (void)first.release();
    (void)second.release();
    const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    return i2d_ECDSA_SIG(pair.get(), &out) == size ? der : QByteArray();
}

class EcKey final : public PublicKey::Material {
public:
    EcKey(const Curve &curve, OpenSslPtr<EVP_PKEY> key) : m_curve(curve), m_key(std::move(key)) {}

    bool fits(JwsAlgorithm algorithm) const override { return algorithm == m_curve.algorithm; }

    bool verify(JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature) const override
    {
        const OpenSslErrorsCleared cleared;
        const qsizetype size = m_curve.numberBytes;
        if (signature.size() != 2 * size)
            return false;
        const QByteArray der = derSignature(signature.first(size), signature.sliced(size));
        return !der.isEmpty() && verifyDigest(m_key.get(), algorithm, input, der);
    }

private:
    const Curve &m_curve;
    OpenSslPtr<EVP_PKEY> m_key;
};

// Null also if the point is not on the curve.
OpenSslPtr<EVP_PKEY> makeEcKey(const Curve &curve, QByteArray point)
{
    // Read only, though OSSL_PARAM has no const.
    QByteArray group(curve.group);
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), static_cast<size_t>(point.size())),
        OSSL_PARAM_construct_end()};
    auto key = keyFromParams("EC", params);
    if (!key)
        return nullptr;
    const OpenSslPtr<EVP_PKEY_CTX> check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

}  // namespace

Result<KeyMaterial> ecMaterial(const json::Value &jwk)
{
    const OpenSslErrorsCleared cleared;
    const QString *name = jwkText(jwk, u"crv");
    const auto *curve = std::find_if(std::begin(curves), std::end(curves),
                                     [name](const Curve &candidate) { return name && *name == candidate.name; });
    if (curve == std::end(curves))
        return unusableKey("its curve is none of P-256, P-384 and P-521");
    const auto x = jwkBytes(jwk, u"x");
    const auto y = jwkBytes(jwk, u"y");
    if (!x || !y || x->size() != curve->numberBytes || y->size() != curve->numberBytes)
        return unusableKey("its x or y is missing, not strict base64url, or of another length than its curve asks for");
    constexpr char uncompressed = 4;
    auto key = makeEcKey(*curve, QByteArray(1, uncompressed) + *x + *y);
    if (!key)
        return unusableKey("its point is not on its curve");
    return KeyMaterial(std::make_shared<EcKey>(*curve, std::move(key)));
}

}  // namespace cs

#include <sodium.h>

#include "jose/hmac.h"
#include "jose/keymaterial.h"

namespace cs {

namespace {

// RFC 7518 section 3.2: no shorter than the digest.
constexpr qsizetype minOctBytes = 32;

const unsigned char *rawBytes(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

class Ed25519Key final : public PublicKey::Material {
public:
    explicit Ed25519Key(QByteArray bytes) : m_bytes(std::move(bytes)) {}

    bool fits(JwsAlgorithm algorithm) const override { return algorithm == JwsAlgorithm::EdDSA; }

    bool verify(JwsAlgorithm, QByteArrayView input, QByteArrayView signature) const override
    {
        return signature.size() == crypto_sign_BYTES
               && crypto_sign_verify_detached(rawBytes(signature), rawBytes(input),
                                              static_cast<unsigned long long>(input.size()), rawBytes(m_bytes))
                      == 0;
    }

private:
    QByteArray m_bytes;
};

class OctKey final : public PublicKey::Material {
public:
    explicit OctKey(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    ~OctKey() override { sodium_memzero(m_bytes.data(), static_cast<size_t>(m_bytes.size())); }

    bool fits(JwsAlgorithm algorithm) const override { return algorithm == JwsAlgorithm::HS256; }

    bool verify(JwsAlgorithm, QByteArrayView input, QByteArrayView signature) const override
    {
        return sameBytes(hmacSha256(m_bytes, {input}), signature);
    }

private:
    QByteArray m_bytes;
};

}  // namespace

Result<KeyMaterial> ed25519Material(QByteArrayView bytes)
{
    if (sodium_init() < 0)
        return unusableKey("libsodium could not be started");
    if (bytes.size() != crypto_sign_PUBLICKEYBYTES)
        return unusableKey("its x is missing, not strict base64url, or not 32 bytes long");
    // Points of small order sign for everything; those off the main group come from no generator of keys.
    if (crypto_core_ed25519_is_valid_point(rawBytes(bytes)) != 1)
        return unusableKey("its point is not on its curve");
    return KeyMaterial(std::make_shared<Ed25519Key>(bytes.toByteArray()));
}

Result<KeyMaterial> okpMaterial(const json::Value &jwk)
{
    const QString *curve = jwkText(jwk, u"crv");
    if (!curve || *curve != u"Ed25519")
        return unusableKey("its curve is not Ed25519");
    return ed25519Material(jwkBytes(jwk, u"x").value_or(QByteArray()));
}

Result<KeyMaterial> octMaterial(const json::Value &jwk)
{
    auto bytes = jwkBytes(jwk, u"k");
    if (!bytes)
        return unusableKey("its k is missing or not strict base64url");
    if (bytes->size() < minOctBytes)
        return unusableKey("its k has fewer than 256 bits");
    return KeyMaterial(std::make_shared<OctKey>(std::move(*bytes)));
}

}  // namespace cs

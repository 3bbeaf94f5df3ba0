#include "jose/signingkey.h"

#include <array>

#include <sodium.h>

#include "jose/base64url.h"

namespace cs {

struct SigningKey::Pair {
    Pair() = default;
    Pair(const Pair &) = delete;
    Pair &operator=(const Pair &) = delete;
    ~Pair() { sodium_memzero(secret.data(), secret.size()); }

    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
    QString kid;
    // In base64url, with its dot.
    QByteArray header;

    QByteArrayView openBytes() const
    {
        return {reinterpret_cast<const char *>(open.data()), static_cast<qsizetype>(open.size())};
    }
    // RFC 7638 section 3, RFC 8037 section 2: the required members, in this order, without spaces.
    QByteArray requiredMembers() const
    {
        return R"({"crv":"Ed25519","kty":"OKP","x":")" + toBase64Url(openBytes()) + "\"}";
    }
};

Result<SigningKey> SigningKey::fromSeed(QByteArrayView seed)
{
    static_assert(SeedSize == crypto_sign_SEEDBYTES);
    if (seed.size() != SeedSize)
        return Error::internal(QStringLiteral("the seed of a signing key is not %1 bytes long").arg(SeedSize));
    if (sodium_init() < 0)
        return Error::internal(QStringLiteral("libsodium could not be started"));
    const auto pair = std::make_shared<Pair>();
    crypto_sign_seed_keypair(pair->open.data(), pair->secret.data(),
                             reinterpret_cast<const unsigned char *>(seed.data()));
    const QByteArray members = pair->requiredMembers();
    QByteArray thumbprint(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    crypto_hash_sha256(reinterpret_cast<unsigned char *>(thumbprint.data()),
                       reinterpret_cast<const unsigned char *>(members.constData()),
                       static_cast<unsigned long long>(members.size()));
    const QByteArray kid = toBase64Url(thumbprint);
    pair->kid = QString::fromLatin1(kid);
    pair->header = toBase64Url(QByteArray(R"({"alg":"EdDSA","kid":")" + kid + R"(","typ":"JWT"})")) + '.';
    return SigningKey(pair);
}

QByteArray SigningKey::sign(QByteArrayView payload) const
{
    const QByteArray input = m_pair->header + toBase64Url(payload);
    QByteArray signature(crypto_sign_BYTES, Qt::Uninitialized);
    crypto_sign_detached(reinterpret_cast<unsigned char *>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char *>(input.constData()),
                         static_cast<unsigned long long>(input.size()), m_pair->secret.data());
    return input + '.' + toBase64Url(signature);
}

QByteArray SigningKey::publicJwk() const
{
    return R"({"alg":"EdDSA","crv":"Ed25519","kid":")" + m_pair->kid.toLatin1() + R"(","kty":"OKP","use":"sig","x":")"
           + toBase64Url(m_pair->openBytes()) + "\"}";
}

JwkSet SigningKey::publicKeys() const
{
    JwkSet set;
    auto key = PublicKey::fromEd25519(m_pair->openBytes(), m_pair->kid);
    if (key)
        set.keys.push_back(std::move(key).value());
    return set;
}

const QString &SigningKey::kid() const
{
    return m_pair->kid;
}

}  // namespace cs

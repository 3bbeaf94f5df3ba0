#include "auditchain/auditkey.h"

#include <sodium.h>

#include "auditchain/hextext.h"

namespace cs {

namespace {

const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

unsigned char *bytesOf(QByteArray &array)
{
    return reinterpret_cast<unsigned char *>(array.data());
}

}  // namespace

std::optional<AuditPublicKey> AuditPublicKey::fromText(const QString &text)
{
    auto bytes = fromHex(text);
    if (!bytes || bytes->size() != crypto_sign_PUBLICKEYBYTES)
        return std::nullopt;
    return AuditPublicKey(std::move(*bytes));
}

QString AuditPublicKey::toText() const
{
    return toHex(m_bytes);
}

bool AuditPublicKey::verify(PointKind kind, QByteArrayView origin, const SignedPoint &point) const
{
    const QByteArray bytes = signedBytes(kind, origin, point);
    return point.signature.size() == crypto_sign_BYTES
           && crypto_sign_verify_detached(bytesOf(QByteArrayView(point.signature)), bytesOf(QByteArrayView(bytes)),
                                          static_cast<unsigned long long>(bytes.size()),
                                          bytesOf(QByteArrayView(m_bytes)))
                  == 0;
}

Result<AuditKey> AuditKey::fromSeed(QByteArrayView seed)
{
    static_assert(SeedSize == crypto_sign_SEEDBYTES);
    if (sodium_init() < 0)
        return Error::internal(QStringLiteral("libsodium cannot be used on this machine"));
    if (seed.size() != SeedSize)
        return Error::internal(QStringLiteral("the key of the audit trail must be of 32 bytes"));
    QByteArray open(crypto_sign_PUBLICKEYBYTES, Qt::Uninitialized);
    QByteArray secret(crypto_sign_SECRETKEYBYTES, Qt::Uninitialized);
    crypto_sign_seed_keypair(bytesOf(open), bytesOf(secret), bytesOf(seed));
    return AuditKey(std::move(secret), AuditPublicKey(std::move(open)));
}

AuditKey::~AuditKey()
{
    // Copies share their bytes; who is the last wipes them.
    if (!m_secret.isEmpty() && m_secret.isDetached())
        sodium_memzero(m_secret.data(), static_cast<size_t>(m_secret.size()));
}

SignedPoint AuditKey::sign(PointKind kind, QByteArrayView origin, const ChainPoint &point, Timestamp at) const
{
    SignedPoint made{point.seq, at, point.hash, QByteArray(crypto_sign_BYTES, Qt::Uninitialized)};
    const QByteArray bytes = signedBytes(kind, origin, made);
    crypto_sign_detached(bytesOf(made.signature), nullptr, bytesOf(QByteArrayView(bytes)),
                         static_cast<unsigned long long>(bytes.size()), bytesOf(QByteArrayView(m_secret)));
    return made;
}

}  // namespace cs

#include "auth/credentialbox.h"

#include <sodium.h>

namespace cs {

namespace {

// What is stored: version, nonce (random: 192 bits are enough for that), ciphertext with its tag. The version is
// part of the authenticated data, so that nobody can call a text by another version.
constexpr char BoxVersion = 1;
constexpr qsizetype NonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype TagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

unsigned char *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

Error keyMissing()
{
    return Error::invalidState(
        QStringLiteral("the key of the stored credentials is missing; put it back (%1) and restart the service")
            .arg(QLatin1String(CredentialBox::KeyPlaces)),
        QStringLiteral("locked"), {QStringLiteral("unlocked")});
}

Error otherKey()
{
    return Error::internal(QStringLiteral("it was sealed with another key than the service has, or changed since; put "
                                          "that key back (%1) and restart the service, or enter it anew")
                               .arg(QLatin1String(CredentialBox::KeyPlaces)));
}

// False if it is not this key's.
bool openWith(const QByteArray &key, QByteArrayView sealed, const QByteArray &bound, QByteArray &secret)
{
    const QByteArrayView nonce = sealed.sliced(1, NonceSize);
    const QByteArrayView cipher = sealed.sliced(1 + NonceSize);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(bytesOf(secret), nullptr, nullptr, bytesOf(cipher),
                                                      static_cast<size_t>(cipher.size()),
                                                      bytesOf(QByteArrayView(bound)), static_cast<size_t>(bound.size()),
                                                      bytesOf(nonce), bytesOf(QByteArrayView(key)))
           == 0;
}

}  // namespace

CredentialBox::CredentialBox(QByteArray key)
{
    unlock(std::move(key));
}

void CredentialBox::unlock(QByteArray key, std::vector<QByteArray> further)
{
    m_keys = std::move(further);
    m_keys.insert(m_keys.begin(), std::move(key));
    for (const QByteArray &one : m_keys)
        Q_ASSERT(one.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
}

Result<QByteArray> CredentialBox::seal(QByteArrayView secret, QByteArrayView owner) const
{
    if (isLocked())
        return keyMissing();
    QByteArray nonce(NonceSize, Qt::Uninitialized);
    randombytes_buf(nonce.data(), static_cast<size_t>(nonce.size()));
    const QByteArray bound = QByteArray(1, BoxVersion) + owner.toByteArray();
    QByteArray cipher(secret.size() + TagSize, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(cipher), nullptr, bytesOf(secret),
                                               static_cast<size_t>(secret.size()), bytesOf(QByteArrayView(bound)),
                                               static_cast<size_t>(bound.size()), nullptr,
                                               bytesOf(QByteArrayView(nonce)), bytesOf(QByteArrayView(m_keys.front())));
    return QByteArray(1, BoxVersion) + nonce + cipher;
}

Result<QByteArray> CredentialBox::open(QByteArrayView sealed, QByteArrayView owner) const
{
    if (isLocked())
        return keyMissing();
    if (sealed.size() < 1 + NonceSize + TagSize || sealed.front() != BoxVersion)
        return otherKey();
    const QByteArray bound = QByteArray(1, BoxVersion) + owner.toByteArray();
    QByteArray secret(sealed.size() - 1 - NonceSize - TagSize, Qt::Uninitialized);
    for (const QByteArray &key : m_keys) {
        if (openWith(key, sealed, bound, secret))
            return secret;
    }
    return otherKey();
}

}  // namespace cs

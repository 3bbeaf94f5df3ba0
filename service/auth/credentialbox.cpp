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

}  // namespace

CredentialBox::CredentialBox(QByteArray key) : m_key(std::move(key))
{
    Q_ASSERT(m_key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
}

QByteArray CredentialBox::seal(QByteArrayView secret, QByteArrayView owner) const
{
    QByteArray nonce(NonceSize, Qt::Uninitialized);
    randombytes_buf(nonce.data(), static_cast<size_t>(nonce.size()));
    const QByteArray bound = QByteArray(1, BoxVersion) + owner.toByteArray();
    QByteArray cipher(secret.size() + TagSize, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytesOf(cipher), nullptr, bytesOf(secret), static_cast<size_t>(secret.size()), bytesOf(QByteArrayView(bound)),
        static_cast<size_t>(bound.size()), nullptr, bytesOf(QByteArrayView(nonce)), bytesOf(QByteArrayView(m_key)));
    return QByteArray(1, BoxVersion) + nonce + cipher;
}

Result<QByteArray> CredentialBox::open(QByteArrayView sealed, QByteArrayView owner) const
{
    const Error problem = Error::internal(
        QStringLiteral("stored credentials cannot be opened: their key or the database was replaced"));
    if (sealed.size() < 1 + NonceSize + TagSize || sealed.front() != BoxVersion)
        return problem;
    const QByteArrayView nonce = sealed.sliced(1, NonceSize);
    const QByteArrayView cipher = sealed.sliced(1 + NonceSize);
    const QByteArray bound = QByteArray(1, BoxVersion) + owner.toByteArray();
    QByteArray secret(cipher.size() - TagSize, Qt::Uninitialized);
    const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytesOf(secret), nullptr, nullptr, bytesOf(cipher), static_cast<size_t>(cipher.size()),
        bytesOf(QByteArrayView(bound)), static_cast<size_t>(bound.size()), bytesOf(nonce),
        bytesOf(QByteArrayView(m_key)));
    if (status != 0)
        return problem;
    return secret;
}

}  // namespace cs

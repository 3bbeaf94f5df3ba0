#include "auth/secrets.h"

#include <sodium.h>

#include "auth/keyfolder.h"
#include "jose/base64url.h"

namespace cs {

namespace {

constexpr qsizetype KeyBytes = 32;
// RFC 7518 section 3.2: a key for HS256 has at least the size of its hash.
constexpr qsizetype MinJwtBytes = 32;

Result<QByteArray> textOf(const KeyFolder &folder, const QString &name)
{
    QByteArray random(KeyBytes, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    return folder.readOrMake(name, toBase64Url(random));
}

Result<QByteArray> keyOf(const KeyFolder &folder, const QString &name)
{
    const auto text = textOf(folder, name);
    if (!text)
        return text.error();
    auto key = fromBase64Url(*text);
    if (!key || key->size() != KeyBytes) {
        return Error::internal(
            QStringLiteral("secrets/%1 is damaged: it must hold 32 bytes in base64url. Restore it from a "
                           "backup, or remove it to get a new key")
                .arg(name));
    }
    return std::move(*key);
}

Result<QByteArray> jwtKey(const KeyFolder &folder, const QByteArray &jwtOverride)
{
    auto text = jwtOverride.isEmpty() ? textOf(folder, QStringLiteral("jwt.key")) : Result(jwtOverride);
    if (text && text->size() < MinJwtBytes) {
        return Error::internal(
            QStringLiteral("the secret for tokens (auth.jwt_secret or secrets/jwt.key) is too short: use 32 "
                           "characters or more"));
    }
    return text;
}

}  // namespace

Result<Secrets> Secrets::load(const QString &stateFolder, const QByteArray &jwtOverride)
{
    if (sodium_init() < 0)
        return Error::internal(QStringLiteral("libsodium cannot be used on this machine"));
    const auto folder = KeyFolder::open(stateFolder + QStringLiteral("/secrets"));
    if (!folder)
        return folder.error();
    const auto jwt = jwtKey(*folder, jwtOverride);
    const auto tickets = keyOf(*folder, QStringLiteral("tickets.key"));
    const auto credentials = keyOf(*folder, QStringLiteral("credentials.key"));
    const auto signing = keyOf(*folder, QStringLiteral("signing.key"));
    const auto audit = keyOf(*folder, QStringLiteral("audit.key"));
    for (const auto *key : {&jwt, &tickets, &credentials, &signing, &audit}) {
        if (!key->ok())
            return key->error();
    }
    Secrets secrets;
    secrets.m_jwt = *jwt;
    secrets.m_tickets = *tickets;
    secrets.m_credentials = *credentials;
    secrets.m_signing = *signing;
    secrets.m_audit = *audit;
    return secrets;
}

}  // namespace cs

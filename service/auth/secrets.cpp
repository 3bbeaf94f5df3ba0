#include "auth/secrets.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <QFile>
#include <QFileInfo>

#include <sodium.h>

#include "auth/keyfolder.h"
#include "auth/logging.h"
#include "base/uniquefd.h"
#include "jose/base64url.h"

namespace cs {

namespace {

constexpr qsizetype KeyBytes = 32;
// RFC 7518 section 3.2: a key for HS256 has at least the size of its hash.
constexpr qsizetype MinJwtBytes = 32;

const QString credentialsFile = QStringLiteral("credentials.key");

QByteArray freshKey()
{
    QByteArray random(KeyBytes, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    return toBase64Url(random);
}

std::optional<QByteArray> keyFrom(const QByteArray &text)
{
    auto key = fromBase64Url(text);
    return key && key->size() == KeyBytes ? std::optional(std::move(*key)) : std::nullopt;
}

Error damagedKey(const QString &name, const char *otherwise)
{
    return Error::internal(
        QStringLiteral("secrets/%1 is damaged: it must hold 32 bytes in base64url. Restore it from a "
                       "backup%2")
            .arg(name, QLatin1String(otherwise)));
}

Result<QByteArray> keyOf(const KeyFolder &folder, const QString &name)
{
    const auto text = folder.readOrMake(name, freshKey());
    if (!text)
        return text.error();
    auto key = keyFrom(*text);
    if (!key)
        return damagedKey(name, ", or remove it to get a new key");
    return std::move(*key);
}

// The service manager has seen to it who may read the file; its mode says little, since it may have an access list.
Result<QByteArray> credentialText(const QString &path)
{
    const UniqueFd fd(::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    char bytes[4096];
    const ssize_t size = fd.isValid() ? ::read(fd.get(), bytes, sizeof bytes) : -1;
    if (size < 0) {
        return Error::internal(QStringLiteral("cannot read the systemd credential %1: %2")
                                   .arg(QLatin1String(Secrets::CredentialName), qt_error_string(errno)));
    }
    const QByteArray text = QByteArray(bytes, size).trimmed();
    sodium_memzero(bytes, sizeof bytes);
    return text;
}

Result<std::optional<QByteArray>> credentialKey(const QString &credentialsFolder)
{
    const QString given = credentialsFolder + u'/' + QLatin1String(Secrets::CredentialName);
    if (credentialsFolder.isEmpty() || !QFileInfo::exists(given))
        return std::optional<QByteArray>();
    const auto text = credentialText(given);
    if (!text)
        return text.error();
    auto key = keyFrom(*text);
    if (!key) {
        return Error::internal(
            QStringLiteral("the systemd credential %1 is no key: it must hold 32 bytes in base64url, "
                           "as secrets/credentials.key does")
                .arg(QLatin1String(Secrets::CredentialName)));
    }
    return key;
}

Result<std::optional<QByteArray>> credentialsFileKey(const KeyFolder &folder)
{
    const auto text = folder.readIfThere(credentialsFile);
    if (!text)
        return text.error();
    if (!*text)
        return std::optional<QByteArray>();
    auto key = keyFrom(**text);
    if (!key)
        return damagedKey(credentialsFile, "");
    return key;
}

Result<Secrets::CredentialKeys> credentialKeysOf(const KeyFolder &folder, const QString &credentialsFolder)
{
    const auto credential = credentialKey(credentialsFolder);
    if (!credential)
        return credential.error();
    const auto file = credentialsFileKey(folder);
    if (file)
        return Secrets::CredentialKeys{*credential, *file};
    if (!*credential)
        return file.error();
    qCWarning(lcAuth).noquote() << "the key of the credentials comes from the service manager; the file beside it is "
                                   "not used:"
                                << file.error().message;
    return Secrets::CredentialKeys{*credential, std::nullopt};
}

Result<QByteArray> jwtKey(const KeyFolder &folder, const QByteArray &jwtOverride)
{
    auto text = jwtOverride.isEmpty() ? folder.readOrMake(QStringLiteral("jwt.key"), freshKey()) : Result(jwtOverride);
    if (text && text->size() < MinJwtBytes) {
        return Error::internal(
            QStringLiteral("the secret for tokens (auth.jwt_secret or secrets/jwt.key) is too short: use 32 "
                           "characters or more"));
    }
    return text;
}

}  // namespace

Result<Secrets> Secrets::load(const QString &stateFolder, const QByteArray &jwtOverride,
                              const QString &credentialsFolder)
{
    if (sodium_init() < 0)
        return Error::internal(QStringLiteral("libsodium cannot be used on this machine"));
    const auto folder = KeyFolder::open(stateFolder + QStringLiteral("/secrets"));
    if (!folder)
        return folder.error();
    const auto jwt = jwtKey(*folder, jwtOverride);
    const auto tickets = keyOf(*folder, QStringLiteral("tickets.key"));
    const auto credentials = credentialKeysOf(*folder, credentialsFolder);
    const auto signing = keyOf(*folder, QStringLiteral("signing.key"));
    const auto audit = keyOf(*folder, QStringLiteral("audit.key"));
    if (!credentials)
        return credentials.error();
    for (const auto *key : {&jwt, &tickets, &signing, &audit}) {
        if (!key->ok())
            return key->error();
    }
    Secrets secrets;
    secrets.m_jwt = *jwt;
    secrets.m_tickets = *tickets;
    secrets.m_credentialKeys = *credentials;
    secrets.m_signing = *signing;
    secrets.m_audit = *audit;
    return secrets;
}

Result<QByteArray> Secrets::makeCredentialsKey(const QString &stateFolder)
{
    const auto folder = KeyFolder::open(stateFolder + QStringLiteral("/secrets"));
    if (!folder)
        return folder.error();
    return keyOf(*folder, credentialsFile);
}

}  // namespace cs

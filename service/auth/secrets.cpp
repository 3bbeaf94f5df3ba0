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

struct SourcedKey {
    QByteArray key;
    Secrets::Source source = Secrets::Source::File;
};

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

Result<SourcedKey> credentialsKey(const KeyFolder &folder, const QString &stateFolder, const QString &credentialsFolder)
{
    const QString name = QStringLiteral("credentials.key");
    const bool hasFile = QFileInfo::exists(stateFolder + QStringLiteral("/secrets/") + name);
    const QString given = credentialsFolder + u'/' + QLatin1String(Secrets::CredentialName);
    if (credentialsFolder.isEmpty() || !QFileInfo::exists(given)) {
        auto key = keyOf(folder, name);
        if (!key)
            return key.error();
        return SourcedKey{std::move(*key), hasFile ? Secrets::Source::File : Secrets::Source::NewFile};
    }
    const auto text = credentialText(given);
    if (!text)
        return text.error();
    auto key = fromBase64Url(*text);
    if (!key || key->size() != KeyBytes) {
        return Error::internal(
            QStringLiteral("the systemd credential %1 is no key: it must hold 32 bytes in base64url, "
                           "as secrets/credentials.key does")
                .arg(QLatin1String(Secrets::CredentialName)));
    }
    if (hasFile) {
        qCWarning(lcAuth) << "the key of the camera credentials comes from the service manager; remove the file"
                          << stateFolder + QStringLiteral("/secrets/") + name << "which is not used any more";
    }
    return SourcedKey{std::move(*key), Secrets::Source::Credential};
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
    const auto credentials = credentialsKey(*folder, stateFolder, credentialsFolder);
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
    secrets.m_credentials = credentials->key;
    secrets.m_credentialsSource = credentials->source;
    secrets.m_signing = *signing;
    secrets.m_audit = *audit;
    return secrets;
}

}  // namespace cs

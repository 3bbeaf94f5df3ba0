#include "audit/auditkeyfile.h"

#include <cerrno>
#include <sys/stat.h>

#include <QFile>

#include <sodium.h>

#include "auditchain/keyfile.h"
#include "auth/keyfolder.h"
#include "jose/base64url.h"

namespace cs {

namespace {

Result<AuditKey> readAuditKey(const QString &stateFolder)
{
    const auto folder = KeyFolder::open(stateFolder + QStringLiteral("/secrets"));
    if (!folder.ok())
        return folder.error();
    QByteArray random(AuditKey::SeedSize, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    const auto text = folder->readOrMake(QStringLiteral("audit.key"), toBase64Url(random));
    if (!text.ok())
        return text.error();
    auto seed = fromBase64Url(*text);
    if (!seed || seed->size() != AuditKey::SeedSize) {
        return Error::internal(QStringLiteral(
            "secrets/audit.key is damaged: it must hold 32 bytes in base64url. Restore it from a backup, "
            "or remove it to get a new key; what the old one signed can then no longer be checked"));
    }
    auto key = AuditKey::fromSeed(*seed);
    sodium_memzero(seed->data(), static_cast<size_t>(seed->size()));
    return key;
}

}  // namespace

Result<std::shared_ptr<ChainWriter>> openAuditChain(const QString &stateFolder)
{
    if (sodium_init() < 0)
        return Error::internal(QStringLiteral("libsodium cannot be used on this machine"));
    auto key = readAuditKey(stateFolder);
    if (!key.ok())
        return key.error();
    const QString folder = stateFolder + QStringLiteral("/audit");
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && errno != EEXIST)
        return Error::internal(QStringLiteral("cannot make the folder %1: %2").arg(folder, qt_error_string(errno)));
    if (auto written = writePublicKey(folder + QStringLiteral("/public.key"), key->publicKey()); !written.ok())
        return written.error();
    return std::make_shared<ChainWriter>(std::move(*key), folder + QStringLiteral("/head"));
}

}  // namespace cs

#include "auditchain/keyfile.h"

#include "auditchain/smallfile.h"
#include "base/wholefile.h"

namespace cs {

Result<AuditPublicKey> readPublicKey(const QString &path)
{
    const auto bytes = readSmallFile(path);
    if (!bytes.ok())
        return bytes.error();
    if (!*bytes)
        return Error::internal(QStringLiteral("there is no file %1").arg(path));
    const auto key = AuditPublicKey::fromText(QString::fromUtf8((*bytes)->trimmed()));
    if (!key)
        return Error::internal(QStringLiteral("%1 holds no public key: 64 hex digits").arg(path));
    return *key;
}

Result<Done> writePublicKey(const QString &path, const AuditPublicKey &key)
{
    const QByteArray line = key.toText().toLatin1() + '\n';
    const auto there = readSmallFile(path);
    if (there.ok() && *there && **there == line)
        return Done{};
    return writeWholeFile(path, line, 0644);
}

}  // namespace cs

#include "mediamtx/startfile.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <sodium.h>

#include "mediamtx/randomtext.h"

namespace cs {

namespace {

Error cannotWrite(const QString &path, const QString &why)
{
    return Error::dependencyFailed(QStringLiteral("storage"),
                                   QStringLiteral("cannot write %1: %2; the state folder must be writable for the "
                                                  "service's user")
                                       .arg(path, why));
}

}  // namespace

StartFile::StartFile(const QString &folder)
    : m_folder(folder),
      m_path(QDir(folder).filePath(QStringLiteral("mediamtx.yml.sealed")))
{}

Result<QByteArray> StartFile::write(const QByteArray &yaml)
{
    if (!QDir(m_folder).exists()) {
        if (!QDir().mkpath(m_folder))
            return cannotWrite(m_folder, QStringLiteral("the folder cannot be made"));
        QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    const QByteArray key = randomText();
    // Syncs its temporary file before the rename.
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(m_path, file.errorString());
    // Before the first byte is in it.
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(sealConfiguration(yaml, key));
    if (!file.commit())
        return cannotWrite(m_path, file.errorString());
    return key;
}

QByteArray sealConfiguration(const QByteArray &yaml, const QByteArray &key)
{
    QByteArray fullKey = key.left(crypto_secretbox_KEYBYTES);
    fullKey.append(crypto_secretbox_KEYBYTES - fullKey.size(), '\0');
    QByteArray sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + yaml.size(), '\0');
    auto *nonce = reinterpret_cast<unsigned char *>(sealed.data());
    randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, reinterpret_cast<const unsigned char *>(yaml.data()),
                          static_cast<unsigned long long>(yaml.size()), nonce,
                          reinterpret_cast<const unsigned char *>(fullKey.data()));
    sodium_memzero(fullKey.data(), static_cast<size_t>(fullKey.size()));
    return sealed.toBase64();
}

}  // namespace cs

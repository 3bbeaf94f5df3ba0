#include "mediamtx/startfile.h"

#include <sys/mman.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <sodium.h>

#include "base/diskfull.h"
#include "mediamtx/childsetup.h"
#include "mediamtx/logging.h"
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

QProcessEnvironment StartFile::environment(const QByteArray &key)
{
    QProcessEnvironment result = inheritedEnvironment(
        {"PATH", "HOME", "TMPDIR", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR"});
    // The names of recordings are made of its clock.
    result.insert(QStringLiteral("TZ"), QStringLiteral("UTC"));
    result.insert(QLatin1String(KeyVariable), QString::fromLatin1(key));
    return result;
}

StartFile::StartFile(const QString &folder)
    : m_folder(folder),
      m_path(QDir(folder).filePath(QStringLiteral("mediamtx.yml.sealed")))
{}

Result<QByteArray> StartFile::write(const QByteArray &yaml)
{
    const QByteArray key = randomText();
    const QByteArray sealed = sealConfiguration(yaml, key);
    m_memory.reset();
    const auto written = writeToDisk(sealed);
    if (written.ok() || (isDiskFull(m_folder) && writeToMemory(sealed)))
        return key;
    return written.error();
}

Result<Done> StartFile::writeToDisk(const QByteArray &sealed) const
{
    if (!QDir(m_folder).exists()) {
        if (!QDir().mkpath(m_folder))
            return cannotWrite(m_folder, QStringLiteral("the folder cannot be made"));
        QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    // Syncs its temporary file before the rename.
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(m_path, file.errorString());
    // Before the first byte is in it.
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    // What does not reach a full disk before commit() goes unnoticed there (seen with Qt 6.4), and an empty file would
    // take this one's place.
    if (file.write(sealed) != sealed.size() || !file.flush() || !file.commit())
        return cannotWrite(m_path, file.errorString());
    return Done{};
}

bool StartFile::writeToMemory(const QByteArray &sealed)
{
    m_memory.reset(::memfd_create("mediamtx.yml.sealed", MFD_CLOEXEC));
    if (!m_memory.isValid())
        return false;
    if (::write(m_memory.get(), sealed.constData(), size_t(sealed.size())) != sealed.size()) {
        m_memory.reset();
        return false;
    }
    qCWarning(lcMediaMtx).noquote() << "cannot write" << m_path << "- MediaMTX is given its configuration in memory";
    return true;
}

QString StartFile::path() const
{
    return m_memory.isValid() ? QStringLiteral("/proc/%1/fd/%2").arg(::getpid()).arg(m_memory.get()) : m_path;
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

#include "tls/certificatefiles.h"

#include <cerrno>
#include <sys/stat.h>

#include <QFile>
#include <QFileInfo>

#include "base/wholefile.h"

namespace cs {

namespace {

constexpr qint64 MaxFileBytes = 1024 * 1024;

Error failed(const QString &what, const QString &path)
{
    const QString cause = qt_error_string(errno);
    return Error::internal(QStringLiteral("cannot %1 %2: %3").arg(what, path, cause));
}

Result<QByteArray> readWhole(const QString &path)
{
    // A pipe would keep us waiting.
    if (QFileInfo info(path); info.exists() && !info.isFile())
        return Error::internal(QStringLiteral("cannot read %1: it is no file").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.read(MaxFileBytes + 1);
    if (bytes.size() > MaxFileBytes)
        return Error::internal(QStringLiteral("cannot read %1: it is larger than 1 MiB").arg(path));
    return bytes;
}

}  // namespace

Result<PemPair> readPair(const CertificateFiles &files)
{
    auto certificate = readWhole(files.certificate);
    if (!certificate)
        return certificate.error();
    auto key = readWhole(files.key);
    if (!key)
        return key.error();
    return PemPair{std::move(*certificate), std::move(*key)};
}

Result<Done> writePair(const CertificateFiles &files, const PemPair &pair)
{
    const QString folder = QFileInfo(files.key).absolutePath();
    const QByteArray folderName = QFile::encodeName(folder);
    if (::mkdir(folderName.constData(), 0700) != 0 && errno != EEXIST)
        return failed(QStringLiteral("make the folder"), folder);
    // Both are written before either is in its place: a full disk leaves the old pair, and not one of each.
    auto key = WholeFile::begin(files.key, 0600);
    if (!key)
        return key.error();
    auto certificate = WholeFile::begin(files.certificate, 0644);
    if (!certificate)
        return certificate.error();
    if (auto written = key->write(pair.key); !written)
        return written;
    if (auto written = certificate->write(pair.certificate); !written)
        return written;
    if (auto placed = key->putInPlace(); !placed)
        return placed;
    if (auto placed = certificate->putInPlace(); !placed)
        return placed;
    syncFolderOf(files.key);
    return Done{};
}

bool isOpenToOthers(const QString &path)
{
    struct stat status {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 && (status.st_mode & (S_IROTH | S_IWOTH));
}

}  // namespace cs

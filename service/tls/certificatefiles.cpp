#include "tls/certificatefiles.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#include <QFile>
#include <QFileInfo>

#include "base/uniquefd.h"

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

bool writeBytes(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(fd, bytes.data(), static_cast<size_t>(bytes.size()));
        if (count < 0 && errno != EINTR)
            return false;
        bytes = bytes.sliced(std::max<ssize_t>(count, 0));
    }
    return true;
}

// Beside the old one first, then in its place: at each moment one of them is there, whole.
Result<Done> replaceFile(const QString &path, const QByteArray &bytes, mode_t mode)
{
    const QByteArray name = QFile::encodeName(path);
    const QByteArray fresh = name + ".new";
    ::unlink(fresh.constData());
    const UniqueFd fd(::open(fresh.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!fd.isValid() || !writeBytes(fd.get(), bytes) || ::fsync(fd.get()) != 0
        || ::rename(fresh.constData(), name.constData()) != 0) {
        const Error error = failed(QStringLiteral("write"), path);
        ::unlink(fresh.constData());
        return error;
    }
    return Done{};
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
    if (auto written = replaceFile(files.key, pair.key, 0600); !written)
        return written;
    if (auto written = replaceFile(files.certificate, pair.certificate, 0644); !written)
        return written;
    const UniqueFd directory(::open(folderName.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isValid())
        (void)::fsync(directory.get());
    return Done{};
}

bool isOpenToOthers(const QString &path)
{
    struct stat status {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 && (status.st_mode & (S_IROTH | S_IWOTH));
}

}  // namespace cs

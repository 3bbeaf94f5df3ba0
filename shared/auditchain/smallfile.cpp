#include "auditchain/smallfile.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>

#include "base/uniquefd.h"

namespace cs {

namespace {

constexpr qsizetype MaxBytes = 4096;

Error failure(const char *what, const QString &path)
{
    return Error::internal(QStringLiteral("cannot %1 %2: %3").arg(QLatin1String(what), path, qt_error_string(errno)));
}

bool writeAll(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno != EINTR)
            return false;
        bytes = bytes.sliced(std::max<ssize_t>(written, 0));
    }
    return true;
}

}  // namespace

Result<std::optional<QByteArray>> readSmallFile(const QString &path)
{
    // O_NONBLOCK: a FIFO in the file's place must not stop the reader.
    const UniqueFd fd(::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!fd.isValid() && errno == ENOENT)
        return std::optional<QByteArray>();
    struct stat info {};
    if (!fd.isValid() || ::fstat(fd.get(), &info) != 0)
        return failure("open", path);
    if (!S_ISREG(info.st_mode) || info.st_size > MaxBytes)
        return Error::internal(QStringLiteral("%1 is not what this service writes there").arg(path));
    QByteArray bytes(MaxBytes, Qt::Uninitialized);
    const ssize_t size = ::read(fd.get(), bytes.data(), static_cast<size_t>(bytes.size()));
    if (size < 0)
        return failure("read", path);
    bytes.truncate(size);
    return std::optional(bytes);
}

Result<Done> writeSmallFile(const QString &path, QByteArrayView bytes, unsigned mode)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray draft = target + ".new";
    {
        // What a start that was cut short has left.
        ::unlink(draft.constData());
        const UniqueFd fd(::open(draft.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
        if (!fd.isValid() || ::fchmod(fd.get(), mode) != 0 || !writeAll(fd.get(), bytes) || ::fdatasync(fd.get()) != 0)
            return failure("write", path);
    }
    if (std::rename(draft.constData(), target.constData()) != 0)
        return failure("write", path);
    return Done{};
}

}  // namespace cs

#include "auditchain/smallfile.h"

#include <cerrno>
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

}  // namespace cs

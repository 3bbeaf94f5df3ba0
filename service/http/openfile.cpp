#include "http/openfile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#include <QFile>

namespace cs {

namespace {

Validators validatorsOf(const struct stat &status)
{
    const qint64 nanoseconds = status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
    const QByteArray etag = '"' + QByteArray::number(static_cast<qint64>(status.st_size), 16) + '-'
                            + QByteArray::number(nanoseconds, 16) + '-'
                            + QByteArray::number(static_cast<quint64>(status.st_ino), 16) + '"';
    return {etag, fromMicroseconds(nanoseconds / 1000)};
}

Error openError(const ServedFile &file)
{
    // ELOOP: a link in the file's place. It was not put there by us.
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
        return Error::notFound(QStringLiteral("file"), file.name.toString());
    const QString cause = qt_error_string(errno);
    return Error::internal(QStringLiteral("cannot open %1/%2: %3").arg(file.folder, file.name.toString(), cause));
}

}  // namespace

Result<OpenFile> openServedFile(const ServedFile &file)
{
    const UniqueFd folder(::open(QFile::encodeName(file.folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isValid())
        return openError(file);
    // O_NONBLOCK: a FIFO in the file's place must not hold up the thread.
    OpenFile open;
    open.fd.reset(::openat(folder.get(), QFile::encodeName(file.name.toString()).constData(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!open.fd.isValid() || ::fstat(open.fd.get(), &status) != 0)
        return openError(file);
    if (!S_ISREG(status.st_mode))
        return Error::notFound(QStringLiteral("file"), file.name.toString());
    open.size = static_cast<quint64>(status.st_size);
    open.validators = validatorsOf(status);
    return open;
}

}  // namespace cs

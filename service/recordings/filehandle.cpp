#include "recordings/filehandle.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <QFile>

namespace cs {

Error storageError(const QString &what, const QString &path, int errorNumber)
{
    return Error::dependencyFailed(QStringLiteral("storage"),
                                   QStringLiteral("cannot %1 %2: %3").arg(what, path, qt_error_string(errorNumber)));
}

Result<FileHandle> FileHandle::open(const QString &path, Access access)
{
    // Without O_NONBLOCK a pipe of that name would hold the thread for ever.
    int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    switch (access) {
    case Access::Read: flags |= O_RDONLY; break;
    case Access::Write: flags |= O_RDWR; break;
    case Access::Create: flags |= O_RDWR | O_CREAT | O_EXCL; break;
    }
    const int descriptor = ::open(QFile::encodeName(path).constData(), flags, 0640);
    if (descriptor < 0)
        return storageError(QStringLiteral("open"), path, errno);
    FileHandle handle(descriptor);
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return storageError(QStringLiteral("look at"), path, errno);
    if (!S_ISREG(status.st_mode))
        return storageError(QStringLiteral("use"), path, EINVAL);
    return handle;
}

FileHandle::FileHandle(FileHandle &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileHandle::~FileHandle()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

qint64 FileHandle::size() const
{
    struct stat status = {};
    return ::fstat(m_descriptor, &status) == 0 ? qint64(status.st_size) : -1;
}

QByteArray FileHandle::readAt(qint64 offset, qint64 count) const
{
    QByteArray out(count, Qt::Uninitialized);
    qint64 have = 0;
    while (have < count) {
        const ssize_t got = ::pread(m_descriptor, out.data() + have, size_t(count - have), offset + have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        have += got;
    }
    out.truncate(have);
    return out;
}

bool FileHandle::writeAt(qint64 offset, QByteArrayView bytes) const
{
    qint64 done = 0;
    while (done < bytes.size()) {
        const ssize_t put = ::pwrite(m_descriptor, bytes.data() + done, size_t(bytes.size() - done), offset + done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        done += put;
    }
    return true;
}

bool FileHandle::truncate(qint64 size) const
{
    return ::ftruncate(m_descriptor, size) == 0;
}

bool FileHandle::sync() const
{
    return ::fsync(m_descriptor) == 0;
}

}  // namespace cs

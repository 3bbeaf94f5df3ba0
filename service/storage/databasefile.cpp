#include "storage/databasefile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>

#include "storage/sqlerror.h"

namespace cs {

namespace {

// SQLite takes a file of a few bytes for an empty one and would write over it.
bool looksLikeADatabase(int fd, off_t size)
{
    constexpr char head[] = "SQLite format 3";  // and its final NUL
    char bytes[sizeof head] = {};
    return size == 0
           || (::pread(fd, bytes, sizeof head, 0) == sizeof head && std::memcmp(bytes, head, sizeof head) == 0);
}

Result<Done> checkFile(int fd)
{
    struct stat info {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return storageError(QStringLiteral("it is not a plain file"));
    if (!looksLikeADatabase(fd, info.st_size))
        return notADatabase();
    if ((info.st_mode & 0777) != 0600 && ::fchmod(fd, 0600) != 0)
        return storageError(QStringLiteral("its mode cannot be set to 0600; run the service as its owner"));
    return Done{};
}

// Before SQLite sees it, which would take it for a new one, and throw away the log beside it.
Result<Done> checkNotEmptied(int fd)
{
    struct stat info {};
    if (::fstat(fd, &info) != 0 || info.st_size > 0)
        return Done{};
    return storageError(
        QStringLiteral("it is empty, and there was a database before; restore a backup, or remove it to "
                       "begin with an empty one"));
}

}  // namespace

Result<Done> prepareDatabaseFile(const QString &path, DatabaseBefore before)
{
    constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    const QByteArray name = QFile::encodeName(path);
    int fd = ::open(name.constData(), flags);
    const bool isNew = fd < 0 && errno == ENOENT;
    if (isNew)
        fd = ::open(name.constData(), flags | O_CREAT, 0600);
    if (fd < 0)
        return storageError(QString::fromLocal8Bit(std::strerror(errno)));
    auto checked = checkFile(fd);
    if (checked.ok() && !isNew && before == DatabaseBefore::Existed)
        checked = checkNotEmptied(fd);
    ::close(fd);  // before SQLite opens it: closing later would drop SQLite's locks
    return checked;
}

}  // namespace cs

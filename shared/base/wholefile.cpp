#include "base/wholefile.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>
#include <QFileInfo>

#include "base/syncfolder.h"
#include "base/uniquefd.h"

namespace cs {

namespace {

bool writeAllBytes(int fd, QByteArrayView bytes)
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

Result<Done> writeWholeFile(const QString &path, QByteArrayView bytes, mode_t mode)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray draft = target + ".new";
    // What a run that was cut short has left.
    ::unlink(draft.constData());
    const UniqueFd fd(::open(draft.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    // The mode again, because of the umask.
    if (fd.isValid() && ::fchmod(fd.get(), mode) == 0 && writeAllBytes(fd.get(), bytes) && ::fdatasync(fd.get()) == 0
        && std::rename(draft.constData(), target.constData()) == 0)
        return Done{};
    const QString cause = qt_error_string(errno);
    ::unlink(draft.constData());
    return Error::internal(QStringLiteral("cannot write %1: %2").arg(path, cause));
}

void syncFolderOf(const QString &path)
{
    (void)syncFolder(QFileInfo(path).absolutePath());
}

}  // namespace cs

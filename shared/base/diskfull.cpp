#include "base/diskfull.h"

#include <sys/statvfs.h>

#include <QFile>

namespace cs {

bool isDiskFull(const QString &path)
{
    constexpr quint64 little = 256 * 1024;
    struct statvfs disk {};
    return ::statvfs(QFile::encodeName(path).constData(), &disk) == 0 && disk.f_blocks > 0
           && disk.f_bavail * disk.f_frsize < little;
}

}  // namespace cs

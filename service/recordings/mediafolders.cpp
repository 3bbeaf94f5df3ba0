#include "recordings/mediafolders.h"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include "base/diskfull.h"
#include "recordings/filehandle.h"
#include "recordings/log.h"

namespace cs {

Result<Done> makeMediaFolder(const QString &path)
{
    constexpr auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup;
    if (!QDir::isAbsolutePath(path) || path.contains(u'%'))
        return storageError(QStringLiteral("use the folder (give an absolute path without %)"), path, EINVAL);
    if (!QFileInfo(path).isDir()) {
        if (!QDir().mkpath(path)) {
            const Error error = storageError(QStringLiteral("make the folder"), path, errno);
            if (!isDiskFull(QFileInfo(path).path()))
                return error;
            qCWarning(lcRecordings, "%s", qUtf8Printable(error.message));
            return Done{};
        }
        QFile::setPermissions(path, mode);
    }
    if (::access(QFile::encodeName(path).constData(), R_OK | W_OK | X_OK) != 0)
        return storageError(QStringLiteral("write into the folder (run the service as a user that may)"), path, errno);
    return Done{};
}

Result<Done> restoreMediaFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return Done{};
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0750) != 0) {
        const int error = errno;
        // Two snapshots at once make it only once.
        return QFileInfo(path).isDir() ? Result<Done>(Done{})
                                       : storageError(QStringLiteral("make the folder"), path, error);
    }
    // The umask may have taken away from the mode.
    ::chmod(name.constData(), 0750);
    qCWarning(lcRecordings, "the folder %s was gone and is made again", qUtf8Printable(path));
    return Done{};
}

void removeUnfinished(const QString &folder)
{
    QDirIterator entries(folder, {UnfinishedPrefix + QStringLiteral("*")},
                         QDir::Files | QDir::Hidden | QDir::NoSymLinks);
    while (entries.hasNext()) {
        const QString path = entries.next();
        qCInfo(lcRecordings, "removing the unfinished file %s", qUtf8Printable(path));
        QFile::remove(path);
    }
}

Result<Done> removeMediaFile(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return storageError(QStringLiteral("remove"), path, errno);
    return Done{};
}

}  // namespace cs

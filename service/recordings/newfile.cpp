#include "recordings/newfile.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include <QFile>
#include <QUuid>

#include "base/syncfolder.h"
#include "recordings/filehandle.h"
#include "recordings/mediafolders.h"

namespace cs {
namespace {

// 0 or errno.
int moveWithoutReplacing(const QByteArray &from, const QByteArray &to)
{
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    // Some file systems know no such rename, but all that have links refuse a second of the same name.
    if (::link(from.constData(), to.constData()) != 0)
        return errno;
    ::unlink(from.constData());
    return 0;
}

Result<Done> fill(const QString &path, const QByteArray &bytes)
{
    auto file = FileHandle::open(path, FileHandle::Access::Create);
    if (!file.ok())
        return file.error();
    if (!file->writeAt(0, bytes))
        return storageError(QStringLiteral("write to"), path, errno);
    if (!file->sync())
        return storageError(QStringLiteral("sync"), path, errno);
    return Done{};
}

}  // namespace

Error nameTaken(const FileName &name)
{
    return Error::invalidParam(QStringLiteral("filename"),
                               QStringLiteral("a file of that name already exists: %1").arg(name.toString()),
                               QStringLiteral("choose another name, or none: one is made of camera and time"));
}

Result<Done> writeNewFile(const QString &folder, const FileName &name, const QByteArray &bytes)
{
    const QString unfinished = folder + u'/' + UnfinishedPrefix + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QString path = folder + u'/' + name.toString();
    const QByteArray from = QFile::encodeName(unfinished);
    const QByteArray to = QFile::encodeName(path);
    if (auto filled = fill(unfinished, bytes); !filled.ok()) {
        ::unlink(from.constData());
        return filled;
    }
    if (const int error = moveWithoutReplacing(from, to); error != 0) {
        ::unlink(from.constData());
        return error == EEXIST ? nameTaken(name) : storageError(QStringLiteral("make"), path, error);
    }
    if (!syncFolder(folder)) {
        const int error = errno;
        ::unlink(to.constData());
        return storageError(QStringLiteral("sync"), folder, error);
    }
    return Done{};
}

}  // namespace cs

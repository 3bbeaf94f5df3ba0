#include "client/partfile.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include "base/syncfolder.h"

namespace cs {

namespace {

constexpr qsizetype maxNameBytes = 255;
constexpr qint64 maxEtagBytes = 1024;

const QLatin1String existingMember("existing");

Error diskError(const QString &message)
{
    return {ErrorCode::Internal, message, {}};
}

QString reasonOf(int number)
{
    return QString::fromLocal8Bit(std::strerror(number));
}

// The target's name with ".part", or a shorter one where that would be longer than file systems take.
QString partNameOf(const QString &target)
{
    const QFileInfo info(target);
    const QByteArray name = QFile::encodeName(info.fileName());
    QString part = info.fileName() + QLatin1String(".part");
    if (QFile::encodeName(part + QLatin1String(".etag")).size() > maxNameBytes)
        part = QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex())
               + QLatin1String(".part");
    return info.path() + u'/' + part;
}

QByteArray readEtag(const QString &file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.read(maxEtagBytes) : QByteArray();
}

// rename() that never replaces; false with errno EEXIST if the name is taken.
bool renameToNew(const QByteArray &from, const QByteArray &to)
{
    if (renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    // Some file systems cannot promise it; a hard link can, and the old name goes afterwards.
    return link(from.constData(), to.constData()) == 0 && unlink(from.constData()) == 0;
}

// Whether the name still means the file that was opened: the download that held it may have ended in between, and then
// this is the finished file.
bool stillCalled(const QString &name, const struct stat &opened)
{
    struct stat now {};
    return lstat(QFile::encodeName(name).constData(), &now) == 0 && now.st_dev == opened.st_dev
           && now.st_ino == opened.st_ino;
}

}  // namespace

Error alreadyThere(const QString &target)
{
    Error error = diskError(QStringLiteral("%1 is there already").arg(target));
    error.data.insert(existingMember, target);
    return error;
}

bool isAlreadyThere(const Error &error)
{
    return error.data.contains(existingMember);
}

PartFile::PartFile(QString target, QString part, int descriptor)
    : m_target(std::move(target)),
      m_part(std::move(part)),
      m_descriptor(descriptor)
{}

PartFile::~PartFile()
{
    // An empty file is nothing to go on with.
    if (m_locked && m_size == 0) {
        QFile::remove(m_part);
        QFile::remove(etagFile());
    }
    // Last: with it goes the lock.
    close(m_descriptor);
}

Result<std::unique_ptr<PartFile>> PartFile::open(const QString &target)
{
    const QString part = partNameOf(target);
    // A link that somebody else put there must not lead the bytes elsewhere.
    const int descriptor = ::open(QFile::encodeName(part).constData(),
                                  O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return diskError(QStringLiteral("cannot write %1: %2").arg(part, reasonOf(errno)));
    std::unique_ptr<PartFile> file(new PartFile(target, part, descriptor));
    struct stat info {};
    if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
        return diskError(QStringLiteral("%1 is no file").arg(part));
    file->m_locked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 && stillCalled(part, info);
    if (!file->m_locked)
        return diskError(QStringLiteral("another download writes %1; wait for it").arg(part));
    // Only now: the other download may have written until it let go.
    file->m_size = lseek(descriptor, 0, SEEK_END);
    file->m_etag = readEtag(file->etagFile());
    return file;
}

Error PartFile::failure(const QString &what) const
{
    return diskError(QStringLiteral("cannot %1 %2: %3").arg(what, m_part, reasonOf(errno)));
}

Result<Done> PartFile::restart(const QByteArray &etag)
{
    if (ftruncate(m_descriptor, 0) != 0)
        return failure(QStringLiteral("empty"));
    m_size = 0;
    m_etag = etag;
    QFile::remove(etagFile());
    if (etag.isEmpty())
        return Done{};
    QFile file(etagFile());
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(etag) != etag.size())
        return diskError(QStringLiteral("cannot write %1: %2").arg(file.fileName(), file.errorString()));
    return Done{};
}

Result<Done> PartFile::append(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = write(m_descriptor, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(QStringLiteral("write"));
        done += count;
        m_size += count;
    }
    return Done{};
}

Result<Done> PartFile::commit(Overwrite overwrite)
{
    if (fsync(m_descriptor) != 0)
        return failure(QStringLiteral("save"));
    const QByteArray from = QFile::encodeName(m_part);
    const QByteArray to = QFile::encodeName(m_target);
    const bool renamed = overwrite == Overwrite::Yes ? rename(from.constData(), to.constData()) == 0
                                                     : renameToNew(from, to);
    if (!renamed && errno == EEXIST)
        return alreadyThere(m_target);
    if (!renamed)
        return failure(QStringLiteral("rename"));
    QFile::remove(etagFile());
    // The file is there already; only after a power cut it might not be.
    (void)syncFolder(QFileInfo(m_target).path());
    return Done{};
}

}  // namespace cs

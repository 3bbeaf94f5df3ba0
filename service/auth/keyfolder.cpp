#include "auth/keyfolder.h"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>

#include <QFile>

#include "base/wholefile.h"

namespace cs {

namespace {

constexpr mode_t ForOthers = 077;
constexpr qsizetype MaxKeyBytes = 4096;

bool isLink(int folder, const QByteArray &name)
{
    struct stat status {};
    return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

Error linkRefused(const QString &path)
{
    return Error::internal(
        QStringLiteral(
            "%1 is a symbolic link, and keys are not read through links, since who may change the link could "
            "exchange the key: put what it points to in its place")
            .arg(path));
}

Error failure(const QString &what, const QString &path)
{
    const QString cause = qt_error_string(errno);
    return Error::internal(QStringLiteral("cannot %1 %2: %3").arg(what, path, cause));
}

std::optional<Error> accessProblem(const struct stat &status, const QString &path, const char *wantedMode)
{
    if (status.st_uid != ::geteuid()) {
        return Error::internal(QStringLiteral("%1 belongs to user %2, not to the service: chown %3 %1")
                                   .arg(path)
                                   .arg(status.st_uid)
                                   .arg(::geteuid()));
    }
    if (status.st_mode & ForOthers) {
        return Error::internal(
            QStringLiteral("%1 is open to other users (mode %2): chmod %3 %1, and replace the key if "
                           "somebody may have read it")
                .arg(path, QString::number(status.st_mode & 07777, 8), QLatin1String(wantedMode)));
    }
    return std::nullopt;
}

std::optional<QByteArray> readAll(int fd)
{
    QByteArray bytes(MaxKeyBytes + 1, Qt::Uninitialized);
    qsizetype size = 0;
    while (size < bytes.size()) {
        const ssize_t n = ::read(fd, bytes.data() + size, static_cast<size_t>(bytes.size() - size));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return std::nullopt;
        if (n == 0)
            break;
        size += n;
    }
    return bytes.first(size);
}

}  // namespace

Result<KeyFolder> KeyFolder::open(const QString &path)
{
    const QByteArray native = QFile::encodeName(path);
    if (::mkdir(native.constData(), 0700) != 0 && errno != EEXIST)
        return failure(QStringLiteral("make the folder"), path);
    UniqueFd fd(::open(native.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!fd.isValid() && isLink(AT_FDCWD, native))
        return linkRefused(path);
    if (!fd.isValid() || ::fstat(fd.get(), &status) != 0)
        return failure(QStringLiteral("open the folder"), path);
    if (auto problem = accessProblem(status, path, "0700"))
        return *problem;
    return KeyFolder(path, std::move(fd));
}

Result<QByteArray> KeyFolder::readOrMake(const QString &name, const QByteArray &fresh) const
{
    auto there = readIfThere(name);
    if (!there)
        return there.error();
    if (*there)
        return std::move(**there);
    if (const auto made = make(name, fresh); !made)
        return made.error();
    return read(name);
}

Result<std::optional<QByteArray>> KeyFolder::readIfThere(const QString &name) const
{
    struct stat status {};
    if (::fstatat(m_fd.get(), QFile::encodeName(name).constData(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT)
            return failure(QStringLiteral("look at"), m_path + u'/' + name);
        return std::optional<QByteArray>();
    }
    auto text = read(name);
    if (!text)
        return text.error();
    return std::optional(std::move(*text));
}

Result<Done> KeyFolder::make(const QString &name, const QByteArray &text) const
{
    const QString path = m_path + u'/' + name;
    auto file = WholeFile::beginIn(m_fd.get(), name, path, 0600);
    if (!file)
        return file.error();
    if (auto written = file->write(text + '\n'); !written)
        return written;
    if (auto placed = file->putInPlace(); !placed)
        return placed;
    if (::fsync(m_fd.get()) != 0)
        return failure(QStringLiteral("sync the folder of"), path);
    return Done{};
}

Result<QByteArray> KeyFolder::read(const QString &name) const
{
    const QString path = m_path + u'/' + name;
    const QByteArray native = QFile::encodeName(name);
    // O_NONBLOCK: a FIFO in the file's place must not stop the start.
    const UniqueFd fd(::openat(m_fd.get(), native.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!fd.isValid() && isLink(m_fd.get(), native))
        return linkRefused(path);
    if (!fd.isValid() || ::fstat(fd.get(), &status) != 0)
        return failure(QStringLiteral("open"), path);
    if (!S_ISREG(status.st_mode))
        return Error::internal(QStringLiteral("%1 is not a regular file; put the key back there").arg(path));
    if (auto problem = accessProblem(status, path, "0600"))
        return *problem;
    auto text = readAll(fd.get());
    if (!text)
        return failure(QStringLiteral("read"), path);
    if (text->size() > MaxKeyBytes)
        return Error::internal(QStringLiteral("%1 is too long for a key").arg(path));
    // An editor or a transfer may have made the end of the line one of Windows.
    const qsizetype lineEnd = text->endsWith("\r\n") ? 2 : text->endsWith('\n') ? 1 : 0;
    text->chop(lineEnd);
    return std::move(*text);
}

}  // namespace cs

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

namespace cs {

namespace {

QByteArray draftOf(const QByteArray &target)
{
    return target + ".new";
}

}  // namespace

WholeFile::WholeFile(int folder, const QByteArray &target, QString path)
    : m_folder(folder),
      m_target(target),
      m_draft(draftOf(target)),
      m_path(std::move(path))
{}

WholeFile::WholeFile(WholeFile &&other) noexcept
    : m_folder(other.m_folder),
      m_target(std::move(other.m_target)),
      m_draft(std::move(other.m_draft)),
      m_path(std::move(other.m_path)),
      m_fd(std::move(other.m_fd))
{}

WholeFile::~WholeFile()
{
    if (m_fd.isValid())
        ::unlinkat(m_folder, m_draft.constData(), 0);
}

Result<WholeFile> WholeFile::begin(const QString &path, mode_t mode)
{
    return beginIn(AT_FDCWD, path, path, mode);
}

Result<WholeFile> WholeFile::beginIn(int folder, const QString &name, const QString &path, mode_t mode)
{
    WholeFile file(folder, QFile::encodeName(name), path);
    // What a run that was cut short has left.
    ::unlinkat(folder, file.m_draft.constData(), 0);
    file.m_fd.reset(
        ::openat(folder, file.m_draft.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    // The mode again, because of the umask, which only takes away.
    if (!file.m_fd.isValid() || ::fchmod(file.m_fd.get(), mode) != 0)
        return file.failure();
    return file;
}

bool WholeFile::discardDraft(const QString &path)
{
    if (::unlink(draftOf(QFile::encodeName(path)).constData()) == 0)
        return true;
    return errno == ENOENT && QFileInfo(QFileInfo(path).absolutePath()).isDir();
}

Error WholeFile::failure() const
{
    return Error::internal(QStringLiteral("cannot write %1: %2").arg(m_path, qt_error_string(errno)));
}

Result<Done> WholeFile::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(m_fd.get(), bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno != EINTR)
            return failure();
        bytes = bytes.sliced(std::max<ssize_t>(written, 0));
    }
    return Done{};
}

Result<Done> WholeFile::putInPlace()
{
    if (::fdatasync(m_fd.get()) != 0 || ::renameat(m_folder, m_draft.constData(), m_folder, m_target.constData()) != 0)
        return failure();
    m_fd.reset();
    return Done{};
}

Result<Done> writeWholeFile(const QString &path, QByteArrayView bytes, mode_t mode)
{
    auto file = WholeFile::begin(path, mode);
    if (!file)
        return file.error();
    if (auto written = file->write(bytes); !written)
        return written;
    return file->putInPlace();
}

void syncFolderOf(const QString &path)
{
    (void)syncFolder(QFileInfo(path).absolutePath());
}

}  // namespace cs

#include "app/statefolder.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>

namespace cs {

Q_DECLARE_LOGGING_CATEGORY(lcApp)

namespace {

constexpr std::chrono::seconds LockPatience{3};

Error failure(const QString &what, const QString &path, const QString &advice)
{
    return Error::internal(
        QStringLiteral("%1 %2: %3; %4").arg(what, path, QString::fromLocal8Bit(std::strerror(errno)), advice));
}

Result<Done> makeFolder(const QString &path, mode_t mode, const QString &key)
{
    const QString advice =
        QStringLiteral("choose another folder with %1 or run as a user that may write there").arg(key);
    const QString parent = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(parent))
        return failure(QStringLiteral("cannot make the folder"), parent, advice);
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), mode) != 0 && errno != EEXIST)
        return failure(QStringLiteral("cannot make the folder"), path, advice);
    if (::access(name.constData(), R_OK | W_OK | X_OK) != 0)
        return failure(QStringLiteral("cannot write to the folder"), path, advice);
    if (!QFileInfo(path).isDir()) {
        errno = ENOTDIR;
        return failure(QStringLiteral("cannot use"), path, advice);
    }
    return Done{};
}

// Whoever may write here could put keys, sockets and a database of their own in place of ours.
Result<Done> closeToOthers(const QString &path)
{
    const QString advice = QStringLiteral("run `chmod 700` on it as its owner, or choose another folder with --state");
    const QByteArray name = QFile::encodeName(path);
    struct stat info {};
    if (::stat(name.constData(), &info) != 0)
        return failure(QStringLiteral("cannot look at the folder"), path, advice);
    if ((info.st_mode & 0077) == 0)
        return Done{};
    if (::chmod(name.constData(), 0700) != 0)
        return failure(QStringLiteral("others may enter the state folder"), path, advice);
    return Done{};
}

// A service that was killed a moment ago may still be on its way out, and its lock with it. The kernel has no lock that
// waits for a limited time, and nothing else runs yet that would have to go on.
bool lockWithin(int file, std::chrono::milliseconds limit)
{
    constexpr std::chrono::milliseconds pause{20};
    const QDeadlineTimer deadline(limit);
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || deadline.hasExpired())
            return false;
        std::this_thread::sleep_for(pause);
    }
    return true;
}

}  // namespace

StateFolder::~StateFolder()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

Result<Done> StateFolder::take(const QString &path)
{
    m_path = QDir(path).absolutePath();
    if (const auto made = makeFolder(m_path, 0700, QStringLiteral("--state")); !made)
        return made;
    if (const auto closed = closeToOthers(m_path); !closed)
        return closed;
    const QString lockPath = m_path + QStringLiteral("/lock");
    m_lock = ::open(QFile::encodeName(lockPath).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lock < 0)
        return failure(QStringLiteral("cannot open"), lockPath,
                       QStringLiteral("run as the user that owns the state folder"));
    if (!lockWithin(m_lock, LockPatience)) {
        char owner[32] = {};
        const ssize_t got = ::pread(m_lock, owner, sizeof owner - 1, 0);
        const QString pid = got > 0 ? QString::fromLatin1(owner, got).trimmed() : QStringLiteral("unknown");
        return Error::internal(
            QStringLiteral(
                "another camera-service (process %1) uses the state folder %2; stop it, or choose another folder with --state")
                .arg(pid, m_path));
    }
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    // Written first: the place of the older number is room even on a full disk. It is a help for people and no more.
    if (::pwrite(m_lock, pid.constData(), static_cast<size_t>(pid.size()), 0) < 0
        || ::ftruncate(m_lock, pid.size()) != 0)
        qCWarning(lcApp).noquote() << "cannot write to" << lockPath << std::strerror(errno);
    return Done{};
}

Result<Done> ensureWritableFolder(const QString &path)
{
    auto made = makeFolder(QDir(path).absolutePath(), 0750,
                           QStringLiteral("storage.recordings_dir and storage.snapshots_dir"));
    if (made || (errno != ENOSPC && errno != EDQUOT))
        return made;
    qCWarning(lcApp).noquote() << made.error().message;
    return Done{};
}

}  // namespace cs

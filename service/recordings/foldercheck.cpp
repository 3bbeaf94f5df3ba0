#include "recordings/foldercheck.h"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

#include <QDateTime>
#include <QFile>

#include "base/uniquefd.h"
#include "recordings/alive.h"
#include "recordings/filehandle.h"
#include "recordings/log.h"

namespace cs {
namespace {

using DirHandle = std::unique_ptr<DIR, int (*)(DIR *)>;

Result<QSet<QString>> namesIn(UniqueFd folder, const QString &path)
{
    const DirHandle dir(::fdopendir(folder.get()), &::closedir);
    if (!dir)
        return storageError(QStringLiteral("list"), path, errno);
    (void)folder.release();  // closed with the handle now
    QSet<QString> names;
    while (true) {
        errno = 0;
        const dirent *const entry = ::readdir(dir.get());
        if (!entry)
            break;
        names.insert(QFile::decodeName(entry->d_name));
    }
    if (errno != 0)
        return storageError(QStringLiteral("list"), path, errno);
    return names;
}

}  // namespace

Result<FolderListing> listFolder(const QString &folder, const std::optional<FolderStamp> &known)
{
    FolderListing out;
    UniqueFd fd(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.isValid() && (errno == ENOENT || errno == ENOTDIR))
        return out;
    struct stat status = {};
    if (!fd.isValid() || ::fstat(fd.get(), &status) != 0)
        return storageError(QStringLiteral("look into"), folder, errno);
    // Not the time of modification, which programs set back.
    out.stamp = {status.st_dev, status.st_ino, status.st_ctim.tv_sec * 1'000'000'000LL + status.st_ctim.tv_nsec};
    if (out.stamp == known)
        return out;
    auto names = namesIn(std::move(fd), folder);
    if (!names.ok())
        return names.error();
    out.names = std::move(names).value();
    return out;
}

std::vector<MediaIndex::Known> surelyGone(const QString &folder, const std::vector<MediaIndex::Known> &missing)
{
    std::vector<MediaIndex::Known> gone;
    for (const MediaIndex::Known &one : missing) {
        struct stat status = {};
        if (::lstat(QFile::encodeName(folder + u'/' + one.name).constData(), &status) != 0 && errno == ENOENT)
            gone.push_back(one);
    }
    return gone;
}

FolderCheck::FolderCheck(MediaKind kind, const MediaIndex &index, Workers &workers, List list, Forget forget)
    : m_kind(kind),
      m_index(index),
      m_workers(workers),
      m_list(std::move(list)),
      m_forget(std::move(forget))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, &FolderCheck::answerAll);
}

Async<Done> FolderCheck::check()
{
    // The disk has had its time: nobody else waits for this look.
    if (m_isLooking && !m_patience.isActive())
        return ready<Done>(Done{});
    if (m_resting.isValid() && std::chrono::milliseconds(m_resting.elapsed()) < Rest)
        return ready<Done>(Done{});
    auto answer = m_waiters.emplace_back().future();
    if (m_isLooking)
        return answer;
    m_isLooking = true;
    m_patience.start();
    m_lookedAtNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    m_upTo = m_index.lastNumber();
    const auto listed = m_reader.run<FolderListing>([list = m_list, known = m_known] { return list(known); });
    const auto done = andThenAlive(this, listed, [this](const FolderListing &listing) { return onListed(listing); });
    whenAlive(this, done, [this](const Result<Done> &result) { onDone(result); });
    return answer;
}

Async<Done> FolderCheck::onListed(const FolderListing &listing)
{
    if (listing.stamp && !listing.names)
        return ready<Done>(Done{});
    m_known.reset();
    m_hasMany = listing.names && listing.names->size() > ManyFiles;
    if (!listing.stamp) {
        m_mayLearn = false;
        m_isAway = true;
        return ready<Done>(Done{});
    }
    const auto compared = m_workers.run<MediaIndex::Comparison>(
        [&index = m_index, kind = m_kind, upTo = m_upTo, names = *listing.names]() -> Result<MediaIndex::Comparison> {
            return index.compare(kind, names, upTo);
        });
    return andThenAlive(this, compared, [this, stamp = *listing.stamp](const MediaIndex::Comparison &found) {
        return onCompared(stamp, found);
    });
}

Async<Done> FolderCheck::onCompared(const FolderStamp &stamp, const MediaIndex::Comparison &found)
{
    const bool isComplete = found.missing.empty();
    const bool isNothing = isComplete && !found.holdsOurs;
    const bool mayLearn = std::exchange(m_mayLearn, m_mayLearn && isNothing);
    const bool isOurs = isComplete || stamp.isSameFolder(m_home) || (mayLearn && found.holdsOurs);
    m_isAway = !isOurs && !found.holdsOurs;
    if (!isOurs)
        return ready<Done>(Done{});
    // A folder is known by what it holds: an empty one may be the place of a disk that is not mounted yet.
    if (found.holdsOurs)
        m_home = stamp;
    if (isComplete && isSettled(stamp))
        m_known = stamp;
    return isComplete ? ready<Done>(Done{}) : m_forget(found.missing);
}

void FolderCheck::onDone(const Result<Done> &done)
{
    const QString problem = done.ok() ? QString() : done.error().message;
    // What could not be looked at at the start is not to be learnt from what came later.
    m_mayLearn = m_mayLearn && done.ok();
    // Once, however often somebody asks.
    if (std::exchange(m_problem, problem) != problem && !problem.isEmpty())
        qCWarning(lcRecordings, "what is gone may stay listed: %s", qUtf8Printable(problem));
    m_isLooking = false;
    if (m_hasMany)
        m_resting.start();
    else
        m_resting.invalidate();
    m_patience.stop();
    answerAll();
}

// Clocks of file systems are coarse: a change within two seconds before a look may have come after it.
bool FolderCheck::isSettled(const FolderStamp &stamp) const
{
    constexpr qint64 coarseNs = 2'000'000'000;
    return stamp.changedAtNs + coarseNs < m_lookedAtNs;
}

void FolderCheck::answerAll()
{
    auto waiters = std::exchange(m_waiters, {});
    for (Promise<Done> &waiter : waiters)
        waiter.finish(Done{});
}

}  // namespace cs

#include "moc_foldercheck.cpp"

#include "recordings/diskspace.h"

#include <cerrno>
#include <sys/statvfs.h>
#include <unistd.h>

#include <QFile>

#include "recordings/filehandle.h"

namespace cs {

qint64 SpaceRule::minimumFree(qint64 total) const
{
    return std::min(bytes, total / 100 * percent);
}

DiskSpace::DiskSpace(QString folder, SpaceRule rule, Probe probe)
    : m_folder(std::move(folder)),
      m_rule(rule),
      m_probe(std::move(probe))
{}

Result<SpaceFigures> DiskSpace::ask(const QString &folder)
{
    struct statvfs status = {};
    if (::statvfs(QFile::encodeName(folder).constData(), &status) != 0)
        return storageError(QStringLiteral("look at"), folder, errno);
    const qint64 block = qint64(status.f_frsize);
    SpaceFigures out;
    out.total = qint64(status.f_blocks) * block;
    out.used = qint64(status.f_blocks - status.f_bfree) * block;
    out.available = qint64(status.f_bavail) * block;
    out.writable = ::access(QFile::encodeName(folder).constData(), W_OK | X_OK) == 0;
    return out;
}

Result<SpaceFigures> DiskSpace::figures() const
{
    auto out = m_probe(m_folder);
    if (out.ok())
        out->minimumFree = m_rule.minimumFree(out->total);
    return out;
}

DiskSpace DiskSpace::knowing(const Result<SpaceFigures> &figures) const
{
    return DiskSpace(m_folder, m_rule, [figures](const QString &) { return figures; });
}

Result<Done> DiskSpace::roomFor(const QString &what) const
{
    const auto now = figures();
    if (!now.ok())
        return now.error();
    if (!now->writable)
        return storageError(QStringLiteral("write into (let the service's user write there)"), m_folder, EACCES);
    if (!now->full())
        return Done{};
    constexpr qint64 mega = 1'000'000;
    return Error::invalidState(
        QStringLiteral("no room for %1: %2 MB are free and %3 MB must stay free; delete recordings or "
                       "lower the minimum")
            .arg(what)
            .arg(now->available / mega)
            .arg(now->minimumFree / mega),
        QStringLiteral("storage_full"), {QStringLiteral("idle")});
}

}  // namespace cs

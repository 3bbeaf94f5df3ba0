#include "recordings/diskspace.h"

#include <cerrno>
#include <optional>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <QFile>

#include "recordings/filehandle.h"

namespace cs {

qint64 SpaceRule::minimumFree(qint64 total) const
{
    return std::min(bytes, total / 100 * percent);
}

namespace {

// Nothing if it cannot be told.
std::optional<dev_t> deviceOf(const QString &folder)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(folder).constData(), &status) == 0 ? std::optional(status.st_dev) : std::nullopt;
}

// 0, or errno.
int writeProblem(const QString &folder)
{
    return ::access(QFile::encodeName(folder).constData(), W_OK | X_OK) == 0 ? 0 : errno;
}

}  // namespace

DiskSpace::DiskSpace(QString folder, SpaceRule rule, Probe probe, QStringList inside)
    : m_folder(std::move(folder)),
      m_rule(rule),
      m_probe(std::move(probe)),
      m_inside(std::move(inside))
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
    out.writable = writeProblem(folder) == 0;
    if (!out.writable)
        out.unwritable = folder;
    return out;
}

// Each may be a disk of its own, or read-only for itself: by its mode, or by a mount.
Result<Done> DiskSpace::lookInside(SpaceFigures &figures) const
{
    const auto device = m_inside.isEmpty() ? std::nullopt : deviceOf(m_folder);
    for (const QString &folder : m_inside) {
        const int problem = writeProblem(folder);
        if (problem == ENOENT)
            continue;
        if (problem != 0 && figures.writable) {
            figures.writable = false;
            figures.unwritable = folder;
        }
        const auto own = deviceOf(folder);
        if (!own || own == device)
            continue;
        const auto there = m_probe(folder);
        if (!there.ok())
            return there.error();
        if (there->available < figures.available) {
            figures.total = there->total;
            figures.used = there->used;
            figures.available = there->available;
        }
    }
    return Done{};
}

Result<SpaceFigures> DiskSpace::figures() const
{
    auto out = m_probe(m_folder);
    if (!out.ok())
        return out;
    if (const auto inside = lookInside(*out); !inside.ok())
        return inside.error();
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
        return storageError(QStringLiteral("write into (let the service's user write there)"),
                            now->unwritable.isEmpty() ? m_folder : now->unwritable, EACCES);
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

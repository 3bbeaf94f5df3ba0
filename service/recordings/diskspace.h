#pragma once

#include <functional>

#include <QString>
#include <QStringList>

#include "base/result.h"

namespace cs {

// What a file system has, in bytes; `available` is what this user may still take.
struct SpaceFigures {
    qint64 total = 0;
    qint64 used = 0;
    qint64 available = 0;
    qint64 minimumFree = 0;  // below it nothing is recorded
    bool writable = true;    // every folder that is written
    QString unwritable{};    // the one that is not
    bool full() const { return available < minimumFree; }
    // The warning comes before the stop.
    bool low() const { return available < 2 * minimumFree; }
};

// How a folder for media is, in one word. Silent: its disk does not answer; Gone: it is not there.
enum class SpaceState { Unknown, Fine, Full, Gone, ReadOnly, Silent };

// How much stays free: the smaller of both counts.
struct SpaceRule {
    qint64 bytes = qint64(1) << 30;
    int percent = 5;
    qint64 minimumFree(qint64 total) const;
};

// Looks at the file system of one folder and applies the rule to it. A value, usable on any thread; a disk that hangs
// keeps whoever asks, so ask on a worker.
class DiskSpace {
public:
    using Probe = std::function<Result<SpaceFigures>(const QString &folder)>;

    // `inside`: folders below it that are written as well; one that is missing does not count.
    explicit DiskSpace(QString folder, SpaceRule rule = {}, Probe probe = &DiskSpace::ask, QStringList inside = {});

    // DependencyFailed storage if the folder is not there.
    Result<SpaceFigures> figures() const;
    // The same folder and rule over figures that are known already: asks no disk.
    DiskSpace knowing(const Result<SpaceFigures> &figures) const;
    // Done, or why nothing may be written: InvalidState storage_full, DependencyFailed storage. `what` for people: "a
    // recording".
    Result<Done> roomFor(const QString &what) const;

    // statvfs and access; leaves minimumFree at 0.
    static Result<SpaceFigures> ask(const QString &folder);

private:
    Result<Done> lookInside(SpaceFigures &figures) const;

    QString m_folder;
    SpaceRule m_rule;
    Probe m_probe;
    QStringList m_inside;
};

}  // namespace cs

#pragma once

#include <optional>

#include <QString>

#include "base/result.h"

namespace cs {

// Kept in a file beside the database, so that it can be taken away when the disk is full: the numbers that this database
// has reserved for events are to be believed. It holds for the database of this epoch as long as that knows of no smaller
// number: an older one that was put back does.
struct ReservedMark {
    QString epoch;
    qint64 reserved = 0;

    bool vouchesFor(const QString &databaseEpoch, qint64 reservedThere) const
    {
        return epoch == databaseEpoch && reserved <= reservedThere;
    }

    // All wait for the disk; any thread, one at a time. `database` is the path of the database.
    // The mark, which is there no more then; nothing if there was none, or if it may be there still.
    static std::optional<ReservedMark> take(const QString &database);
    // In place of the one before. After a failure there is none.
    static Result<Done> put(const QString &database, const ReservedMark &mark);
    // True if there is none now, for certain.
    static bool remove(const QString &database);
};

}  // namespace cs

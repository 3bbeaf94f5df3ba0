#pragma once

#include <vector>

#include "storage/database.h"
#include "storage/rows.h"

namespace cs {

struct MissedEvents {
    qint64 count = 0;
    qint64 oldest = 0;
};

// The newest events. Service thread; the database must outlive it.
class EventsTable {
public:
    // What trim() removes at most; deleting so many rows takes a few milliseconds.
    static constexpr qint64 TrimStep = 1000;

    explicit EventsTable(Database &database) : m_database(database) {}

    // All or none; a seq that is stored already keeps its first event. At most MaxPageRows.
    Async<Done> append(std::vector<StoredEvent> events);
    // 0 if there was never one.
    Async<qint64> lastSeq();
    // Those after `seq`, in order, at most MaxPageRows.
    Async<std::vector<StoredEvent>> since(qint64 seq, qint64 limit);
    // How many there are after `seq`, counted up to MaxMissed + 1, and the number of the oldest of all; 0 for none.
    static constexpr qint64 MaxMissed = 10'000;
    Async<MissedEvents> missed(qint64 seq);
    // Removes the oldest beyond the `keep` newest numbers, in one small step; how many. Repeat while it says TrimStep.
    Async<qint64> trim(qint64 keep);

private:
    Database &m_database;
};

}  // namespace cs

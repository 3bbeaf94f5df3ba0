#pragma once

#include "events/eventbus.h"
#include "storage/camerastable.h"
#include "storage/database.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"

namespace cs {

// The database with its tables, and the event log that is kept in it. Service thread.
struct Store {
    explicit Store(const Clock &clock)
        : cameras(database),
          recordings(database),
          snapshots(database),
          bus(database, clock)
    {}

    Database database;
    CamerasTable cameras;
    RecordingsTable recordings;
    SnapshotsTable snapshots;
    EventBus bus;
};

}  // namespace cs

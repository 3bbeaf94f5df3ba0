#pragma once

#include "events/eventbus.h"
#include "storage/camerastable.h"
#include "storage/database.h"
#include "storage/eventstable.h"
#include "storage/metatable.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"

namespace cs {

// The database with its tables, and the event log that is kept in it. Service thread.
struct Store {
    explicit Store(const Clock &clock)
        : cameras(database), recordings(database), snapshots(database), events(database), meta(database), bus(events, meta, clock)
    {
    }

    Database database;
    CamerasTable cameras;
    RecordingsTable recordings;
    SnapshotsTable snapshots;
    EventsTable events;
    MetaTable meta;
    EventBus bus;
};

}  // namespace cs

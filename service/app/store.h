#pragma once

#include "events/eventbus.h"
#include "storage/apikeystable.h"
#include "storage/audittable.h"
#include "storage/camerastable.h"
#include "storage/database.h"
#include "storage/grantstable.h"
#include "storage/groupstable.h"
#include "storage/recordingstable.h"
#include "storage/refreshtokenstable.h"
#include "storage/snapshotstable.h"
#include "storage/userstable.h"

namespace cs {

// The database with its tables, and the event log that is kept in it. Service thread.
struct Store {
    Store(const Clock &clock, std::shared_ptr<ChainWriter> chain)
        : cameras(database),
          recordings(database),
          snapshots(database),
          users(database),
          refreshTokens(database),
          apiKeys(database),
          groups(database),
          grants(database),
          audit(database, std::move(chain)),
          bus(database, clock)
    {}

    Database database;
    CamerasTable cameras;
    RecordingsTable recordings;
    SnapshotsTable snapshots;
    UsersTable users;
    RefreshTokensTable refreshTokens;
    ApiKeysTable apiKeys;
    GroupsTable groups;
    GrantsTable grants;
    AuditTable audit;
    EventBus bus;
};

}  // namespace cs

#pragma once

#include "auth/apikeys.h"
#include "auth/grants.h"
#include "storage/camerastable.h"
#include "support/manualclock.h"
#include "support/waitfor.h"
#include "unit/storage/storagefixture.h"
#include "unit/storage/userrow.h"

namespace cs {

// Grants and keys over a real database with three cameras; users are rows of it and entries of the rights view.
struct RightsRig {
    RightsRig()
    {
        StorageFixture::open(database, fixture.path());
        CamerasTable cameras(database);
        for (const QString &value : QStringList{"a", "b", "c"})
            waitFor(cameras.add("rtsp", "Gate", "sealed", "address", value)).ok();
        addUser("root", Role::Admin, false);
        addUser("bob", Role::Operator, true);
        addUser("eve", Role::Viewer, true);
        start();
    }
    // As after a restart.
    void start()
    {
        keys.reset();
        grants = std::make_unique<Grants>(groupsTable, grantsTable, rights);
        keys = std::make_unique<ApiKeys>(keysTable, rights, clock);
        loaded = waitFor(grants->load()).ok() && waitFor(keys->load()).ok();
    }
    void addUser(const QString &name, Role role, bool restricted)
    {
        runSql(database, insertUser(name, role, restricted ? Sees::GrantedOnes : Sees::AllCameras)).ok();
        rights.setUser(name, role, true, restricted);
    }
    void removeUser(const QString &name)
    {
        runSql(database, QStringLiteral("delete from users where name = '%1'").arg(name)).ok();
        rights.removeUser(name);
        grants->userRemoved(name);
        keys->ownerRemoved(name);
    }
    QHash<CameraId, CameraAccess> camerasOf(const QString &user) const { return rights.rightsOf(user)->cameras; }

    StorageFixture fixture;
    Database database;
    GroupsTable groupsTable{database};
    GrantsTable grantsTable{database};
    ApiKeysTable keysTable{database};
    ManualClock clock;
    RightsView rights;
    std::unique_ptr<Grants> grants;
    std::unique_ptr<ApiKeys> keys;
    bool loaded = false;
};

}  // namespace cs

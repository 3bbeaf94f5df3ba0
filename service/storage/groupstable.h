#pragma once

#include <vector>

#include "storage/database.h"
#include "storage/rightsrows.h"

namespace cs {

// The groups of cameras. Service thread; the database must outlive it.
class GroupsTable {
public:
    explicit GroupsTable(Database &database) : m_database(database) {}

    // By name.
    Async<std::vector<StoredGroup>> all();
    // InvalidState if there is a group of that name.
    Async<Done> add(const StoredGroup &group);
    // NotFound if there is no such group.
    Async<Done> replaceCameras(const QString &foldedName, const std::vector<CameraId> &cameras);
    // With the grants on it. NotFound if there is no such group.
    Async<Done> remove(const QString &foldedName);

private:
    Database &m_database;
};

}  // namespace cs

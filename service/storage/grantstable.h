#pragma once

#include <vector>

#include "storage/database.h"
#include "storage/rightsrows.h"

namespace cs {

// Which user may do what with which camera or group. Rows of removed users and groups go with them. Service thread;
// the database must outlive it.
class GrantsTable {
public:
    explicit GrantsTable(Database &database) : m_database(database) {}

    Async<std::vector<StoredGrant>> all();
    // Replaces an older grant on the same. NotFound if there is no such user or group.
    Async<Done> put(const StoredGrant &grant);
    // NotFound if there is no grant on that; its access does not matter.
    Async<Done> remove(const StoredGrant &grant);

private:
    Database &m_database;
};

}  // namespace cs

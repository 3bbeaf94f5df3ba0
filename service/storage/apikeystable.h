#pragma once

#include <utility>
#include <vector>

#include "storage/database.h"
#include "storage/rightsrows.h"

namespace cs {

// The API keys. Keys of removed users go with them. Service thread; the database must outlive it.
class ApiKeysTable {
public:
    explicit ApiKeysTable(Database &database) : m_database(database) {}

    // Newest first.
    Async<std::vector<StoredApiKey>> all();
    // InvalidState if there is a key of that name; NotFound if its owner is gone.
    Async<Done> add(const StoredApiKey &key);
    // NotFound if there is no such key.
    Async<Done> replaceSecret(const QString &id, const QByteArray &secretHash);
    // NotFound if there is no such key.
    Async<Done> remove(const QString &id);
    // When keys were last used; those that are gone are passed over. At most 1,000.
    Async<Done> touch(const std::vector<std::pair<QString, Timestamp>> &uses);

private:
    Database &m_database;
};

}  // namespace cs

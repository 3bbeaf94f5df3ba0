#pragma once

#include <optional>

#include "storage/database.h"

namespace cs {

// Single facts about this database, by key. Service thread; the database must outlive it.
class MetaTable {
public:
    // Made once, when the database is: never set them.
    static constexpr char Epoch[] = "epoch";
    static constexpr char NodeId[] = "node_id";

    explicit MetaTable(Database &database) : m_database(database) {}

    Async<std::optional<QString>> get(const QString &key);
    Async<Done> set(const QString &key, const QString &value);

    // The same within a job of another table, on the database thread.
    static Result<std::optional<QString>> read(QSqlDatabase &db, const QString &key);
    static Result<Done> write(QSqlDatabase &db, const QString &key, const QString &value);

    // Part of opening: gives a new database its epoch and node id. On the database thread.
    static Result<Done> makeIdentity(QSqlDatabase &db);

private:
    Database &m_database;
};

}  // namespace cs

#pragma once

#include <vector>

#include <QByteArray>

#include "base/time.h"
#include "storage/database.h"

namespace cs {

// A write that came with a key of the client's.
struct StoredKeyedCall {
    enum class Outcome { Begun = 0, Result = 1, Error = 2, NotKept = 3 };
    QString principal;
    QString method;
    QString key;
    QByteArray paramsHash;
    Timestamp startedAt;
    Outcome outcome = Outcome::Begun;
    // JSON text; empty unless the outcome is Result or Error.
    QByteArray answer;
};

// Keyed writes and how they ended. Service thread; the database must outlive it.
class IdempotencyTable {
public:
    explicit IdempotencyTable(Database &database) : m_database(database) {}

    // Replaces a row of the same principal, method and key.
    Async<Done> put(const StoredKeyedCall &call);
    Async<Done> remove(const QString &principal, const QString &method, const QString &key);
    // Removes what was begun before, in one small step; how many. Repeat while it says MaxPageRows.
    Async<qint64> removeBefore(Timestamp time);
    // Those after this one in the order of start, principal, method and key; at most MaxPageRows.
    Async<std::vector<StoredKeyedCall>> after(const StoredKeyedCall &last, qint64 limit);

private:
    Database &m_database;
};

}  // namespace cs

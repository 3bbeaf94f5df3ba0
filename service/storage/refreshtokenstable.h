#pragma once

#include <vector>

#include "base/time.h"
#include "storage/database.h"

namespace cs {

// One login that can be renewed, and the hash of the one token that is good for it now.
struct StoredFamily {
    QString id;
    QString username;
    QByteArray tokenHash;
    // Where the login came from.
    QString address;
    QString userAgent;
    Timestamp createdAt;
    Timestamp expiresAt;
};

// The families of refresh tokens. Service thread; the database must outlive it.
class RefreshTokensTable {
public:
    explicit RefreshTokensTable(Database &database) : m_database(database) {}

    // Those that have not expired by `now`, oldest first; the others are deleted.
    Async<std::vector<StoredFamily>> load(Timestamp now);
    // NotFound if the user is gone.
    Async<Done> insert(const StoredFamily &family);
    // NotFound if the family is gone, or its token is not `oldHash` (any more).
    Async<Done> rotate(const QString &id, const QByteArray &oldHash, const QByteArray &newHash, Timestamp expiresAt);
    // Unknown ones are passed over.
    Async<Done> remove(const std::vector<QString> &ids);

private:
    Database &m_database;
};

}  // namespace cs

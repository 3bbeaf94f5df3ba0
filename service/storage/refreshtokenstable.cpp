#include "storage/refreshtokenstable.h"

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

std::optional<StoredFamily> readFamily(const QSqlQuery &query)
{
    StoredFamily family;
    family.id = query.value(0).toString();
    family.username = query.value(1).toString();
    family.tokenHash = query.value(2).toByteArray();
    family.address = query.value(3).toString();
    family.userAgent = query.value(4).toString();
    family.createdAt = timeAt(query, 5);
    family.expiresAt = timeAt(query, 6);
    return family;
}

Result<std::vector<StoredFamily>> loadFamilies(QSqlDatabase &db, Timestamp now)
{
    const auto swept =
        Statement(db, QStringLiteral("delete from refresh_tokens where expires_at <= ?")).run({sqlTime(now)});
    if (!swept.ok())
        return swept.error();
    return Statement(db, QStringLiteral("select family_id, username, token_hash, address, user_agent, created_at, "
                                        "expires_at from refresh_tokens order by created_at, family_id"))
        .rows<StoredFamily>({}, readFamily);
}

Result<Done> insertFamily(QSqlDatabase &db, const StoredFamily &family)
{
    const auto user =
        Statement(db, QStringLiteral("select 1 from users where name = ?")).value({sqlText(family.username)});
    if (!user.ok())
        return user.error();
    if (!user->isValid())
        return Error::notFound(QStringLiteral("user"), family.username);
    Statement insert(db, QStringLiteral("insert into refresh_tokens (family_id, username, token_hash, address, "
                                        "user_agent, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)"));
    const auto done = insert.run({sqlText(family.id), sqlText(family.username), sqlBytes(family.tokenHash),
                                  sqlText(family.address), sqlText(family.userAgent), sqlTime(family.createdAt),
                                  sqlTime(family.expiresAt)});
    if (!done.ok())
        return done.error();
    return Done{};
}

}  // namespace

Async<std::vector<StoredFamily>> RefreshTokensTable::load(Timestamp now)
{
    return m_database.run<std::vector<StoredFamily>>([now](QSqlDatabase &db) { return loadFamilies(db, now); });
}

Async<Done> RefreshTokensTable::insert(const StoredFamily &family)
{
    return m_database.run<Done>(
        [family](QSqlDatabase &db) { return inTransaction<Done>(db, [&] { return insertFamily(db, family); }); });
}

Async<Done> RefreshTokensTable::rotate(const QString &id, const QByteArray &oldHash, const QByteArray &newHash,
                                       Timestamp expiresAt)
{
    return m_database.run<Done>([id, oldHash, newHash, expiresAt](QSqlDatabase &db) -> Result<Done> {
        Statement update(db, QStringLiteral("update refresh_tokens set token_hash = ?, expires_at = ? "
                                            "where family_id = ? and token_hash = ?"));
        const auto changed = update.run({sqlBytes(newHash), sqlTime(expiresAt), sqlText(id), sqlBytes(oldHash)});
        if (!changed.ok())
            return changed.error();
        if (*changed == 0)
            return Error::notFound(QStringLiteral("login"), id);
        return Done{};
    });
}

Async<Done> RefreshTokensTable::remove(const std::vector<QString> &ids)
{
    return m_database.run<Done>([ids](QSqlDatabase &db) {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            Statement remove(db, QStringLiteral("delete from refresh_tokens where family_id = ?"));
            for (const QString &id : ids) {
                if (const auto done = remove.run({sqlText(id)}); !done.ok())
                    return done.error();
            }
            return Done{};
        });
    });
}

}  // namespace cs

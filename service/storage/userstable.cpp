#include "storage/userstable.h"

#include "storage/statement.h"
#include "storage/transaction.h"
#include "storage/userrows.h"

namespace cs {

Async<std::vector<StoredUser>> UsersTable::all()
{
    return m_database.run<std::vector<StoredUser>>([](QSqlDatabase &db) { return readUsers(db); });
}

Async<StoredUser> UsersTable::insert(const StoredUser &user)
{
    return m_database.run<StoredUser>([user](QSqlDatabase &db) { return insertUser(db, user); });
}

Async<StoredUser> UsersTable::update(const QString &name, const UserChange &change)
{
    return m_database.run<StoredUser>([name, change](QSqlDatabase &db) {
        return inTransaction<StoredUser>(db, [&] { return updateUser(db, name, change); });
    });
}

Async<Done> UsersTable::remove(const QString &name, Timestamp now)
{
    return m_database.run<Done>(
        [name, now](QSqlDatabase &db) { return inTransaction<Done>(db, [&] { return removeUser(db, name, now); }); });
}

Async<std::vector<RemovedUser>> UsersTable::removedOnes()
{
    constexpr qint64 most = 10'000;
    return m_database.run<std::vector<RemovedUser>>([](QSqlDatabase &db) {
        Statement select(
            db, QStringLiteral("select name, removed_at from removed_users order by removed_at desc, name limit ?"));
        return select.rows<RemovedUser>({most}, [](const QSqlQuery &query) {
            return std::optional(RemovedUser{query.value(0).toString(), timeAt(query, 1)});
        });
    });
}

Async<StoredUser> UsersTable::noteLogin(const QString &name, Timestamp at, std::optional<qint64> totpStep)
{
    return m_database.run<StoredUser>([name, at, totpStep](QSqlDatabase &db) {
        return changedUser(
            db,
            "update users set last_login_at = ?, totp_last_step = coalesce(?, totp_last_step) where name = ? "
            "returning {columns}",
            {sqlTime(at), sqlNumber(totpStep), sqlText(name)}, name);
    });
}

Async<StoredUser> UsersTable::rehash(const QString &name, const QString &oldHash, const QString &newHash)
{
    return m_database.run<StoredUser>([name, oldHash, newHash](QSqlDatabase &db) {
        return changedUser(
            db, "update users set password_hash = ? where name = ? and password_hash = ? returning {columns}",
            {sqlText(newHash), sqlText(name), sqlText(oldHash)}, name);
    });
}

Async<StoredUser> UsersTable::setTotp(const QString &name, const QByteArray &sealedSecret, qint64 lastStep,
                                      const std::vector<QByteArray> &recoveryHashes)
{
    return m_database.run<StoredUser>([name, sealedSecret, lastStep, recoveryHashes](QSqlDatabase &db) {
        return inTransaction<StoredUser>(
            db, [&] { return switchTotpOn(db, name, sealedSecret, lastStep, recoveryHashes); });
    });
}

Async<bool> UsersTable::spendRecoveryCode(const QString &name, const QByteArray &hash)
{
    return m_database.run<bool>([name, hash](QSqlDatabase &db) -> Result<bool> {
        const auto spent = Statement(db,
                                     QStringLiteral("delete from recovery_codes where username = ? and code_hash = ?"))
                               .run({sqlText(name), sqlBytes(hash)});
        if (!spent.ok())
            return spent.error();
        return *spent > 0;
    });
}

}  // namespace cs

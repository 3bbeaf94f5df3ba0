#include "storage/userrows.h"

#include "storage/statement.h"

namespace cs {

namespace {

constexpr const char *userColumns = "name, display_name, role, enabled, restricted, must_change_password, "
                                    "password_hash, totp_secret, totp_last_step, created_at, last_login_at";

QString userSql(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1String("{columns}"), QLatin1String(userColumns));
}

std::optional<StoredUser> readUser(const QSqlQuery &query)
{
    const auto role = roleFromString(query.value(2).toString());
    if (!role)
        return std::nullopt;
    StoredUser user;
    user.name = query.value(0).toString();
    user.displayName = query.value(1).toString();
    user.role = *role;
    user.enabled = query.value(3).toBool();
    user.restricted = query.value(4).toBool();
    user.mustChangePassword = query.value(5).toBool();
    user.passwordHash = query.value(6).toString();
    user.sealedTotp = query.value(7).toByteArray();
    user.totpLastStep = query.value(8).toLongLong();
    user.createdAt = timeAt(query, 9);
    user.lastLoginAt = maybeTimeAt(query, 10);
    return user;
}

Error noUser(const QString &name)
{
    return Error::notFound(QStringLiteral("user"), name);
}

Result<StoredUser> userNamed(QSqlDatabase &db, const QString &name)
{
    auto found =
        Statement(db, userSql("select {columns} from users where name = ?")).row<StoredUser>({sqlText(name)}, readUser);
    if (!found.ok())
        return found.error();
    if (!*found)
        return noUser(name);
    return std::move(**found);
}

// Somebody must be left who can do what this user could: one limited to some cameras cannot administer users.
Result<Done> requireAdminInPlaceOf(QSqlDatabase &db, const StoredUser &before)
{
    if (before.role != Role::Admin || !before.enabled)
        return Done{};
    const auto sql = QStringLiteral("select count(*) from users where role = 'admin' and enabled and restricted <= ?");
    const auto left = Statement(db, sql).value({before.restricted});
    if (!left.ok())
        return left.error();
    if (left->toLongLong() > 0)
        return Done{};
    return Error::invalidState(
        QStringLiteral("this is the last enabled admin of all cameras; make or enable another one first"),
        QStringLiteral("last_admin"), {QStringLiteral("another_enabled_admin")});
}

Result<Done> runOn(QSqlDatabase &db, const char *sql, const QVariantList &values)
{
    const auto done = Statement(db, QString::fromLatin1(sql)).run(values);
    if (!done.ok())
        return done.error();
    return Done{};
}

void merge(StoredUser &user, const UserChange &change)
{
    user.displayName = change.displayName.value_or(user.displayName);
    user.role = change.role.value_or(user.role);
    user.enabled = change.enabled.value_or(user.enabled);
    user.restricted = change.restricted.value_or(user.restricted);
    user.mustChangePassword = change.mustChangePassword.value_or(user.mustChangePassword);
    user.passwordHash = change.passwordHash.value_or(user.passwordHash);
    if (change.removeTotp)
        user.sealedTotp.clear();
}

// What else goes with a change: logins that could be renewed, recovery codes.
Result<Done> endWhatGoes(QSqlDatabase &db, const StoredUser &user, const UserChange &change)
{
    Result<Done> done = Done{};
    if (!user.enabled || change.passwordHash) {
        const QString kept = user.enabled ? change.keptFamily : QString();
        done = runOn(db, "delete from refresh_tokens where username = ? and family_id <> ?",
                     {sqlText(user.name), sqlText(kept)});
    }
    if (done.ok() && change.removeTotp)
        done = runOn(db, "delete from recovery_codes where username = ?", {sqlText(user.name)});
    return done;
}

}  // namespace

Result<std::vector<StoredUser>> readUsers(QSqlDatabase &db)
{
    return Statement(db, userSql("select {columns} from users order by name")).rows<StoredUser>({}, readUser);
}

Result<StoredUser> changedUser(QSqlDatabase &db, const char *sql, const QVariantList &values, const QString &name)
{
    auto row = Statement(db, userSql(sql)).row<StoredUser>(values, readUser);
    if (!row.ok())
        return row.error();
    if (!*row)
        return noUser(name);
    return std::move(**row);
}

Result<StoredUser> insertUser(QSqlDatabase &db, const StoredUser &user)
{
    Statement insert(db, userSql("insert into users ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                                 "returning {columns}"));
    const QVariantList values{
        sqlText(user.name), sqlText(user.displayName), sqlText(toString(user.role)), user.enabled,
        user.restricted,    user.mustChangePassword,   sqlText(user.passwordHash),   sqlBytes(user.sealedTotp),
        user.totpLastStep,  sqlTime(user.createdAt),   sqlTime(user.lastLoginAt)};
    auto stored = insert.row<StoredUser>(values, readUser);
    if (stored.ok() && *stored)
        return std::move(**stored);
    if (insert.duplicate()) {
        return Error::invalidState(QStringLiteral("there is a user %1 already").arg(user.name),
                                   QStringLiteral("exists"), {QStringLiteral("absent")});
    }
    return stored.ok() ? Error::internal(QStringLiteral("a user that was just written is not there")) : stored.error();
}

Result<StoredUser> updateUser(QSqlDatabase &db, const QString &name, const UserChange &change)
{
    auto user = userNamed(db, name);
    if (!user.ok())
        return user.error();
    const StoredUser before = *user;
    merge(*user, change);
    const QVariantList values{sqlText(user->displayName),
                              sqlText(toString(user->role)),
                              user->enabled,
                              user->restricted,
                              user->mustChangePassword,
                              sqlText(user->passwordHash),
                              sqlBytes(user->sealedTotp),
                              sqlText(name)};
    auto stored = changedUser(db,
                              "update users set display_name = ?, role = ?, enabled = ?, restricted = ?, "
                              "must_change_password = ?, password_hash = ?, totp_secret = ? where name = ? "
                              "returning {columns}",
                              values, name);
    if (!stored.ok())
        return stored;
    if (auto done = endWhatGoes(db, *stored, change); !done.ok())
        return done.error();
    if (auto done = requireAdminInPlaceOf(db, before); !done.ok())
        return done.error();
    return stored;
}

Result<Done> removeUser(QSqlDatabase &db, const QString &name, Timestamp now)
{
    const auto user = userNamed(db, name);
    if (!user.ok())
        return user.error();
    if (auto done = runOn(db, "delete from users where name = ?", {sqlText(name)}); !done.ok())
        return done;
    if (auto noted = runOn(db,
                           "insert into removed_users (name, removed_at) values (?, ?) "
                           "on conflict (name) do update set removed_at = excluded.removed_at",
                           {sqlText(name), sqlTime(now)});
        !noted.ok())
        return noted;
    return requireAdminInPlaceOf(db, *user);
}

Result<StoredUser> switchTotpOn(QSqlDatabase &db, const QString &name, const QByteArray &sealed, qint64 lastStep,
                                const std::vector<QByteArray> &codes)
{
    auto user = changedUser(db,
                            "update users set totp_secret = ?, totp_last_step = ? where name = ? returning {columns}",
                            {sqlBytes(sealed), lastStep, sqlText(name)}, name);
    if (!user.ok())
        return user;
    if (auto done = runOn(db, "delete from recovery_codes where username = ?", {sqlText(name)}); !done.ok())
        return done.error();
    Statement insert(db, QStringLiteral("insert into recovery_codes (username, code_hash) values (?, ?)"));
    for (const QByteArray &code : codes) {
        if (const auto done = insert.run({sqlText(name), sqlBytes(code)}); !done.ok())
            return done.error();
    }
    return user;
}

}  // namespace cs

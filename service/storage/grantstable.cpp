#include "storage/grantstable.h"

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

std::optional<StoredGrant> readGrant(const QSqlQuery &query)
{
    StoredGrant grant;
    grant.username = query.value(0).toString();
    if (!query.isNull(1)) {
        grant.camera = cameraAt(query, 1);
        if (!grant.camera)
            return std::nullopt;
    }
    grant.group = query.value(2).toString();
    const auto access = cameraAccessFromString(query.value(3).toString());
    if (!access)
        return std::nullopt;
    grant.access = *access;
    return grant;
}

// The error of a row that is not there; nothing if it is.
Result<Done> mustExist(QSqlDatabase &db, const char *select, const QString &resource, const QString &name)
{
    const auto found = Statement(db, QString::fromLatin1(select)).value({sqlText(name)});
    if (!found.ok())
        return found.error();
    if (!found->isValid())
        return Error::notFound(resource, name);
    return Done{};
}

Result<Done> putGrant(QSqlDatabase &db, const StoredGrant &grant)
{
    if (auto user = mustExist(db, "select 1 from users where name = ?", QStringLiteral("user"), grant.username); !user)
        return user;
    QVariantList values{sqlText(grant.username)};
    QString sql;
    if (grant.camera) {
        sql = QStringLiteral("insert into camera_grants (username, camera_id, access) values (?, ?, ?) "
                             "on conflict (username, camera_id) do update set access = excluded.access");
        values << grant.camera->number();
    } else {
        if (auto group = mustExist(db, "select 1 from camera_groups where folded_name = ?", QStringLiteral("group"),
                                   grant.group);
            !group)
            return group;
        sql = QStringLiteral("insert into group_grants (username, group_name, access) values (?, ?, ?) "
                             "on conflict (username, group_name) do update set access = excluded.access");
        values << sqlText(grant.group);
    }
    values << sqlText(toString(grant.access));
    if (auto done = Statement(db, sql).run(values); !done.ok())
        return done.error();
    return Done{};
}

Result<Done> removeGrant(QSqlDatabase &db, const StoredGrant &grant)
{
    const QString sql = grant.camera ? QStringLiteral("delete from camera_grants where username = ? and camera_id = ?")
                                     : QStringLiteral("delete from group_grants where username = ? and group_name = ?");
    const QVariant what = grant.camera ? QVariant(grant.camera->number()) : sqlText(grant.group);
    const auto removed = Statement(db, sql).run({sqlText(grant.username), what});
    if (!removed.ok())
        return removed.error();
    if (*removed == 0)
        return Error::notFound(QStringLiteral("grant"), grant.camera ? grant.camera->toString() : grant.group);
    return Done{};
}

}  // namespace

Async<std::vector<StoredGrant>> GrantsTable::all()
{
    return m_database.run<std::vector<StoredGrant>>([](QSqlDatabase &db) {
        Statement select(db, QStringLiteral("select username, camera_id, '' as group_name, access from camera_grants "
                                            "union all select username, null, group_name, access from group_grants "
                                            "order by 1, 3, 2"));
        return select.rows<StoredGrant>({}, readGrant);
    });
}

Async<Done> GrantsTable::put(const StoredGrant &grant)
{
    return m_database.run<Done>(
        [grant](QSqlDatabase &db) { return inTransaction<Done>(db, [&] { return putGrant(db, grant); }); });
}

Async<Done> GrantsTable::remove(const StoredGrant &grant)
{
    return m_database.run<Done>([grant](QSqlDatabase &db) { return removeGrant(db, grant); });
}

}  // namespace cs

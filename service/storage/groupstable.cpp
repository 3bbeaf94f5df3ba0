#include "storage/groupstable.h"

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

struct GroupCamera {
    QString group;
    CameraId camera;
};

std::optional<StoredGroup> readGroup(const QSqlQuery &query)
{
    return StoredGroup{query.value(0).toString(), query.value(1).toString(), {}};
}

std::optional<GroupCamera> readGroupCamera(const QSqlQuery &query)
{
    const auto camera = cameraAt(query, 1);
    return camera ? std::optional(GroupCamera{query.value(0).toString(), *camera}) : std::nullopt;
}

Error noSuchGroup(const QString &foldedName)
{
    return Error::notFound(QStringLiteral("group"), foldedName);
}

Result<std::vector<StoredGroup>> allGroups(QSqlDatabase &db)
{
    auto groups = Statement(db, QStringLiteral("select folded_name, name from camera_groups order by folded_name"))
                      .rows<StoredGroup>({}, readGroup);
    const auto cameras = Statement(db, QStringLiteral("select group_name, camera_id from group_cameras "
                                                      "order by group_name, camera_id"))
                             .rows<GroupCamera>({}, readGroupCamera);
    if (!groups.ok() || !cameras.ok())
        return groups.ok() ? cameras.error() : groups.error();
    std::map<QString, StoredGroup *> byName;
    for (StoredGroup &group : *groups)
        byName[group.foldedName] = &group;
    for (const GroupCamera &row : *cameras) {
        if (const auto group = byName.find(row.group); group != byName.end())
            group->second->cameras.push_back(row.camera);
    }
    return groups;
}

Result<Done> insertCameras(QSqlDatabase &db, const QString &foldedName, const std::vector<CameraId> &cameras)
{
    Statement insert(db, QStringLiteral("insert into group_cameras (group_name, camera_id) values (?, ?)"));
    for (const CameraId camera : cameras) {
        if (auto done = insert.run({sqlText(foldedName), camera.number()}); !done.ok())
            return done.error();
    }
    return Done{};
}

Result<Done> addGroup(QSqlDatabase &db, const StoredGroup &group)
{
    Statement insert(db, QStringLiteral("insert into camera_groups (folded_name, name, created_at) values (?, ?, ?) "
                                        "on conflict (folded_name) do nothing"));
    const auto inserted = insert.run({sqlText(group.foldedName), sqlText(group.name), sqlTime(SystemClock().now())});
    if (!inserted.ok())
        return inserted.error();
    if (*inserted == 0) {
        return Error::invalidState(QStringLiteral("there is a group of this name already; choose another name"),
                                   QStringLiteral("exists"), {QStringLiteral("absent")});
    }
    return insertCameras(db, group.foldedName, group.cameras);
}

Result<Done> replaceGroupCameras(QSqlDatabase &db, const QString &foldedName, const std::vector<CameraId> &cameras)
{
    const auto found =
        Statement(db, QStringLiteral("select 1 from camera_groups where folded_name = ?")).value({sqlText(foldedName)});
    if (!found.ok())
        return found.error();
    if (!found->isValid())
        return noSuchGroup(foldedName);
    Statement empty(db, QStringLiteral("delete from group_cameras where group_name = ?"));
    if (auto done = empty.run({sqlText(foldedName)}); !done.ok())
        return done.error();
    return insertCameras(db, foldedName, cameras);
}

}  // namespace

Async<std::vector<StoredGroup>> GroupsTable::all()
{
    return m_database.run<std::vector<StoredGroup>>(allGroups);
}

Async<Done> GroupsTable::add(const StoredGroup &group)
{
    return m_database.run<Done>(
        [group](QSqlDatabase &db) { return inTransaction<Done>(db, [&] { return addGroup(db, group); }); });
}

Async<Done> GroupsTable::replaceCameras(const QString &foldedName, const std::vector<CameraId> &cameras)
{
    return m_database.run<Done>([foldedName, cameras](QSqlDatabase &db) {
        return inTransaction<Done>(db, [&] { return replaceGroupCameras(db, foldedName, cameras); });
    });
}

Async<Done> GroupsTable::remove(const QString &foldedName)
{
    return m_database.run<Done>([foldedName](QSqlDatabase &db) -> Result<Done> {
        const auto removed =
            Statement(db, QStringLiteral("delete from camera_groups where folded_name = ?")).run({sqlText(foldedName)});
        if (!removed.ok())
            return removed.error();
        if (*removed == 0)
            return noSuchGroup(foldedName);
        return Done{};
    });
}

}  // namespace cs

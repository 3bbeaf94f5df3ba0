#include "storage/apikeystable.h"

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

struct KeyCamera {
    QString key;
    CameraId camera;
};

std::optional<StoredApiKey> readKey(const QSqlQuery &query)
{
    const auto role = roleFromString(query.value(4).toString());
    if (!role)
        return std::nullopt;
    StoredApiKey key;
    key.id = query.value(0).toString();
    key.name = query.value(1).toString();
    key.foldedName = query.value(2).toString();
    key.secretHash = query.value(3).toByteArray();
    key.role = *role;
    // Which they are, another statement says.
    if (!query.value(5).toBool())
        key.cameras.emplace();
    key.createdBy = query.value(6).toString();
    key.owner = query.value(7).toString();
    key.createdAt = timeAt(query, 8);
    key.expiresAt = maybeTimeAt(query, 9);
    key.lastUsedAt = maybeTimeAt(query, 10);
    return key;
}

std::optional<KeyCamera> readKeyCamera(const QSqlQuery &query)
{
    const auto camera = cameraAt(query, 1);
    return camera ? std::optional(KeyCamera{query.value(0).toString(), *camera}) : std::nullopt;
}

Error noSuchKey(const QString &id)
{
    return Error::notFound(QStringLiteral("api_key"), id);
}

Result<std::vector<StoredApiKey>> allKeys(QSqlDatabase &db)
{
    auto keys = Statement(db,
                          QStringLiteral("select id, name, folded_name, secret_hash, role, all_cameras, created_by, "
                                         "owner, created_at, expires_at, last_used_at from api_keys "
                                         "order by created_at desc, id"))
                    .rows<StoredApiKey>({}, readKey);
    const auto cameras = Statement(db, QStringLiteral("select key_id, camera_id from api_key_cameras "
                                                      "order by key_id, camera_id"))
                             .rows<KeyCamera>({}, readKeyCamera);
    if (!keys.ok() || !cameras.ok())
        return keys.ok() ? cameras.error() : keys.error();
    std::map<QString, StoredApiKey *> byId;
    for (StoredApiKey &key : *keys)
        byId[key.id] = &key;
    for (const KeyCamera &row : *cameras) {
        if (const auto key = byId.find(row.key); key != byId.end() && key->second->cameras)
            key->second->cameras->push_back(row.camera);
    }
    return keys;
}

Result<Done> insertKeyCameras(QSqlDatabase &db, const StoredApiKey &key)
{
    Statement insert(db, QStringLiteral("insert into api_key_cameras (key_id, camera_id) values (?, ?)"));
    for (const CameraId camera : key.cameras.value_or(std::vector<CameraId>())) {
        if (auto done = insert.run({sqlText(key.id), camera.number()}); !done.ok())
            return done.error();
    }
    return Done{};
}

Result<Done> checkKeyOwner(QSqlDatabase &db, const QString &owner)
{
    if (owner.isEmpty())
        return Done{};
    const auto found = Statement(db, QStringLiteral("select 1 from users where name = ?")).value({owner});
    if (!found.ok())
        return found.error();
    if (!found->isValid())
        return Error::notFound(QStringLiteral("user"), owner);
    return Done{};
}

Result<Done> addKey(QSqlDatabase &db, const StoredApiKey &key)
{
    if (auto owned = checkKeyOwner(db, key.owner); !owned)
        return owned;
    Statement insert(db, QStringLiteral("insert into api_keys (id, name, folded_name, secret_hash, role, all_cameras, "
                                        "created_by, owner, created_at, expires_at) "
                                        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (folded_name) do nothing"));
    const QVariantList values{
        sqlText(key.id),         sqlText(key.name),
        sqlText(key.foldedName), sqlBytes(key.secretHash),
        toString(key.role),      !key.cameras.has_value(),
        sqlText(key.createdBy),  key.owner.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(key.owner),
        sqlTime(key.createdAt),  sqlTime(key.expiresAt)};
    const auto inserted = insert.run(values);
    if (!inserted.ok())
        return inserted.error();
    if (*inserted == 0) {
        return Error::invalidState(QStringLiteral("there is a key of this name already; choose another name"),
                                   QStringLiteral("exists"), {QStringLiteral("absent")});
    }
    return insertKeyCameras(db, key);
}

Result<Done> changeOne(QSqlDatabase &db, const char *sql, const QVariantList &values, const QString &id)
{
    const auto changed = Statement(db, QString::fromLatin1(sql)).run(values);
    if (!changed.ok())
        return changed.error();
    if (*changed == 0)
        return noSuchKey(id);
    return Done{};
}

}  // namespace

Async<std::vector<StoredApiKey>> ApiKeysTable::all()
{
    return m_database.run<std::vector<StoredApiKey>>(allKeys);
}

Async<Done> ApiKeysTable::add(const StoredApiKey &key)
{
    return m_database.run<Done>(
        [key](QSqlDatabase &db) { return inTransaction<Done>(db, [&] { return addKey(db, key); }); });
}

Async<Done> ApiKeysTable::replaceSecret(const QString &id, const QByteArray &secretHash)
{
    return m_database.run<Done>([id, secretHash](QSqlDatabase &db) {
        return changeOne(db, "update api_keys set secret_hash = ? where id = ?", {sqlBytes(secretHash), sqlText(id)},
                         id);
    });
}

Async<Done> ApiKeysTable::remove(const QString &id)
{
    return m_database.run<Done>(
        [id](QSqlDatabase &db) { return changeOne(db, "delete from api_keys where id = ?", {sqlText(id)}, id); });
}

Async<Done> ApiKeysTable::touch(const std::vector<std::pair<QString, Timestamp>> &uses)
{
    return m_database.run<Done>([uses](QSqlDatabase &db) {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            Statement update(db, QStringLiteral("update api_keys set last_used_at = ? where id = ?"));
            for (const auto &[id, when] : uses) {
                if (auto done = update.run({sqlTime(when), sqlText(id)}); !done.ok())
                    return done.error();
            }
            return Done{};
        });
    });
}

}  // namespace cs

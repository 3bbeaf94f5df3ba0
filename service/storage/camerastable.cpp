#include "storage/camerastable.h"

#include "storage/lostcameras.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

// Nine digits are what a camera's public name may have.
constexpr qint64 maxId = 999'999'999;

constexpr const char *columns = "id, kind, name, sealed_source, created_at, deleted_at, "
                                "(select min(i.value) from camera_identities i where i.camera_id = cameras.id)";

struct NewCamera {
    QString kind;
    QString name;
    QByteArray sealedSource;
    CameraIdentity identity;
};

QString sql(const char *text)
{
    return QString::fromLatin1(text).replace(QLatin1String("{columns}"), QLatin1String(columns));
}

std::optional<StoredCamera> readCamera(const QSqlQuery &query)
{
    const auto id = cameraAt(query, 0);
    if (!id)
        return std::nullopt;
    StoredCamera camera;
    camera.id = *id;
    camera.kind = query.value(1).toString();
    camera.name = query.value(2).toString();
    camera.sealedSource = query.value(3).toByteArray();
    camera.createdAt = timeAt(query, 4);
    camera.deletedAt = maybeTimeAt(query, 5);
    camera.fingerprint = query.value(6).toString();
    return camera;
}

Result<StoredCamera> readBack(QSqlDatabase &db, qint64 id)
{
    auto found = Statement(db, sql("select {columns} from cameras where id = ?")).row<StoredCamera>({id}, readCamera);
    if (!found.ok())
        return found.error();
    if (!*found)
        return Error::internal(QStringLiteral("a camera that was just written is not there"));
    return std::move(**found);
}

Error exists(const QString &message)
{
    return Error::invalidState(message, QStringLiteral("exists"), {QStringLiteral("absent")});
}

// The camera that holds an identity; nothing if none does.
Result<std::optional<qint64>> holderOf(QSqlDatabase &db, const CameraIdentity &identity)
{
    Statement select(db, QStringLiteral("select camera_id from camera_identities where kind = ? and value = ?"));
    return select.row<qint64>({sqlText(identity.kind), sqlText(identity.value)},
                              [](const QSqlQuery &query) { return std::optional(query.value(0).toLongLong()); });
}

Result<qint64> nextId(QSqlDatabase &db)
{
    // Rows of removed cameras stay, so the greatest number ever given is known.
    auto next = Statement(db, QStringLiteral("select coalesce(max(id), -1) + 1 from cameras")).value();
    if (!next.ok())
        return next.error();
    if (next->toLongLong() > maxId)
        return Error::internal(QStringLiteral("there are no camera ids left"));
    return next->toLongLong();
}

Result<Done> giveIdentity(QSqlDatabase &db, qint64 id, const CameraIdentity &identity)
{
    Statement insert(db, QStringLiteral("insert into camera_identities (kind, value, camera_id) values (?, ?, ?)"));
    if (auto done = insert.run({sqlText(identity.kind), sqlText(identity.value), id}); !done.ok())
        return done.error();
    return Done{};
}

Result<Done> insertCamera(QSqlDatabase &db, qint64 id, const NewCamera &camera)
{
    Statement row(
        db, QStringLiteral("insert into cameras (id, kind, name, sealed_source, created_at) values (?, ?, ?, ?, ?)"));
    const QVariantList values{id, sqlText(camera.kind), sqlText(camera.name), sqlBytes(camera.sealedSource),
                              sqlTime(SystemClock().now())};
    if (auto done = row.run(values); !done.ok())
        return done.error();
    return giveIdentity(db, id, camera.identity);
}

Result<StoredCamera> addNext(QSqlDatabase &db, const NewCamera &camera)
{
    const auto holder = holderOf(db, camera.identity);
    if (!holder.ok())
        return holder.error();
    if (*holder)
        return exists(QStringLiteral("this camera is here already, as camera%1").arg(**holder));
    const auto id = nextId(db);
    if (!id.ok())
        return id.error();
    if (auto done = insertCamera(db, *id, camera); !done.ok())
        return done.error();
    return readBack(db, *id);
}

// Nobody can tell a lost camera from the one that always has its id.
Result<Done> comeBack(QSqlDatabase &db, qint64 id, const NewCamera &camera)
{
    Statement row(db, QStringLiteral("update cameras set kind = ?, name = ?, sealed_source = ?, deleted_at = null "
                                     "where id = ?"));
    if (auto done = row.run({sqlText(camera.kind), sqlText(camera.name), sqlBytes(camera.sealedSource), id});
        !done.ok())
        return done.error();
    return giveIdentity(db, id, camera.identity);
}

Result<StoredCamera> addFixed(QSqlDatabase &db, qint64 id, const NewCamera &camera)
{
    const auto holder = holderOf(db, camera.identity);
    if (!holder.ok())
        return holder.error();
    if (*holder && **holder != id)
        return exists(QStringLiteral("this camera is here already, as camera%1").arg(**holder));
    if (*holder) {
        Statement update(db, QStringLiteral("update cameras set kind = ?, name = ?, sealed_source = ? where id = ?"));
        const QVariantList values{sqlText(camera.kind), sqlText(camera.name), sqlBytes(camera.sealedSource), id};
        if (auto done = update.run(values); !done.ok())
            return done.error();
        return readBack(db, id);
    }
    const auto kind = Statement(db, QStringLiteral("select kind from cameras where id = ?")).value({id});
    if (!kind.ok())
        return kind.error();
    if (kind->isValid() && kind->toString() != LostKind)
        return exists(QStringLiteral("camera%1 is, or was, another camera; its id is never given again").arg(id));
    if (auto done = kind->isValid() ? comeBack(db, id, camera) : insertCamera(db, id, camera); !done.ok())
        return done.error();
    return readBack(db, id);
}

Result<Done> removeCamera(QSqlDatabase &db, qint64 id)
{
    Statement mark(
        db, QStringLiteral("update cameras set deleted_at = ?, sealed_source = ? where id = ? and deleted_at is null"));
    const auto marked = mark.run({sqlTime(SystemClock().now()), sqlBytes({}), id});
    if (!marked.ok())
        return marked.error();
    if (*marked == 0)
        return Error::notFound(QStringLiteral("camera"), QStringLiteral("camera%1").arg(id));
    if (auto freed = Statement(db, QStringLiteral("delete from camera_identities where camera_id = ?")).run({id});
        !freed.ok())
        return freed.error();
    return Done{};
}

}  // namespace

Async<std::vector<StoredCamera>> CamerasTable::all()
{
    return m_database.run<std::vector<StoredCamera>>([](QSqlDatabase &db) {
        Statement select(db, sql("select {columns} from cameras where deleted_at is null order by id"));
        return select.rows<StoredCamera>({}, readCamera);
    });
}

Async<StoredCamera> CamerasTable::add(const QString &kind, const QString &name, const QByteArray &sealedSource,
                                      const QString &identityKind, const QString &identityValue)
{
    const NewCamera camera{kind, name, sealedSource, {identityKind, identityValue}};
    return m_database.run<StoredCamera>(
        [camera](QSqlDatabase &db) { return inTransaction<StoredCamera>(db, [&] { return addNext(db, camera); }); });
}

Async<StoredCamera> CamerasTable::addWithId(CameraId id, const QString &kind, const QString &name,
                                            const QByteArray &sealedSource, const QString &identityKind,
                                            const QString &identityValue)
{
    if (id.number() > maxId)
        return failed<StoredCamera>(Error::internal(QStringLiteral("no camera can have this id")));
    const NewCamera camera{kind, name, sealedSource, {identityKind, identityValue}};
    return m_database.run<StoredCamera>([id, camera](QSqlDatabase &db) {
        return inTransaction<StoredCamera>(db, [&] { return addFixed(db, id.number(), camera); });
    });
}

Async<Done> CamerasTable::tombstone(CameraId id)
{
    return m_database.run<Done>(
        [id](QSqlDatabase &db) { return inTransaction<Done>(db, [&] { return removeCamera(db, id.number()); }); });
}

}  // namespace cs

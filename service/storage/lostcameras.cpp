#include "storage/lostcameras.h"

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

Result<qint64> addLostCameras(QSqlDatabase &db, const QSet<CameraId> &ids)
{
    return inTransaction<qint64>(db, [&]() -> Result<qint64> {
        Statement insert(db,
                         QStringLiteral("insert into cameras (id, kind, name, sealed_source, created_at, deleted_at) "
                                        "values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing"));
        const QVariant now = sqlTime(SystemClock().now());
        qint64 made = 0;
        for (const CameraId id : ids) {
            const auto inserted = insert.run(
                {qint64(id.number()), sqlText(LostKind), sqlText(id.toString()), sqlBytes({}), now, now});
            if (!inserted.ok())
                return inserted.error();
            made += *inserted;
        }
        return made;
    });
}

}  // namespace cs

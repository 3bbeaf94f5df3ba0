#include "storage/mediapage.h"

#include <algorithm>

namespace cs {

namespace {

// The condition for these cameras, with its values.
QString cameraCondition(const CameraFilter &cameras, QVariantList &values)
{
    if (!cameras)
        return {};
    if (cameras->isEmpty())
        return QStringLiteral(" where 1 = 0");
    QStringList marks;
    for (const CameraId camera : *cameras) {
        marks << QStringLiteral("?");
        values << qint64(camera.number());
    }
    return QStringLiteral(" where camera_id in (%1)").arg(marks.join(u','));
}

}  // namespace

PageSql pageSql(const QString &table, const QString &columns, const QString &timeColumn, qint64 limit, qint64 offset,
                const CameraFilter &cameras)
{
    PageSql sql;
    const QString where = cameraCondition(cameras, sql.countValues);
    sql.count = QStringLiteral("select count(*) from %1%2").arg(table, where);
    // What is left out is stepped over in the index by time, which holds all the inner statement needs; the unary
    // plus keeps SQLite from collecting and sorting all rows of these cameras instead.
    sql.rows = QStringLiteral(
                   "select %2 from %1 where id in (select id from %1%4 order by %3 desc, id desc limit ? offset ?) "
                   "order by %3 desc, id desc")
                   .arg(table, columns, timeColumn,
                        QString(where).replace(QLatin1String(" camera_id"), QLatin1String(" +camera_id")));
    sql.rowValues = sql.countValues;
    sql.rowValues << std::clamp<qint64>(limit, 0, MaxPageRows) << std::max<qint64>(0, offset);
    return sql;
}

}  // namespace cs

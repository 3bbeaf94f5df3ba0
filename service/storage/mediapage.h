#pragma once

#include <QVariantList>

#include "storage/rows.h"
#include "storage/statement.h"

namespace cs {

// The two statements of a page of recordings or snapshots, with the values to bind.
struct PageSql {
    QString rows;
    QString count;
    QVariantList rowValues;
    QVariantList countValues;
};

// `timeColumn` orders them, newest first, then by id. The rows come out as `columns`.
PageSql pageSql(const QString &table, const QString &columns, const QString &timeColumn, qint64 limit, qint64 offset,
                const CameraFilter &cameras);

template<class Row>
Result<RowPage<Row>> readPage(QSqlDatabase &db, const PageSql &sql, std::optional<Row> (*read)(const QSqlQuery &))
{
    const auto total = Statement(db, sql.count).value(sql.countValues);
    if (!total.ok())
        return total.error();
    RowPage<Row> page{{}, total->toLongLong()};
    auto rows = Statement(db, sql.rows).rows<Row>(sql.rowValues, read);
    if (!rows.ok())
        return rows.error();
    page.rows = std::move(rows).value();
    return page;
}

}  // namespace cs

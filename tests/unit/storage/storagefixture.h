#pragma once

#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "storage/database.h"
#include "support/waitfor.h"

namespace cs {

// A real database in a folder of its own.
class StorageFixture {
public:
    QString path(const QString &name = QStringLiteral("service.db")) const { return m_folder.filePath(name); }

    static void open(Database &database, const QString &path)
    {
        const auto opened = database.open(path);
        if (!opened.ok())
            QFAIL(qPrintable(opened.error().message));
    }

private:
    QTemporaryDir m_folder;
};

// Runs one statement; its first column of its first row.
inline Result<QVariant> runSql(Database &database, const QString &sql)
{
    return waitFor(database.run<QVariant>([sql](QSqlDatabase &db) -> Result<QVariant> {
        QSqlQuery query(db);
        if (!query.exec(sql))
            return Error::internal(query.lastError().text());
        return query.next() ? query.value(0) : QVariant();
    }));
}

}  // namespace cs

#include "storage/metatable.h"

#include <QUuid>

#include "storage/statement.h"

namespace cs {

Async<std::optional<QString>> MetaTable::get(const QString &key)
{
    return m_database.run<std::optional<QString>>([key](QSqlDatabase &db) { return read(db, key); });
}

Async<Done> MetaTable::set(const QString &key, const QString &value)
{
    return m_database.run<Done>([key, value](QSqlDatabase &db) { return write(db, key, value); });
}

Result<std::optional<QString>> MetaTable::read(QSqlDatabase &db, const QString &key)
{
    Statement select(db, QStringLiteral("select value from meta where key = ?"));
    return select.row<QString>({sqlText(key)},
                               [](const QSqlQuery &query) { return std::optional(query.value(0).toString()); });
}

Result<Done> MetaTable::write(QSqlDatabase &db, const QString &key, const QString &value)
{
    Statement upsert(db, QStringLiteral("insert into meta (key, value) values (?, ?) "
                                        "on conflict (key) do update set value = excluded.value"));
    if (auto done = upsert.run({sqlText(key), sqlText(value)}); !done.ok())
        return done.error();
    return Done{};
}

Result<Done> MetaTable::makeIdentity(QSqlDatabase &db)
{
    Statement insert(db, QStringLiteral("insert into meta (key, value) values (?, ?) on conflict (key) do nothing"));
    for (const char *key : {Epoch, NodeId}) {
        const QString value = QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (auto done = insert.run({QString::fromLatin1(key), value}); !done.ok())
            return done.error();
    }
    return Done{};
}

}  // namespace cs

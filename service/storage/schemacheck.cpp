#include "storage/schemacheck.h"

#include <QSet>
#include <QSqlError>
#include <QStringList>
#include <QUuid>

#include "storage/sqlerror.h"
#include "storage/statement.h"

namespace cs {

namespace {

// What the schema consists of, not how its text is spelled: that may differ between versions of SQLite.
constexpr const char *describeSql = R"(
    select 'table ' || m.name || ', column ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
      from sqlite_master m join pragma_table_info(m.name) c
     where m.type = 'table' and m.name not like 'sqlite\_%' escape '\'
    union all
    select 'table ' || m.name || ', index ' || i.name || ' ' || i."unique" || ' on ' || c.seqno || ' ' || coalesce(c.name, '')
      from sqlite_master m join pragma_index_list(m.name) i join pragma_index_info(i.name) c
     where m.type = 'table' and m.name not like 'sqlite\_%' escape '\'
    union all
    select m.type || ' ' || m.name from sqlite_master m where m.type in ('trigger', 'view')
    order by 1)";

Result<std::vector<QString>> describe(QSqlDatabase &db)
{
    return Statement(db, QString::fromLatin1(describeSql)).rows<QString>({}, [](const QSqlQuery &query) {
        return std::optional(query.value(0).toString());
    });
}

// A database in memory, made by the migrations alone.
Result<std::vector<QString>> describeExpected(const std::vector<Migration> &migrations)
{
    const QString name = QUuid::createUuid().toString();
    auto described = [&]() -> Result<std::vector<QString>> {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        db.setDatabaseName(QStringLiteral(":memory:"));
        if (!db.open())
            return toError(db.lastError());
        if (auto migrated = migrate(db, migrations); !migrated.ok())
            return migrated.error();
        return describe(db);
    }();
    QSqlDatabase::removeDatabase(name);
    return described;
}

Error differs(const QString &what)
{
    return Error::invalidState(
        QStringLiteral("its schema is not the one its version stands for (%1); restore a backup").arg(what),
        QStringLiteral("altered"), {QStringLiteral("current")});
}

}  // namespace

Result<Done> checkSchema(QSqlDatabase &db, const std::vector<Migration> &migrations)
{
    auto expected = describeExpected(migrations);
    auto actual = describe(db);
    if (!expected.ok() || !actual.ok())
        return expected.ok() ? actual.error() : expected.error();
    const QSet<QString> want(expected->begin(), expected->end());
    const QSet<QString> have(actual->begin(), actual->end());
    for (const QString &line : *expected) {
        if (!have.contains(line))
            return differs(QStringLiteral("missing: %1").arg(line));
    }
    for (const QString &line : *actual) {
        if (!want.contains(line))
            return differs(QStringLiteral("unknown: %1").arg(line));
    }
    return Done{};
}

}  // namespace cs

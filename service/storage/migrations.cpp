#include "storage/migrations.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include "base/time.h"
#include "storage/sqlscript.h"
#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

namespace {

Result<Done> apply(QSqlDatabase &db, const Migration &migration)
{
    const QStringList statements = splitSql(migration.script);
    for (const QString &statement : statements) {
        if (auto done = Statement(db, statement).run(); !done.ok())
            return done.error();
    }
    Statement note(db, QStringLiteral("insert into schema_migrations (version, title, applied_at) values (?, ?, ?)"));
    if (auto done = note.run({migration.version, sqlText(migration.title), sqlTime(SystemClock().now())}); !done.ok())
        return done.error();
    return Done{};
}

Result<Done> migrateInside(QSqlDatabase &db, const std::vector<Migration> &migrations)
{
    const int newest = static_cast<int>(migrations.size());
    const auto version = schemaVersion(db);
    if (!version.ok())
        return version.error();
    if (*version > newest) {
        return Error::invalidState(QStringLiteral("it was made by a newer version of this service (its schema is %1, "
                                                  "this version knows up to %2); start the newer version, or restore "
                                                  "a backup made before the update")
                                       .arg(*version)
                                       .arg(newest),
                                   QStringLiteral("newer"), {QStringLiteral("current"), QStringLiteral("older")});
    }
    for (const Migration &migration : migrations) {
        if (migration.version <= *version)
            continue;
        if (auto applied = apply(db, migration); !applied.ok())
            return applied;
    }
    return Done{};
}

}  // namespace

Result<std::vector<Migration>> loadMigrations(const QString &folder)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{4})_([a-z0-9_]+)\\.sql$"));
    std::vector<Migration> migrations;
    const QStringList names = QDir(folder).entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const auto match = pattern.match(name);
        QFile file(folder + u'/' + name);
        if (!match.hasMatch() || !file.open(QIODevice::ReadOnly))
            return Error::internal(QStringLiteral("the migration %1 cannot be read").arg(name));
        migrations.push_back({match.captured(1).toInt(), match.captured(2), QString::fromUtf8(file.readAll())});
        if (migrations.back().version != static_cast<int>(migrations.size()))
            return Error::internal(QStringLiteral("the migration before %1 is missing").arg(name));
    }
    if (migrations.empty())
        return Error::internal(QStringLiteral("no migrations in %1").arg(folder));
    return migrations;
}

Result<int> schemaVersion(QSqlDatabase &db)
{
    if (!db.tables().contains(QStringLiteral("schema_migrations")))
        return 0;
    auto version = Statement(db, QStringLiteral("select coalesce(max(version), 0) from schema_migrations")).value();
    if (!version.ok())
        return version.error();
    return version->toInt();
}

Result<Done> migrate(QSqlDatabase &db, const std::vector<Migration> &migrations)
{
    return inTransaction<Done>(db, [&] { return migrateInside(db, migrations); });
}

}  // namespace cs

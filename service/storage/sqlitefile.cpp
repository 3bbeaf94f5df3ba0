#include "storage/sqlitefile.h"

#include <cstdio>
#include <unistd.h>

#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>

#include "base/diskfull.h"
#include "base/syncfolder.h"
#include "storage/logging.h"
#include "storage/metatable.h"
#include "storage/migrations.h"
#include "storage/schemacheck.h"
#include "storage/sqlerror.h"
#include "storage/statement.h"

namespace cs {

namespace {

// As in the first migration.
constexpr int applicationId = 1129534038;

Result<int> pragma(QSqlDatabase &db, const char *name)
{
    auto value = Statement(db, QStringLiteral("pragma %1").arg(QString::fromLatin1(name))).value();
    if (!value.ok())
        return value.error();
    return value->toInt();
}

// Before anything is written: a database of another program must stay as it is.
Result<Done> checkOwner(QSqlDatabase &db)
{
    QSqlQuery probe(db);
    if (!probe.exec(QStringLiteral("select count(*) from sqlite_master"))) {
        if (isDamage(probe.lastError()))
            return notADatabase();
        return toError(probe.lastError());
    }
    probe.finish();
    const auto id = pragma(db, "application_id");
    if (!id.ok())
        return id.error();
    if (*id != applicationId && !db.tables().isEmpty())
        return storageError(
            QStringLiteral("it is the database of another program; choose another place for the state"));
    return Done{};
}

// The file may have been damaged by the disk, or prepared by somebody.
Result<Done> checkIntegrity(QSqlDatabase &db)
{
    auto verdict = Statement(db, QStringLiteral("pragma quick_check(1)")).value();
    if (!verdict.ok())
        return verdict.error();
    if (verdict->toString() == QLatin1String("ok"))
        return Done{};
    qCWarning(lcStorage).noquote() << "quick_check:" << verdict->toString();
    return storageError(QStringLiteral("it is damaged; restore a backup, or move it away to begin with an empty one"));
}

Result<Done> configure(QSqlDatabase &db)
{
    static constexpr const char *settings[] = {
        "pragma journal_mode = wal",
        // NORMAL syncs the log only at checkpoints, so a power cut could take back a camera id or a recording that a
        // client has been told of. FULL costs one fsync a transaction: measured on a busy virtual disk, one row takes
        // 2.6 ms (p99 9 ms) against 0.03 ms, 500 events in one transaction 6.3 ms against 3.7 ms. Single rows are
        // written a few times a minute and events many at a time, so NORMAL would gain nothing that is felt.
        "pragma synchronous = full",
        "pragma foreign_keys = on",
        // The schema of a file that somebody else prepared must not run functions, and its pages may lie.
        "pragma trusted_schema = off",
        "pragma cell_size_check = on",
        // A log that grew once (a long reader, a slow disk) gives its space back.
        "pragma journal_size_limit = 16777216",
    };
    for (const char *setting : settings) {
        if (auto done = Statement(db, QString::fromLatin1(setting)).run(); !done.ok())
            return done.error();
    }
    const auto enforced = pragma(db, "foreign_keys");
    if (!enforced.ok() || *enforced != 1)
        return enforced.ok() ? storageError(QStringLiteral("SQLite was built without foreign keys")) : enforced.error();
    return Done{};
}

// The way back from an update: the database as the older version left it, beside it, whole or not at all.
Result<Done> keepCopy(QSqlDatabase &db, int version)
{
    const QString copy = QStringLiteral("%1.before-%2").arg(db.databaseName()).arg(version + 1);
    const QString unfinished = copy + QStringLiteral(".part");
    QFile::remove(unfinished);
    if (auto done = Statement(db, QStringLiteral("vacuum into ?")).run({sqlText(unfinished)}); !done.ok()) {
        // It would take the room that is missing.
        QFile::remove(unfinished);
        return done.error();
    }
    QFile file(unfinished);
    const bool whole = file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.open(QIODevice::ReadWrite)
                       && ::fsync(file.handle()) == 0;
    file.close();
    if (!whole || std::rename(QFile::encodeName(unfinished).constData(), QFile::encodeName(copy).constData()) != 0
        || !syncFolder(QFileInfo(copy).absolutePath())) {
        QFile::remove(unfinished);
        return storageError(QStringLiteral("no copy could be made before the update of its schema; make room, and see "
                                           "that its folder can be written"));
    }
    qCInfo(lcStorage) << "the database before the update is kept as" << copy;
    return Done{};
}

Result<Done> migrateAndCheck(QSqlDatabase &db)
{
    const auto migrations = loadMigrations();
    if (!migrations.ok())
        return migrations.error();
    const auto before = schemaVersion(db);
    if (!before.ok())
        return before.error();
    const int newest = migrations->back().version;
    if (*before > 0 && *before < newest) {
        if (auto kept = keepCopy(db, *before); !kept.ok())
            return kept;
    }
    if (auto migrated = migrate(db, *migrations); !migrated.ok())
        return migrated;
    if (*before != newest)
        qCInfo(lcStorage) << "the database went from schema version" << *before << "to" << newest;
    return checkSchema(db, *migrations);
}

Result<Done> inOrder(QSqlDatabase &db, std::initializer_list<Result<Done> (*)(QSqlDatabase &)> steps)
{
    for (const auto step : steps) {
        if (auto done = step(db); !done.ok())
            return done;
    }
    return Done{};
}

// Where SQLite keeps the index of its log.
enum class Index { InSharedFile, InMemory };

Result<Done> openConnection(QSqlDatabase &db, Index index)
{
    if (!db.open())
        return toError(db.lastError());
    if (index == Index::InMemory) {
        if (auto done = Statement(db, QStringLiteral("pragma locking_mode = exclusive")).run(); !done.ok())
            return done.error();
    }
    return inOrder(db, {checkOwner, configure, checkIntegrity, migrateAndCheck, MetaTable::makeIdentity});
}

// The index of the log is a file that needs room even for reading. Who has the database alone keeps it in memory.
Result<Done> openOnFullDisk(QSqlDatabase &db)
{
    db.close();
    auto opened = openConnection(db, Index::InMemory);
    if (opened.ok())
        qCWarning(lcStorage) << "the disk of the database is full: it can be read, and is closed to other programs "
                                "until the next start; what changes is not stored before there is room";
    return opened;
}

}  // namespace

Result<Done> openSqliteFile(QSqlDatabase &db, const QString &path, DatabaseBefore before)
{
    auto opened = prepareDatabaseFile(path, before);
    if (opened.ok()) {
        db.setDatabaseName(path);
        // How long a statement waits for another program (a backup) that has locked the file.
        db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
        opened = openConnection(db, Index::InSharedFile);
        if (!opened.ok() && isDiskFull(path))
            opened = openOnFullDisk(db);
    }
    if (opened.ok())
        return opened;
    Error error = opened.error();
    const QString detail = error.data.value(QLatin1String("detail")).toString(error.message);
    error.message = QStringLiteral("cannot use the database %1: %2").arg(path, detail);
    return error;
}

}  // namespace cs

#include "storage/sqlerror.h"

#include "storage/logging.h"

namespace cs {

namespace {

// Result codes of SQLite (https://www.sqlite.org/rescode.html); the low byte is the class of an extended code.
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    NoMemory = 7,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26,
    DuplicatePrimaryKey = 1555,
    DuplicateUnique = 2067,
};

int sqliteCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt();
}

const char *sentence(int sqliteClass)
{
    switch (sqliteClass) {
    case Busy:
    case Locked: return "the database is locked by another program; close it and try again";
    case NoMemory: return "there is no memory left";
    case ReadOnly: return "the database is read-only; check who owns the state folder and how it is mounted";
    case IoError: return "the disk of the database gave an input/output error; check the disk";
    case Corrupt:
    case NotADatabase: return "the database is damaged; restore it from a backup";
    case Full: return "the disk of the database is full; make space";
    case CannotOpen: return "the database cannot be opened; check that the state folder exists and is writable";
    default: return nullptr;
    }
}

}  // namespace

Error toError(const QSqlError &error)
{
    const int code = sqliteCode(error);
    if (const char *known = sentence(code & 0xff))
        return Error::dependencyFailed(QStringLiteral("storage"), QString::fromLatin1(known));
    // The text names tables and columns, which is for the log; no caller can do anything about it.
    qCWarning(lcStorage).noquote() << "a statement failed:" << code << error.databaseText() << error.driverText();
    return Error::internal(QStringLiteral("the database refused a statement (code %1)").arg(code));
}

Error storageError(const QString &detail)
{
    return Error::dependencyFailed(QStringLiteral("storage"), detail);
}

Error notADatabase()
{
    return storageError(
        QStringLiteral("it is damaged or no database at all; restore a backup, or move it away to begin "
                       "with an empty one"));
}

bool isDuplicate(const QSqlError &error)
{
    return sqliteCode(error) == DuplicatePrimaryKey || sqliteCode(error) == DuplicateUnique;
}

bool isDamage(const QSqlError &error)
{
    const int sqliteClass = sqliteCode(error) & 0xff;
    return sqliteClass == Corrupt || sqliteClass == NotADatabase;
}

}  // namespace cs

#include "storage/transaction.h"

#include <QSqlError>
#include <QSqlQuery>

#include "storage/sqlerror.h"

namespace cs {

Transaction::~Transaction()
{
    if (m_active)
        m_db.rollback();
}

Result<Done> Transaction::begin()
{
    // A plain BEGIN of SQLite takes the lock for writing only at the first write and then fails at once, without
    // the busy timeout, if another program has written since.
    const bool sqlite = m_db.driverName() == QLatin1String("QSQLITE");
    QSqlQuery query(m_db);
    if (!query.exec(sqlite ? QStringLiteral("begin immediate") : QStringLiteral("begin")))
        return toError(query.lastError());
    m_active = true;
    return Done{};
}

Result<Done> Transaction::commit()
{
    // QSqlDatabase::commit() does not give SQLite's code, which tells a full disk.
    QSqlQuery query(m_db);
    if (!query.exec(QStringLiteral("commit")))
        return toError(query.lastError());
    m_active = false;
    return Done{};
}

}  // namespace cs

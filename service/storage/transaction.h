#pragma once

#include <QSqlDatabase>

#include "base/result.h"

namespace cs {

// All statements from begin() to commit() or none: rolled back when it goes out of scope before. Database thread.
class Transaction {
public:
    explicit Transaction(QSqlDatabase &db) : m_db(db) {}
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    Result<Done> begin();
    Result<Done> commit();

private:
    QSqlDatabase &m_db;
    bool m_active = false;
};

// Runs `work` (a function that returns Result<T>) and commits if it succeeds.
template<class T, class Work>
Result<T> inTransaction(QSqlDatabase &db, Work work)
{
    Transaction transaction(db);
    if (auto begun = transaction.begin(); !begun.ok())
        return begun.error();
    Result<T> result = work();
    if (!result.ok())
        return result;
    if (auto committed = transaction.commit(); !committed.ok())
        return committed.error();
    return result;
}

}  // namespace cs

#pragma once

#include <QObject>

#include "storage/metatable.h"

namespace cs {

// Up to which number the store may lack events that clients saw: kept in the database, for the runs to come as well.
// Service thread; the database must outlive it.
class EventGap : public QObject {
    Q_OBJECT
public:
    explicit EventGap(Database &database) : m_database(database), m_meta(database) {}

    Async<Done> load();
    // 0 if nothing is missing.
    qint64 end() const { return m_end; }
    // It reaches to this number at least; to be written with write(), once the database takes anything.
    void extend(qint64 end);
    // Writes what is not written yet.
    void write();

private:
    Database &m_database;
    MetaTable m_meta;
    qint64 m_end = 0;
    bool m_isWritten = true;
};

}  // namespace cs

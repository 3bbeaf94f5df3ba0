#include "storage/database.h"

#include <QElapsedTimer>
#include <QUuid>

#include "storage/logging.h"
#include "storage/sqlitefile.h"

namespace cs {

namespace {

constexpr qint64 longJobMs = 50;

}  // namespace

// Owns the connection; made, used and destroyed in the database thread alone.
class Database::Worker : public QObject {
public:
    Result<Done> open(const QString &path, DatabaseBefore before)
    {
        if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE"))) {
            return Error::dependencyFailed(QStringLiteral("storage"),
                                           QStringLiteral("Qt's SQLite driver is missing; install libqt6sql6-sqlite"));
        }
        m_name = QUuid::createUuid().toString();
        m_db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        return openSqliteFile(m_db, path, before);
    }

    void work(const Work &job)
    {
        QElapsedTimer timer;
        timer.start();
        job(m_db);
        if (timer.elapsed() > longJobMs)
            qCDebug(lcStorage) << "a job held the database thread for" << timer.elapsed() << "ms";
    }

    void close()
    {
        if (m_name.isEmpty())
            return;
        m_db.close();  // SQLite takes the log into the file
        m_db = {};
        QSqlDatabase::removeDatabase(m_name);
    }

private:
    QString m_name;
    QSqlDatabase m_db;
};

Database::Database(QObject *parent) : QObject(parent)
{
    m_thread.setObjectName(QStringLiteral("database"));
}

Database::~Database()
{
    close();
}

Result<Done> Database::open(const QString &path, DatabaseBefore before)
{
    close();
    m_path = path;
    m_worker = new Worker;
    m_worker->moveToThread(&m_thread);
    m_thread.start();
    Result<Done> opened = Done{};
    QMetaObject::invokeMethod(
        m_worker, [&] { opened = m_worker->open(path, before); }, Qt::BlockingQueuedConnection);
    m_open = opened.ok();
    if (!m_open)
        close();
    return opened;
}

void Database::close()
{
    m_open = false;
    if (!m_worker)
        return;
    // Comes after all jobs that were queued before it.
    QMetaObject::invokeMethod(
        m_worker, [this] { m_worker->close(); }, Qt::BlockingQueuedConnection);
    m_worker->deleteLater();
    m_worker = nullptr;
    m_thread.quit();
    m_thread.wait();
}

bool Database::post(Work work)
{
    if (!m_open)
        return false;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, work = std::move(work)] { worker->work(work); }, Qt::QueuedConnection);
    return true;
}

Error Database::closedError()
{
    return Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the database is closed"));
}

}  // namespace cs

#include "moc_database.cpp"

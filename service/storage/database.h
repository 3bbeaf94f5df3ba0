#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QSqlDatabase>
#include <QThread>

#include "base/future.h"
#include "storage/databasefile.h"

namespace cs {

// The embedded database: owns one thread, and in it the only connection. Lives on the service thread; jobs run one
// after the other on its own thread and are values, so nothing is shared. Destroying it closes it.
class Database : public QObject {
    Q_OBJECT
public:
    explicit Database(QObject *parent = nullptr);
    ~Database() override;

    // Blocks; for the start of the service alone. Makes the file (mode 0600) if there is none, checks it, brings its
    // schema to the newest version. The error says what is wrong with the file and what to do about it.
    Result<Done> open(const QString &path, DatabaseBefore before = DatabaseBefore::Unknown);
    bool isOpen() const { return m_open; }
    // The file that was opened last.
    const QString &path() const { return m_path; }

    // Queues a job; use it as run<T>(...), and whenDone() for the answer. A job must not hold the thread for more
    // than 50 ms. A closed database answers DependencyFailed.
    template<class T>
    Async<T> run(std::function<Result<T>(QSqlDatabase &)> job)
    {
        auto promise = std::make_shared<Promise<T>>();
        auto answer = promise->future();
        const bool queued = post(
            [home = m_home, promise, job = std::move(job)](QSqlDatabase &db) { home.finish<T>(promise, job(db)); });
        if (!queued)
            promise->finish(closedError());
        return answer;
    }

    // Runs what is queued, closes the file and ends the thread. Blocks; answers still reach their contexts.
    void close();

private:
    using Work = std::function<void(QSqlDatabase &)>;
    class Worker;

    bool post(Work work);
    static Error closedError();

    const Home m_home;
    QThread m_thread;
    Worker *m_worker = nullptr;  // lives in m_thread while that runs
    QString m_path;
    bool m_open = false;
};

}  // namespace cs

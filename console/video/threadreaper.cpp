#include "video/threadreaper.h"

#include <chrono>

#include <QDeadlineTimer>
#include <QThread>

namespace cs {

ThreadReaper::~ThreadReaper()
{
    QDeadlineTimer patience(std::chrono::seconds(2));
    for (QThread *thread : std::as_const(m_threads)) {
        // Deleting a running thread aborts the program, so one that hangs is left behind.
        if (thread->wait(patience))
            delete thread;
    }
}

void ThreadReaper::run(std::function<void()> work)
{
    QThread *thread = QThread::create(std::move(work));
    thread->setObjectName(QStringLiteral("video"));
    m_threads.insert(thread);
    connect(thread, &QThread::finished, this, [this, thread] {
        m_threads.remove(thread);
        delete thread;
    });
    thread->start();
}

}  // namespace cs

#include "moc_threadreaper.cpp"

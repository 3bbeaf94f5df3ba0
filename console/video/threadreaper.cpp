#include "video/threadreaper.h"

#include <chrono>

#include <QDeadlineTimer>
#include <QThread>

namespace cs {

ThreadReaper::ThreadReaper(QObject *parent) : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(std::chrono::milliseconds(10));
    connect(&m_again, &QTimer::timeout, this, &ThreadReaper::reap);
}

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
    connect(thread, &QThread::finished, this, &ThreadReaper::reap);
    thread->start();
}

// A thread says that it has finished shortly before it has. Deleted in between it is waited for, which on a busy machine
// holds up the window; so it is looked at again.
void ThreadReaper::reap()
{
    const auto ended = m_threads.removeIf([this](QThread *thread) {
        if (!thread->isFinished())
            return false;
        if (!thread->wait(QDeadlineTimer(0))) {
            m_again.start();
            return false;
        }
        delete thread;
        return true;
    });
    Q_UNUSED(ended)
}

}  // namespace cs

#include "moc_threadreaper.cpp"

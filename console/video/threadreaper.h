#pragma once

#include <functional>

#include <QObject>
#include <QSet>
#include <QTimer>

class QThread;

namespace cs {

// Owns the threads of the video sources until they have ended, so that nobody waits for them in the window's thread.
// Lives there; one for the program, made before the sources and destroyed after them.
class ThreadReaper : public QObject {
    Q_OBJECT
public:
    explicit ThreadReaper(QObject *parent = nullptr);
    // Waits for what is still running, 2 s in all at most; what then hangs (a name look-up) ends with the program.
    ~ThreadReaper() override;

    // Runs `work` in a new thread. It must end soon after whatever it looks at tells it to.
    void run(std::function<void()> work);
    // Threads that have not been joined yet.
    int running() const { return static_cast<int>(m_threads.size()); }

private:
    void reap();

    QSet<QThread *> m_threads;
    QTimer m_again;
};

}  // namespace cs

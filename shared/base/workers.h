#pragma once

#include <functional>
#include <memory>

#include <QThreadPool>

#include "base/future.h"

namespace cs {

// A few threads for slow work on files: measuring, syncing, deleting. Owned by the service thread; jobs take values and
// answer values. Destroying it drops the jobs that wait.
class Workers {
public:
    // What becomes of the jobs that still run then: Leave gives them a second, and to the end of the process if a disk
    // hangs. For jobs that hold nothing but values.
    enum class AtEnd { Wait, Leave };

    explicit Workers(int threads, AtEnd atEnd = AtEnd::Wait) : m_atEnd(atEnd) { m_pool->setMaxThreadCount(threads); }
    ~Workers()
    {
        m_pool->clear();
        if (!m_pool->waitForDone(m_atEnd == AtEnd::Leave ? PatienceMs : -1))
            (void)m_pool.release();
    }
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    // Use it as run<T>(...); a dropped job answers Cancelled.
    template<class T>
    Async<T> run(std::function<Result<T>()> job)
    {
        auto promise = std::make_shared<Promise<T>>();
        auto answer = promise->future();
        m_pool->start([home = m_home, promise, job = std::move(job)] { home.finish<T>(promise, job()); });
        return answer;
    }

private:
    static constexpr int PatienceMs = 1000;
    const AtEnd m_atEnd;
    const Home m_home;
    std::unique_ptr<QThreadPool> m_pool = std::make_unique<QThreadPool>();
};

}  // namespace cs

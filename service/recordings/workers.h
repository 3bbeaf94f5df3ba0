#pragma once

#include <functional>
#include <memory>

#include <QThreadPool>

#include "base/future.h"

namespace cs {

// A few threads for slow work on files: measuring, syncing, deleting. Owned by the service thread; jobs take values and
// answer values. Destroying it waits for the jobs that run and drops those that wait.
class Workers {
public:
    explicit Workers(int threads) { m_pool.setMaxThreadCount(threads); }
    ~Workers()
    {
        m_pool.clear();
        m_pool.waitForDone();
    }
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    // Use it as run<T>(...); a dropped job answers Cancelled.
    template<class T>
    Async<T> run(std::function<Result<T>()> job)
    {
        auto promise = std::make_shared<Promise<T>>();
        auto answer = promise->future();
        m_pool.start([promise, job = std::move(job)] { promise->finish(job()); });
        return answer;
    }

private:
    QThreadPool m_pool;
};

}  // namespace cs

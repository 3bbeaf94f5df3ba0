#pragma once

#include <deque>
#include <functional>

#include "base/future.h"

namespace cs {

// Runs asynchronous changes one after the other, so that each finds in memory what the one before it wrote and two
// answers can never overtake each other. Service thread; belongs to the object whose changes these are.
class ChangeQueue {
public:
    static constexpr size_t MaxWaiting = 256;

    explicit ChangeQueue(QObject *owner) : m_owner(owner) {}
    Q_DISABLE_COPY_MOVE(ChangeQueue)

    // RateLimited if too many wait already.
    template<class T>
    Async<T> run(std::function<Async<T>()> change)
    {
        if (m_waiting.size() >= MaxWaiting)
            return failed<T>(Error::rateLimited(1000));
        auto promise = std::make_shared<Promise<T>>();
        auto answer = promise->future();
        m_waiting.push_back([this, promise, change = std::move(change)] {
            whenDone(m_owner, change(), [this, promise](Result<T> result) {
                // Who hears the answer may ask for the next change.
                promise->finish(std::move(result));
                next();
            });
        });
        if (!m_busy)
            next();
        return answer;
    }

private:
    void next()
    {
        m_busy = !m_waiting.empty();
        if (!m_busy)
            return;
        const auto change = std::move(m_waiting.front());
        m_waiting.pop_front();
        change();
    }

    QObject *m_owner;
    std::deque<std::function<void()>> m_waiting;
    bool m_busy = false;
};

}  // namespace cs

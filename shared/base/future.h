#pragma once

#include <memory>
#include <optional>
#include <type_traits>

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QPromise>

#include "base/result.h"

namespace cs {

template<class T>
using Async = QFuture<Result<T>>;

// A future that already holds its answer.
template<class T>
Async<T> ready(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

template<class T = Done>
Async<T> failed(Error error)
{
    return ready<T>(Result<T>(std::move(error)));
}

// The only place that takes a result out of a finished future: a promise dropped unanswered, or a cancelled future,
// has no result, and QFuture::result() would crash on it.
template<class T>
Result<T> resultOf(const QFuture<Result<T>> &future)
{
    if (!future.isFinished() || future.resultCount() == 0)
        return Error::cancelled();
    return future.resultAt(0);
}

// The writing end of an Async: exactly one answer, also when it is destroyed unanswered (then Error::cancelled).
// Move-only; to be finished in the thread that continues on its future (see Home).
template<class T>
class Promise {
public:
    Promise() : m_promise(std::make_unique<QPromise<Result<T>>>()) { m_promise->start(); }
    Promise(Promise &&) noexcept = default;
    Promise &operator=(Promise &&other) noexcept
    {
        giveUp();
        m_promise = std::move(other.m_promise);
        return *this;
    }
    Promise(const Promise &) = delete;
    Promise &operator=(const Promise &) = delete;
    ~Promise() { giveUp(); }

    Async<T> future() const { return m_promise->future(); }
    // Continuations of this thread run inside this call: finish first, then publish events.
    void finish(Result<T> result)
    {
        if (!m_promise)
            return;
        auto promise = std::move(m_promise);
        promise->addResult(std::move(result));
        promise->finish();
    }

private:
    void giveUp()
    {
        if (m_promise)
            finish(Result<T>(Error::cancelled()));
    }

    std::unique_ptr<QPromise<Result<T>>> m_promise;
};

// The thread in which the answers of other threads are finished: the one that made this object. Qt 6.4 runs a
// continuation twice, and crashes, if it is attached while another thread finishes the future; so a worker sends its
// answer home, to the thread whose objects continue on it. Copies go with the jobs and may outlive the original.
class Home {
public:
    Home() : m_object(new QObject, [](QObject *object) { object->deleteLater(); }) {}

    // Thread-safe. On the next turn of home's event loop.
    template<class T>
    void finish(std::shared_ptr<Promise<T>> promise, Result<T> result) const
    {
        QMetaObject::invokeMethod(
            m_object.get(),
            [promise = std::move(promise), result = std::move(result)]() mutable {
                promise->finish(std::move(result));
            },
            Qt::QueuedConnection);
    }

private:
    std::shared_ptr<QObject> m_object;
};

namespace detail {

template<class R>
struct AsyncValue;
template<class T>
struct AsyncValue<Result<T>> {
    using Type = T;
    static constexpr bool isFuture = false;
};
template<class T>
struct AsyncValue<QFuture<Result<T>>> {
    using Type = T;
    static constexpr bool isFuture = true;
};

// What is to be done once a future is finished; without its types, so that they cost little code.
struct Step {
    virtual ~Step() = default;
    virtual void run() = 0;
};

template<class T, class Fn>
struct StepOf final : Step {
    StepOf(QFuture<Result<T>> f, Fn g) : future(std::move(f)), fn(std::move(g)) {}
    void run() override { fn(resultOf(future)); }

    QFuture<Result<T>> future;
    Fn fn;
};

// Runs `step` once, in `context`'s thread, when `future` is finished or cancelled.
void whenFinished(QObject *context, QFuture<void> future, std::unique_ptr<Step> step);

}  // namespace detail

// Calls `fn(Result<T>)` exactly once, in `context`'s thread, as soon as `future` is finished or given up: at once if that
// happens in this thread. `context` must outlive every producer of another thread (an object of the composition root);
// what may die sooner is guarded by a QPointer inside `fn`. A context of the same thread that is gone is passed over.
template<class T, class Fn>
void whenDone(QObject *context, QFuture<Result<T>> future, Fn fn)
{
    const QFuture<void> untyped(future);
    detail::whenFinished(context, untyped, std::make_unique<detail::StepOf<T, Fn>>(std::move(future), std::move(fn)));
}

// Chains a step that only runs on success: `fn(T)` returns Result<U> or Async<U>; an error passes through.
template<class T, class Fn>
auto andThen(QObject *context, QFuture<Result<T>> future, Fn fn)
{
    using R = std::invoke_result_t<Fn, T>;
    using U = typename detail::AsyncValue<R>::Type;
    auto promise = std::make_shared<Promise<U>>();
    auto answer = promise->future();
    whenDone(context, future, [context, promise, fn = std::move(fn)](Result<T> result) mutable {
        if (!result.ok()) {
            promise->finish(result.error());
        } else if constexpr (detail::AsyncValue<R>::isFuture) {
            whenDone(context, fn(std::move(result).value()),
                     [promise](Result<U> inner) { promise->finish(std::move(inner)); });
        } else {
            promise->finish(fn(std::move(result).value()));
        }
    });
    return answer;
}

}  // namespace cs

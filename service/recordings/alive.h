#pragma once

#include <QCoreApplication>
#include <QPointer>

#include "base/future.h"

namespace cs {

// Calls `fn(Result<T>)` on the service thread once `future` is finished, unless `self` is gone by then. The application
// object is the context, since it outlives every producer; `self` need not.
template<class Self, class T, class Fn>
void whenAlive(Self *self, QFuture<Result<T>> future, Fn fn)
{
    whenDone(QCoreApplication::instance(), std::move(future),
             [guard = QPointer<Self>(self), fn = std::move(fn)](Result<T> result) mutable {
                 if (guard)
                     fn(std::move(result));
             });
}

// andThen() with the same guard: a step whose object is gone answers Cancelled.
template<class Self, class T, class Fn>
auto andThenAlive(Self *self, QFuture<Result<T>> future, Fn fn)
{
    using R = std::invoke_result_t<Fn, T>;
    using U = typename detail::AsyncValue<R>::Type;
    return andThen(QCoreApplication::instance(), std::move(future),
                   [guard = QPointer<Self>(self), fn = std::move(fn)](T value) mutable -> R {
                       if (guard)
                           return fn(std::move(value));
                       if constexpr (detail::AsyncValue<R>::isFuture)
                           return failed<U>(Error::cancelled());
                       else
                           return Error::cancelled();
                   });
}

}  // namespace cs

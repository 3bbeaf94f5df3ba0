#pragma once

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>

#include "base/future.h"

namespace cs {

// Runs the event loop until `future` is finished, at most `timeoutMs` long. Without its type, so that it costs each test
// little.
inline void runUntilFinished(const QFuture<void> &future, int timeoutMs)
{
    QEventLoop loop;
    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    loop.exec();
}

// Waits in a test for an answer, with the event loop running; an error of its own when none comes.
template<class T>
Result<T> waitFor(const Async<T> &future, int timeoutMs = 20000)
{
    if (!future.isFinished())
        runUntilFinished(QFuture<void>(future), timeoutMs);
    if (!future.isFinished())
        return Error::internal(QStringLiteral("no answer within %1 ms").arg(timeoutMs));
    return resultOf(future);
}

}  // namespace cs

#include "base/future.h"

namespace cs::detail {

void whenFinished(QObject *context, QFuture<void> future, std::unique_ptr<Step> step)
{
    auto held = std::make_shared<std::unique_ptr<Step>>(std::move(step));
    const auto deliver = [guard = QPointer<QObject>(context), held] {
        if (!guard) {
            held->reset();
            return;
        }
        QMetaObject::invokeMethod(guard.data(), [held] {
            // Taken out, so that what it captured dies in this thread and not with the future in the producer's.
            const auto taken = std::move(*held);
            taken->run();
        });
    };
    // then(context, ...) would abort when the context is gone, and skips a future that was cancelled or whose QPromise
    // was dropped; onCanceled(context, ...) asserts when the context goes with the call still queued. So neither.
    future.then([deliver](const QFuture<void> &) { deliver(); }).onCanceled(deliver);
}

}  // namespace cs::detail

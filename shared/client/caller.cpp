#include "client/caller.h"

namespace cs {

Async<QByteArray> Caller::callRaw(const QString &method, const QByteArray &params, CallOptions options)
{
    auto promise = std::make_shared<Promise<QByteArray>>();
    auto answer = promise->future();
    send(method, params, options, [promise](Result<QByteArray> result) { promise->finish(std::move(result)); });
    return answer;
}

Error Caller::misfit(const QString &method, const Error &error)
{
    return Error::internal(QStringLiteral("the answer to %1 is not what this version understands: %2; "
                                          "use the client of the service's version")
                               .arg(method, error.message));
}

}  // namespace cs

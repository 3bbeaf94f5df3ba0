#include "client/connectionerror.h"

#include "client/remoteerror.h"

namespace cs {

Error connectionError(const QString &message, const QString &hint)
{
    QJsonObject data{{"dependency", "connection"}};
    if (!hint.isEmpty())
        data.insert("hint", hint);
    return {ErrorCode::DependencyFailed, message, data};
}

bool isConnectionError(const Error &error)
{
    return error.code == ErrorCode::DependencyFailed && !remoteErrorOf(error)
           && error.data.value(QLatin1String("dependency")) == QLatin1String("connection");
}

}  // namespace cs

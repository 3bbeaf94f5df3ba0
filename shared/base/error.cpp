#include "base/error.h"

#include <QJsonArray>

namespace cs {

Error Error::internal(const QString &message)
{
    return {ErrorCode::Internal, message, {}};
}

Error Error::invalidParam(const QString &param, const QString &rule, const QString &hint)
{
    return {ErrorCode::InvalidParams,
            QStringLiteral("invalid parameter '%1': %2").arg(param, rule),
            {{"param", param}, {"rule", rule}, {"hint", hint}}};
}

Error Error::unauthenticated(const QString &reason)
{
    return {ErrorCode::Unauthenticated, QStringLiteral("authentication failed or required"), {{"reason", reason}}};
}

Error Error::permissionDenied(const QString &requiredRole, const QString &haveRole)
{
    return {ErrorCode::PermissionDenied,
            QStringLiteral("permission denied: this needs the role %1").arg(requiredRole),
            {{"required_role", requiredRole}, {"have_role", haveRole}}};
}

Error Error::notFound(const QString &resource, const QString &id)
{
    return {
        ErrorCode::NotFound, QStringLiteral("no such %1: %2").arg(resource, id), {{"resource", resource}, {"id", id}}};
}

Error Error::invalidState(const QString &message, const QString &state, const QStringList &allowedStates)
{
    return {ErrorCode::InvalidState,
            message,
            {{"state", state}, {"allowed_states", QJsonArray::fromStringList(allowedStates)}}};
}

Error Error::unsupported(const QString &feature, const QString &reason, const QString &suggestion)
{
    return {ErrorCode::Unsupported,
            QStringLiteral("%1 is not supported: %2").arg(feature, reason),
            {{"feature", feature}, {"reason", reason}, {"suggestion", suggestion}}};
}

Error Error::rateLimited(qint64 retryAfterMs)
{
    return {ErrorCode::RateLimited,
            QStringLiteral("too many requests; try again in %1 ms").arg(retryAfterMs),
            {{"retry_after_ms", retryAfterMs}}};
}

Error Error::dependencyFailed(const QString &dependency, const QString &detail)
{
    return {ErrorCode::DependencyFailed,
            QStringLiteral("%1 failed: %2").arg(dependency, detail),
            {{"dependency", dependency}, {"detail", detail}}};
}

Error Error::cancelled()
{
    return {ErrorCode::Cancelled, QStringLiteral("the operation was given up before it ended"), {}};
}

}  // namespace cs

#include "cli/faults.h"

#include "cli/celltext.h"
#include "client/connectionerror.h"
#include "client/partfile.h"
#include "client/remoteerror.h"

namespace cs {

namespace {

Exit exitOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated:
    case ErrorCode::PermissionDenied: return Exit::Denied;
    // What the service refuses is no usage error: the command line itself was understood.
    case ErrorCode::InvalidParams: return remoteErrorOf(error) ? Exit::Failed : Exit::Usage;
    case ErrorCode::DependencyFailed: return isConnectionError(error) ? Exit::NoService : Exit::Failed;
    case ErrorCode::Cancelled: return Exit::Interrupted;
    case ErrorCode::Internal:
    case ErrorCode::InvalidState:
    case ErrorCode::NotFound:
    case ErrorCode::RateLimited:
    case ErrorCode::Unsupported: return Exit::Failed;
    }
    return Exit::Failed;
}

QString text(const QJsonObject &data, QLatin1String member)
{
    return data.value(member).toString();
}

QString listCommand(const QString &resource)
{
    if (resource == QLatin1String("recording") || resource == QLatin1String("snapshot"))
        return resource + QLatin1String(" list");
    for (const auto *listed : {"user", "session", "group", "grant"}) {
        if (resource == QLatin1String(listed))
            return resource + QLatin1String(" list");
    }
    if (resource == QLatin1String("api_key"))
        return QStringLiteral("key list");
    return QStringLiteral("camera list");
}

QString methodHint(int number)
{
    return number == rpccode::MethodNotFound
               ? QStringLiteral("the service may be older than this program; compare 'cameractl status'")
               : QString();
}

// What to do, for answers that carry no hint of their own.
QString adviceFor(const Error &error, int number)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated:
        return QStringLiteral(
            "sign in with --token-file FILE or CAMERA_SERVICE_TOKEN (made by 'cameractl token issue')");
    case ErrorCode::PermissionDenied: {
        const QString role = text(error.data, QLatin1String("required_role"));
        return role.isEmpty() ? QStringLiteral("use a token of a higher role")
                              : QStringLiteral("use a token of the role %1").arg(role);
    }
    case ErrorCode::NotFound:
        return QStringLiteral("'cameractl %1' shows what there is")
            .arg(listCommand(text(error.data, QLatin1String("resource"))));
    case ErrorCode::Unsupported: {
        const QString suggestion = text(error.data, QLatin1String("suggestion"));
        return suggestion.isEmpty() ? methodHint(number) : QStringLiteral("try %1").arg(suggestion);
    }
    case ErrorCode::Internal: {
        const QString request = text(error.data, QLatin1String("request_id"));
        return request.isEmpty() ? QString()
                                 : QStringLiteral("the service's log has more under request %1").arg(request);
    }
    case ErrorCode::RateLimited: return QStringLiteral("wait a little");
    case ErrorCode::DependencyFailed: return QStringLiteral("try again, and look at 'cameractl status'");
    case ErrorCode::Cancelled:
    case ErrorCode::InvalidParams:
    case ErrorCode::InvalidState: return {};
    }
    return {};
}

}  // namespace

Error usageError(const QString &message)
{
    return {ErrorCode::InvalidParams, message, {}};
}

Error localFailure(const QString &message)
{
    return {ErrorCode::Internal, message, {}};
}

Fault explain(const Error &error)
{
    const auto remote = remoteErrorOf(error);
    QString sentence = error.message;
    const QString hint = text(error.data, QLatin1String("hint"));
    // "authentication failed or required" alone does not tell an expired token from a missing one.
    const QString reason = text(error.data, QLatin1String("reason"));
    if (error.code == ErrorCode::Unauthenticated && !reason.isEmpty())
        sentence += QStringLiteral(" (%1)").arg(reason);
    if (!hint.isEmpty())
        sentence += QLatin1String("; ") + hint;
    else if (isAlreadyThere(error))
        sentence += QStringLiteral("; choose another name with -o, or replace it with --force");
    else if (remote && !adviceFor(error, remote->code).isEmpty())
        sentence += QLatin1String("; ") + adviceFor(error, remote->code);
    return {exitOf(error), harmless(sentence)};
}

}  // namespace cs

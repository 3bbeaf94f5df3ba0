#include "api/openrpcerrors.h"

#include <algorithm>

#include <QHash>

#include "jsonrpc/answers.h"

namespace cs::api {

namespace {

QJsonObject shown(const ErrorObject &error)
{
    return {{"code", error.code}, {"message", error.message}, {"data", error.data}};
}

QJsonObject shown(const Error &error)
{
    return shown(toErrorObject(error));
}

QJsonObject envelopeError(int code, const char *message, const char *hint)
{
    return shown(ErrorObject{code, QString::fromLatin1(message), {{"hint", QString::fromLatin1(hint)}}});
}

bool hasParamLike(const MethodDescription &method, const QJsonObject &schema)
{
    const QJsonObject properties = method.params.value("properties").toObject();
    return std::any_of(properties.begin(), properties.end(), [&schema](const QJsonValue &param) {
        return param.toObject().value("pattern") == schema.value("pattern");
    });
}

// What the declarations do not tell. A name that is no method does no harm here; a test finds it.
const QHash<QByteArray, QList<const char *>> &specialErrors()
{
    static const QHash<QByteArray, QList<const char *>> table{
        {"authenticate", {"Unauthenticated"}},
        {"login", {"Unauthenticated"}},
        {"refresh_token", {"Unauthenticated"}},
        {"issue_token", {"Unsupported"}},
        {"get_streams", {"DependencyFailed"}},
        {"get_stream_status", {"DependencyFailed"}},
        {"start_streaming", {"DependencyFailed"}},
        {"get_storage_info", {"DependencyFailed"}},
        {"take_snapshot", {"InvalidState", "Unsupported", "DependencyFailed"}},
        {"start_recording", {"InvalidState", "Unsupported", "DependencyFailed"}},
        {"stop_recording", {"InvalidState", "DependencyFailed"}},
        {"list_recordings", {"DependencyFailed"}},
        {"list_snapshots", {"DependencyFailed"}},
        {"delete_recording", {"InvalidState", "DependencyFailed"}},
        {"delete_snapshot", {"InvalidState", "DependencyFailed"}},
        {"add_external_stream", {"InvalidState", "DependencyFailed"}},
        {"remove_external_stream", {"NotFound", "DependencyFailed"}},
        {"end_session", {"NotFound", "PermissionDenied"}},
        {"list_sessions", {"PermissionDenied"}},
        {"update_user", {"NotFound", "InvalidState"}},
        {"delete_user", {"NotFound", "InvalidState"}},
        {"create_user", {"InvalidState"}},
        {"change_password", {"Unsupported"}},
        {"begin_totp", {"NotFound", "Unsupported"}},
        {"confirm_totp", {"InvalidState", "NotFound"}},
        {"disable_totp", {"NotFound", "Unsupported"}},
        {"create_api_key", {"InvalidState", "PermissionDenied"}},
        {"rotate_api_key", {"NotFound", "PermissionDenied"}},
        {"revoke_api_key", {"NotFound"}},
        {"create_group", {"InvalidState"}},
        {"update_group", {"NotFound"}},
        {"delete_group", {"NotFound"}},
        {"list_grants", {"NotFound"}},
        {"grant_access", {"NotFound"}},
        {"revoke_access", {"NotFound"}},
    };
    return table;
}

}  // namespace

QJsonObject errorComponents()
{
    return {
        {"ParseError", envelopeError(rpccode::ParseError, "the frame is not JSON", "send one JSON text per frame")},
        {"InvalidRequest", envelopeError(rpccode::InvalidRequest, "the envelope is not JSON-RPC 2.0",
                                         "send jsonrpc, method, and params as an object")},
        {"MethodNotFound", envelopeError(rpccode::MethodNotFound, "no such method: pong", "did you mean 'ping'?")},
        {"InvalidParams",
         shown(Error::invalidParam(QStringLiteral("device"), QStringLiteral("must be a camera id (^camera[0-9]+$)"),
                                   QStringLiteral("for example camera0; see get_camera_list")))},
        {"InternalError",
         shown(ErrorObject{rpccode::Internal,
                           QStringLiteral("internal error; the service's log tells more under this request id"),
                           {{"request_id", "9c-17"}}})},
        {"Unauthenticated", shown(Error::unauthenticated(QStringLiteral("sign in first")))},
        {"PermissionDenied", shown(Error::permissionDenied(QStringLiteral("operator"), QStringLiteral("viewer")))},
        {"NotFound", shown(Error::notFound(QStringLiteral("camera"), QStringLiteral("camera9")))},
        {"InvalidState", shown(Error::invalidState(QStringLiteral("camera0 is being recorded already"),
                                                   QStringLiteral("recording"), {QStringLiteral("idle")}))},
        {"Unsupported",
         shown(Error::unsupported(QStringLiteral("mkv"), QStringLiteral("recordings are written as fmp4"),
                                  QStringLiteral("fmp4")))},
        {"RateLimited", shown(Error::rateLimited(250))},
        {"DependencyFailed",
         shown(Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("it is being restarted")))},
    };
}

QJsonArray errorsOf(const MethodDescription &method)
{
    QList<const char *> names{"InvalidParams", "InternalError", "RateLimited"};
    if (method.info.access != Access::Public)
        names << "Unauthenticated";
    if (method.info.access > Access::Viewer)
        names << "PermissionDenied";
    if (hasParamLike(method, json::Codec<CameraId>::schema()) || hasParamLike(method, json::Codec<FileName>::schema()))
        names << "NotFound";
    names += specialErrors().value(method.info.name);
    QStringList sorted;
    for (const char *name : names)
        sorted << QStringLiteral("#/components/errors/") + QString::fromLatin1(name);
    sorted.removeDuplicates();
    sorted.sort();
    QJsonArray references;
    for (const QString &name : sorted)
        references.append(QJsonObject{{"$ref", name}});
    return references;
}

}  // namespace cs::api

#include "api/openrpc.h"

#include <algorithm>

#include <QJsonArray>

#include "api/notificationlist.h"
#include "api/openrpcerrors.h"
#include "api/openrpctags.h"
#include "api/samples.h"
#include "api/schemanames.h"

namespace cs::api {

namespace {

QString roleName(Access access)
{
    const auto role = requiredRole(access);
    return role ? toString(*role) : QStringLiteral("none");
}

// The params, those that must be there first, as OpenRPC wants them; `inOrder` says whether that changed nothing.
QJsonArray paramsOf(const MethodDescription &method, const SchemaNames &names, bool &inOrder)
{
    const QJsonObject properties = method.params.value("properties").toObject();
    const QJsonArray required = method.params.value("required").toArray();
    QJsonArray needed, optional;
    inOrder = true;
    QStringList all;
    for (const char *own : method.paramNames)
        all << QString::fromLatin1(own);
    // What is common to all methods of a kind comes last; it has no position.
    for (const QString &name : properties.keys()) {
        if (!all.contains(name))
            all << name;
    }
    for (const QString &name : std::as_const(all)) {
        QJsonObject schema = properties.value(name).toObject();
        const bool isNeeded = required.contains(name);
        if (!isNeeded && method.paramDefaults.contains(name))
            schema.insert("default", method.paramDefaults.value(name));
        const QJsonValue description = schema.take("description");
        QJsonObject param{{"name", name}, {"required", isNeeded}, {"schema", names.named(schema)}};
        param.insert("description", description);
        inOrder = inOrder && !(isNeeded && !optional.isEmpty());
        (isNeeded ? needed : optional).append(param);
    }
    for (const auto &param : std::as_const(optional))
        needed.append(param);
    return needed;
}

QJsonObject exampleOf(const MethodDescription &method)
{
    const QJsonObject given = parsedJson(method.info.example).toObject();
    const QString name = QString::fromLatin1(method.info.name);
    QJsonArray params;
    for (const char *word : method.paramNames) {
        const QString param = QString::fromLatin1(word);
        if (given.contains(param))
            params.append(QJsonObject{{"name", param}, {"value", given.value(param)}});
    }
    const QJsonObject result{{"name", name + QStringLiteral(" result")},
                             {"value", sampleOf(method.reply, name, method.replyDefault)}};
    return {{"name", name + QStringLiteral(" example")}, {"params", params}, {"result", result}};
}

QJsonObject methodObject(const MethodDescription &method, const SchemaNames &names)
{
    const QString name = QString::fromLatin1(method.info.name);
    bool inOrder = true;
    const QJsonArray params = paramsOf(method, names, inOrder);
    return {{"name", name},
            {"summary", QString::fromUtf8(method.info.summary)},
            {"tags", QJsonArray{QJsonObject{{"name", tagOf(method.info.name)}}}},
            // Positions are those of the declaration; where OpenRPC's order is another one, names are safer.
            {"paramStructure", inOrder ? QStringLiteral("either") : QStringLiteral("by-name")},
            {"params", params},
            {"result", QJsonObject{{"name", QStringLiteral("result")}, {"schema", names.named(method.reply)}}},
            {"errors", errorsOf(method)},
            {"examples", QJsonArray{exampleOf(method)}},
            {"x-role", roleName(method.info.access)},
            {"x-cameras", isForAllCameras(method.info.access) ? QStringLiteral("all") : QStringLiteral("any")},
            {"x-cost", method.info.cost},
            {"x-effect", method.info.effect == Effect::Write ? QStringLiteral("write") : QStringLiteral("read")}};
}

QJsonObject infoObject(const QString &version)
{
    return {
        {"title", "MediaMTX Camera Service"},
        {"version", version},
        {"description",
         "Camera streams, snapshots and recordings over JSON-RPC 2.0. One WebSocket at /ws; one request, or one "
         "batch, per text frame. A socket signs in with `authenticate`, `login` or `refresh_token`; x-role says "
         "what a method asks for (none: it answers before), x-cameras whether that role must be for all cameras, x-cost "
         "how many calls it counts for where they are limited. `idempotency_key` goes by name only. Notifications "
         "(x-notifications) carry no id."},
        {"license", QJsonObject{{"name", "Apache-2.0"}}}};
}

QJsonArray serverObjects()
{
    QJsonArray servers;
    for (const char *scheme : {"ws", "wss"}) {
        servers.append(QJsonObject{{"name", QString::fromLatin1(scheme)},
                                   {"url", QString::fromLatin1(scheme) + QStringLiteral("://localhost:8002/ws")},
                                   {"description", "put the service's host, and port if it is another one"}});
    }
    return servers;
}

QJsonArray notificationObjects(const SchemaNames &names)
{
    QJsonArray list;
    for (const NotificationDescription &notification : allNotifications()) {
        const QString name = QString::fromLatin1(notification.name);
        list.append(QJsonObject{{"name", name},
                                {"summary", QString::fromUtf8(notification.summary)},
                                {"params", names.named(notification.params)},
                                {"example", sampleOf(notification.params, name)}});
    }
    return list;
}

}  // namespace

QJsonObject openRpcDocument(const QString &version, const std::vector<MethodDescription> &methods)
{
    const SchemaNames names;
    QJsonArray list;
    for (const MethodDescription &method : methods)
        list.append(methodObject(method, names));
    return {{"openrpc", "1.3.2"},
            {"info", infoObject(version)},
            {"servers", serverObjects()},
            {"methods", list},
            {"components", QJsonObject{{"schemas", names.components()}, {"errors", errorComponents()}}},
            {"x-notifications", notificationObjects(names)}};
}

}  // namespace cs::api

#include "api/schemanames.h"

#include <QJsonDocument>

#include "api/accounts.h"
#include "api/audit.h"
#include "api/events.h"
#include "api/keys.h"
#include "api/metrics.h"
#include "api/rights.h"

namespace cs::api {

namespace {

QJsonObject bare(QJsonObject schema)
{
    schema.remove("description");
    schema.remove("default");
    return schema;
}

QByteArray textOf(const QJsonObject &schema)
{
    return QJsonDocument(bare(schema)).toJson(QJsonDocument::Compact);
}

template<class T>
void put(QJsonObject &schemas, const char *name)
{
    schemas.insert(QString::fromLatin1(name), json::Codec<T>::schema());
}

QJsonObject wordSchemas()
{
    QJsonObject all;
    put<CameraId>(all, "CameraId");
    put<FileName>(all, "FileName");
    put<Role>(all, "Role");
    put<SessionId>(all, "SessionId");
    put<Timestamp>(all, "Timestamp");
    put<CameraStatus>(all, "CameraStatus");
    put<ComponentState>(all, "ComponentState");
    put<Health>(all, "Health");
    put<RecordingFormat>(all, "RecordingFormat");
    put<RecordingState>(all, "RecordingState");
    put<GrantAccess>(all, "GrantAccess");
    put<StreamProtocol>(all, "StreamProtocol");
    return all;
}

QJsonObject structSchemas()
{
    QJsonObject all;
    put<CameraStreams>(all, "CameraStreams");
    put<CameraRow>(all, "Camera");
    put<CameraMetrics>(all, "CameraMetrics");
    put<CameraFormats>(all, "CameraFormats");
    put<CameraCounters>(all, "CameraCounters");
    put<StreamRow>(all, "Stream");
    put<ExternalStream>(all, "ExternalStream");
    put<Components>(all, "Components");
    put<SystemHealth>(all, "SystemHealth");
    put<MediaFile>(all, "MediaFile");
    put<MediaPage>(all, "MediaPage");
    put<Deleted>(all, "DeletedFile");
    put<Login::Reply>(all, "SignedIn");
    put<UserRow>(all, "User");
    put<SessionRow>(all, "Session");
    put<ApiKeyRow>(all, "ApiKey");
    put<NewApiKey>(all, "NewApiKey");
    put<GroupRow>(all, "Group");
    put<GrantRow>(all, "Grant");
    put<ViewerRow>(all, "Viewer");
    put<AuditRow>(all, "AuditEvent");
    return all;
}

}  // namespace

SchemaNames::SchemaNames() : m_schemas(wordSchemas())
{
    const QJsonObject structs = structSchemas();
    for (auto it = structs.begin(); it != structs.end(); ++it)
        m_schemas.insert(it.key(), it.value());
    for (auto it = m_schemas.constBegin(); it != m_schemas.constEnd(); ++it)
        m_names.insert(textOf(it.value().toObject()), it.key());
}

QJsonObject SchemaNames::named(const QJsonObject &schema) const
{
    const QString name = m_names.value(textOf(schema));
    if (name.isEmpty())
        return withNamedParts(schema);
    QJsonObject reference{{"$ref", QStringLiteral("#/components/schemas/") + name}};
    for (const char *kept : {"description", "default"}) {
        if (schema.contains(QLatin1String(kept)))
            reference.insert(QLatin1String(kept), schema.value(QLatin1String(kept)));
    }
    return reference;
}

QJsonValue SchemaNames::inside(const QJsonValue &schema) const
{
    return schema.isObject() ? QJsonValue(named(schema.toObject())) : schema;
}

QJsonObject SchemaNames::withNamedParts(QJsonObject schema) const
{
    for (const char *part : {"items", "additionalProperties"}) {
        if (schema.contains(QLatin1String(part)))
            schema.insert(QLatin1String(part), inside(schema.value(QLatin1String(part))));
    }
    if (schema.contains("properties")) {
        QJsonObject properties = schema.value("properties").toObject();
        for (auto it = properties.begin(); it != properties.end(); ++it)
            it.value() = inside(it.value());
        schema.insert("properties", properties);
    }
    return schema;
}

QJsonObject SchemaNames::components() const
{
    QJsonObject all;
    for (auto it = m_schemas.constBegin(); it != m_schemas.constEnd(); ++it) {
        // Its own name is not replaced, what it consists of is.
        all.insert(it.key(), withNamedParts(it.value().toObject()));
    }
    return all;
}

}  // namespace cs::api

#pragma once

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>

namespace cs::api {

// Gives the types that several methods share their names: replaces their schemas by references.
class SchemaNames {
public:
    SchemaNames();

    // `schema` with every known type in it written as {"$ref": "#/components/schemas/Name"}; a description and a default
    // stay beside the reference.
    QJsonObject named(const QJsonObject &schema) const;
    // The named types themselves, for components.schemas.
    QJsonObject components() const;

private:
    QJsonValue inside(const QJsonValue &schema) const;
    QJsonObject withNamedParts(QJsonObject schema) const;

    // From the text of a schema without its description to the type's name.
    QHash<QByteArray, QString> m_names;
    QJsonObject m_schemas;
};

}  // namespace cs::api

#include "api/samples.h"

#include <QJsonArray>

#include "api/samplewords.h"
#include "json/codec.h"
#include "json/schemacheck.h"

namespace cs::api {

namespace {

bool fits(const QJsonObject &schema, const QJsonValue &value)
{
    json::Writer writer;
    writer.value(value);
    const auto parsed = json::parse(writer.bytes());
    return parsed.ok() && !json::violation(schema, *parsed);
}

// The longest known end of the path wins; a word of the wrong type is passed over.
QJsonValue wordFor(const QJsonObject &schema, const QString &path)
{
    const QJsonObject &words = sampleWords();
    for (QString end = path; !end.isEmpty(); end = end.section(u'.', 1)) {
        const auto it = words.constFind(end);
        if (it != words.constEnd() && fits(schema, it.value()))
            return it.value();
    }
    return QJsonValue::Undefined;
}

QJsonValue plainSample(const QJsonObject &schema)
{
    const QString type = schema.value("type").toString();
    if (schema.contains("enum"))
        return schema.value("enum").toArray().first();
    if (schema.value("format").toString() == QLatin1String("date-time"))
        return QStringLiteral("2026-11-23T02:21:44.912Z");
    if (type == QLatin1String("boolean"))
        return true;
    if (type == QLatin1String("integer") || type == QLatin1String("number"))
        return schema.contains("minimum") ? schema.value("minimum") : QJsonValue(0);
    if (type == QLatin1String("string"))
        return QString(schema.value("minLength").toInteger(), u'x');
    return QJsonObject();
}

QJsonValue objectSample(const QJsonObject &schema, const QString &path, const QJsonObject &preset)
{
    QJsonObject object;
    const QJsonObject properties = schema.value("properties").toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        object.insert(it.key(), sampleOf(it.value().toObject(), path + u'.' + it.key(), preset.value(it.key())));
    if (schema.value("additionalProperties").isObject())
        object.insert(QStringLiteral("camera0"),
                      sampleOf(schema.value("additionalProperties").toObject(), path + QStringLiteral(".camera0")));
    return object;
}

}  // namespace

QJsonValue sampleOf(const QJsonObject &schema, const QString &path, const QJsonValue &preset)
{
    if (const QJsonValue word = wordFor(schema, path); !word.isUndefined())
        return word;
    const QString type = schema.value("type").toString();
    if (schema.contains("properties") || schema.value("additionalProperties").isObject())
        return objectSample(schema, path, preset.toObject());
    if (type == QLatin1String("array"))
        return QJsonArray{sampleOf(schema.value("items").toObject(), path + QStringLiteral(".item"))};
    const bool isWord = schema.contains("enum") || type == QLatin1String("boolean");
    return isWord && fits(schema, preset) ? preset : plainSample(schema);
}

}  // namespace cs::api

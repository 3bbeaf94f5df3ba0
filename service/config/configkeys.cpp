#include "config/configkeys.h"

namespace cs {

namespace {

void collect(std::vector<ConfigKey> &keys, const QString &prefix, void *object, const json::Fields &fields)
{
    for (const json::Field &field : fields) {
        const QString name = prefix + QString::fromLatin1(field.name);
        void *member = field.in(object);
        const json::TypeOps &type = *field.type;
        if (type.fields) {
            collect(keys, name + u'.', member, type.fields());
            continue;
        }
        keys.push_back(
            {name, QString::fromUtf8(field.doc), type.schema(),
             [member, &type](const json::Value &value) { return type.read(value, member, json::Unknown::Refuse); },
             [member, &type] {
                 json::Writer writer;
                 type.write(writer, member);
                 return writer.take();
             }});
    }
}

}  // namespace

QString Config::recordingsDir() const
{
    return storage.recordingsDir.isEmpty() ? storage.stateDir + QStringLiteral("/recordings") : storage.recordingsDir;
}

QString Config::snapshotsDir() const
{
    return storage.snapshotsDir.isEmpty() ? storage.stateDir + QStringLiteral("/snapshots") : storage.snapshotsDir;
}

QString environmentName(const QString &key)
{
    return QStringLiteral("CAMERA_SERVICE_") + QString(key).replace(u'.', u'_').toUpper();
}

std::vector<ConfigKey> configKeys(Config &config)
{
    std::vector<ConfigKey> keys;
    collect(keys, {}, &config, json::fieldsOf<Config>());
    return keys;
}

json::Value valueFromText(const QString &text, const QJsonObject &schema)
{
    const QString type = schema.value("type").toString();
    bool ok = false;
    if (type == QLatin1String("integer")) {
        const qint64 number = text.toLongLong(&ok);
        if (ok)
            return json::Value(number);
    }
    // What is a number, but no whole one, is refused as that.
    if (type == QLatin1String("integer") || type == QLatin1String("number")) {
        const double number = text.toDouble(&ok);
        return ok ? json::Value(number) : json::Value(text);
    }
    if (type == QLatin1String("boolean")) {
        if (text == QLatin1String("true") || text == QLatin1String("false"))
            return json::Value(text == QLatin1String("true"));
        return json::Value(text);
    }
    if (type == QLatin1String("array")) {
        json::Array items;
        const QStringList parts = text.split(u',', Qt::SkipEmptyParts);
        for (const QString &part : parts)
            items.push_back(valueFromText(part.trimmed(), schema.value("items").toObject()));
        return json::Value(std::move(items));
    }
    return json::Value(text);
}

}  // namespace cs

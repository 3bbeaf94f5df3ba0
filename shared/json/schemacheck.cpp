#include "json/schemacheck.h"

#include <QJsonArray>
#include <QRegularExpression>

#include "base/time.h"

namespace cs::json {

namespace {

using Violation = std::optional<QString>;

QString at(const QString &path, const QString &what)
{
    return (path.isEmpty() ? QStringLiteral("$") : path) + QStringLiteral(": ") + what;
}

bool typeFits(const QString &type, const Value &value)
{
    if (type == QLatin1String("number"))
        return value.number().has_value();
    return type.isEmpty() || type == value.typeName();
}

Violation checkObject(const QJsonObject &schema, const Value &value, const QString &path)
{
    const QJsonArray required = schema.value("required").toArray();
    for (const auto &name : required) {
        if (!value.member(name.toString()))
            return at(path, QStringLiteral("lacks '%1'").arg(name.toString()));
    }
    const QJsonObject properties = schema.value("properties").toObject();
    const QJsonValue additional = schema.value("additionalProperties");
    for (const auto &[key, member] : *value.asObject()) {
        const QJsonValue inner = properties.contains(key) ? properties.value(key) : additional;
        if (inner.isObject()) {
            if (auto bad = violation(inner.toObject(), member, path + u'.' + key))
                return bad;
        }
    }
    return std::nullopt;
}

Violation checkArray(const QJsonObject &schema, const Value &value, const QString &path)
{
    qsizetype index = 0;
    for (const Value &item : *value.asArray()) {
        if (auto bad = violation(schema.value("items").toObject(), item,
                                 QStringLiteral("%1[%2]").arg(path).arg(index++)))
            return bad;
    }
    return std::nullopt;
}

// Patterns are meant as in JSON Schema, where $ is the very end; PCRE lets a newline follow it.
bool matches(const QString &text, QString pattern)
{
    if (pattern.endsWith(u'$'))
        pattern = pattern.chopped(1) + QStringLiteral("\\z");
    return QRegularExpression(pattern).match(text).hasMatch();
}

Violation checkString(const QJsonObject &schema, const QString &text, const QString &path)
{
    if (schema.contains("enum") && !schema.value("enum").toArray().contains(text))
        return at(path, QStringLiteral("'%1' is not among the allowed words").arg(text));
    if (schema.contains("minLength") && text.size() < schema.value("minLength").toInteger())
        return at(path, QStringLiteral("is too short"));
    if (schema.contains("maxLength") && text.size() > schema.value("maxLength").toInteger())
        return at(path, QStringLiteral("is too long"));
    if (schema.contains("pattern") && !matches(text, schema.value("pattern").toString()))
        return at(path, QStringLiteral("'%1' does not match the pattern").arg(text));
    if (schema.value("format").toString() == QLatin1String("date-time") && !fromIso(text))
        return at(path, QStringLiteral("'%1' is not a time").arg(text));
    return std::nullopt;
}

Violation checkNumber(const QJsonObject &schema, double number, const QString &path)
{
    if (schema.contains("minimum") && number < schema.value("minimum").toDouble())
        return at(path, QStringLiteral("is below the minimum"));
    if (schema.contains("maximum") && number > schema.value("maximum").toDouble())
        return at(path, QStringLiteral("is above the maximum"));
    return std::nullopt;
}

}  // namespace

Violation violation(const QJsonObject &schema, const Value &value, const QString &path)
{
    const QString type = schema.value("type").toString();
    if (!typeFits(type, value))
        return at(path, QStringLiteral("is %1 instead of %2").arg(value.typeName(), type));
    if (value.asObject())
        return checkObject(schema, value, path);
    if (value.asArray())
        return checkArray(schema, value, path);
    if (value.asString())
        return checkString(schema, *value.asString(), path);
    if (const auto number = value.number())
        return checkNumber(schema, *number, path);
    return std::nullopt;
}

}  // namespace cs::json

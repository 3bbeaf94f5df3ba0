#include <limits>

#include "json/codec.h"

namespace cs::json {

namespace {

Problem notA(const QString &what, const QString &hint)
{
    return {{}, QStringLiteral("must be %1").arg(what), hint};
}

}  // namespace

MaybeProblem readBounded(const Value &value, qint64 min, qint64 max, qint64 &out)
{
    const qint64 *number = value.asInt();
    if (number && *number >= min && *number <= max) {
        out = *number;
        return std::nullopt;
    }
    if (!number && !value.number())
        return wrongType("a whole number", value);
    return notA(QStringLiteral("a whole number from %1 to %2").arg(min).arg(max),
                QStringLiteral("send a number within these bounds, without a fraction"));
}

MaybeProblem readText(const Value &value, qsizetype min, qsizetype max, QString &out)
{
    const QString *text = value.asString();
    if (!text)
        return wrongType("a string", value);
    if (text->size() < min || text->size() > max || text->contains(QChar::Null)) {
        return notA(QStringLiteral("a text of %1 to %2 characters").arg(min).arg(max),
                    QStringLiteral("send a text of that length without NUL characters"));
    }
    out = *text;
    return std::nullopt;
}

MaybeProblem Codec<bool>::read(const Value &value, bool &out, Unknown)
{
    if (const bool *b = value.asBool()) {
        out = *b;
        return std::nullopt;
    }
    return wrongType("true or false", value);
}
void Codec<bool>::write(Writer &writer, const bool &value)
{
    writer.value(value);
}
QJsonObject Codec<bool>::schema()
{
    return typeSchema("boolean");
}

MaybeProblem Codec<qint64>::read(const Value &value, qint64 &out, Unknown)
{
    return readBounded(value, std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), out);
}
void Codec<qint64>::write(Writer &writer, const qint64 &value)
{
    writer.value(value);
}
QJsonObject Codec<qint64>::schema()
{
    return typeSchema("integer");
}

MaybeProblem Codec<double>::read(const Value &value, double &out, Unknown)
{
    if (const auto number = value.number()) {
        out = *number;
        return std::nullopt;
    }
    return wrongType("a number", value);
}
void Codec<double>::write(Writer &writer, const double &value)
{
    writer.value(value);
}
QJsonObject Codec<double>::schema()
{
    return typeSchema("number");
}

MaybeProblem Codec<QString>::read(const Value &value, QString &out, Unknown)
{
    if (const QString *text = value.asString()) {
        out = *text;
        return std::nullopt;
    }
    return wrongType("a string", value);
}
void Codec<QString>::write(Writer &writer, const QString &value)
{
    writer.value(value);
}
QJsonObject Codec<QString>::schema()
{
    return typeSchema("string");
}

MaybeProblem Codec<CameraId>::read(const Value &value, CameraId &out, Unknown)
{
    const auto id = value.asString() ? CameraId::parse(*value.asString()) : std::nullopt;
    if (!id)
        return notA(QStringLiteral("a camera id (^camera[0-9]+$)"),
                    QStringLiteral("for example camera0; see get_camera_list"));
    out = *id;
    return std::nullopt;
}
void Codec<CameraId>::write(Writer &writer, const CameraId &value)
{
    writer.value(value.toString());
}
QJsonObject Codec<CameraId>::schema()
{
    return {{"type", "string"}, {"pattern", "^camera[0-9]+$"}};
}

MaybeProblem Codec<FileName>::read(const Value &value, FileName &out, Unknown)
{
    const auto name = value.asString() ? FileName::parse(*value.asString()) : std::nullopt;
    if (!name)
        return notA(FileName::rule(), QStringLiteral("for example front-door.jpg"));
    out = *name;
    return std::nullopt;
}
void Codec<FileName>::write(Writer &writer, const FileName &value)
{
    writer.value(value.toString());
}
QJsonObject Codec<FileName>::schema()
{
    return {
        {"type", "string"}, {"minLength", 1}, {"maxLength", 255}, {"pattern", "^[^./<>:\"|?*\\\\][^/<>:\"|?*\\\\]*$"}};
}

MaybeProblem Codec<Role>::read(const Value &value, Role &out, Unknown)
{
    const auto role = value.asString() ? roleFromString(*value.asString()) : std::nullopt;
    if (!role)
        return notA(QStringLiteral("one of: viewer, operator, admin"), QStringLiteral("send one of these words"));
    out = *role;
    return std::nullopt;
}
void Codec<Role>::write(Writer &writer, const Role &value)
{
    writer.value(toString(value));
}
QJsonObject Codec<Role>::schema()
{
    return {{"type", "string"}, {"enum", QJsonArray{"viewer", "operator", "admin"}}};
}

MaybeProblem Codec<SessionId>::read(const Value &value, SessionId &out, Unknown)
{
    QString text;
    auto problem = readText(value, 1, 64, text);
    if (!problem)
        out = SessionId(text);
    return problem;
}
void Codec<SessionId>::write(Writer &writer, const SessionId &value)
{
    writer.value(value.toString());
}
QJsonObject Codec<SessionId>::schema()
{
    return {{"type", "string"}, {"minLength", 1}, {"maxLength", 64}};
}

MaybeProblem Codec<Timestamp>::read(const Value &value, Timestamp &out, Unknown)
{
    const auto time = value.asString() ? fromIso(*value.asString()) : std::nullopt;
    if (!time)
        return notA(QStringLiteral("a time in ISO 8601 with its zone"),
                    QStringLiteral("for example 2026-01-31T08:00:00Z"));
    out = *time;
    return std::nullopt;
}
void Codec<Timestamp>::write(Writer &writer, const Timestamp &value)
{
    writer.value(toIso(value));
}
QJsonObject Codec<Timestamp>::schema()
{
    return {{"type", "string"}, {"format", "date-time"}};
}

MaybeProblem Codec<QJsonObject>::read(const Value &value, QJsonObject &out, Unknown)
{
    if (!value.asObject())
        return wrongType("an object", value);
    if (auto twice = checkDuplicates(value))
        return twice;
    out = toQJson(value).toObject();
    return std::nullopt;
}
void Codec<QJsonObject>::write(Writer &writer, const QJsonObject &value)
{
    writer.value(QJsonValue(value));
}
QJsonObject Codec<QJsonObject>::schema()
{
    return typeSchema("object");
}

}  // namespace cs::json

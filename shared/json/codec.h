#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "base/filename.h"
#include "base/ids.h"
#include "base/role.h"
#include "base/time.h"
#include "json/fields.h"
#include "json/value.h"
#include "json/writer.h"

namespace cs::json {

// Why a value could not be read: the path of the member ("filters.device"), the rule, what to send instead.
struct Problem {
    QString path;
    QString rule;
    QString hint;
};
using MaybeProblem = std::optional<Problem>;

// Reads, writes and describes one type. Specialised below; a described struct needs nothing more.
template<class T>
struct Codec;

// The non-template parts.
Problem wrongType(const char *expected, const Value &got);
QJsonObject typeSchema(const char *type);
QJsonValue toQJson(const Value &value);
// Refuses duplicate names and, if asked, names that are not in `known`; says the nearest known one.
MaybeProblem checkNames(const Object &object, const std::vector<const char *> &known, Unknown unknown);
// The members of a struct at `object`, one by one.
MaybeProblem readFields(const Value &value, void *object, const Fields &fields, Unknown unknown);
void writeFields(Writer &writer, const void *object, const Fields &fields);
QJsonObject schemaOf(const Fields &fields);
std::vector<const char *> namesOf(const Fields &fields);
// Refuses duplicate names anywhere in a value of free shape.
MaybeProblem checkDuplicates(const Value &value);
// The known word that is closest to `word` by edit distance, or empty if none is near.
QString nearest(const QString &word, const QStringList &known);
Problem within(Problem inner, const QString &name);

#define CS_DECLARE_CODEC(Type)                                                                                         \
    template<>                                                                                                         \
    struct Codec<Type> {                                                                                               \
        static MaybeProblem read(const Value &, Type &, Unknown);                                                      \
        static void write(Writer &, const Type &);                                                                     \
        static QJsonObject schema();                                                                                   \
    }

CS_DECLARE_CODEC(bool);
CS_DECLARE_CODEC(qint64);
CS_DECLARE_CODEC(double);
CS_DECLARE_CODEC(QString);
CS_DECLARE_CODEC(CameraId);
CS_DECLARE_CODEC(FileName);
CS_DECLARE_CODEC(Role);
CS_DECLARE_CODEC(SessionId);
CS_DECLARE_CODEC(Timestamp);
CS_DECLARE_CODEC(QJsonObject);
#undef CS_DECLARE_CODEC

MaybeProblem readBounded(const Value &value, qint64 min, qint64 max, qint64 &out);
MaybeProblem readText(const Value &value, qsizetype min, qsizetype max, QString &out);

template<qint64 Min, qint64 Max>
struct Codec<Int<Min, Max>> {
    static MaybeProblem read(const Value &value, Int<Min, Max> &out, Unknown)
    {
        qint64 number = 0;
        auto problem = readBounded(value, Min, Max, number);
        if (!problem)
            out = number;
        return problem;
    }
    static void write(Writer &writer, const Int<Min, Max> &value) { writer.value(qint64(value)); }
    static QJsonObject schema() { return {{"type", "integer"}, {"minimum", Min}, {"maximum", Max}}; }
};

template<qsizetype Min, qsizetype Max>
struct Codec<Text<Min, Max>> {
    static MaybeProblem read(const Value &value, Text<Min, Max> &out, Unknown)
    {
        QString text;
        auto problem = readText(value, Min, Max, text);
        if (!problem)
            out = text;
        return problem;
    }
    static void write(Writer &writer, const Text<Min, Max> &value) { writer.value(value.toString()); }
    static QJsonObject schema() { return {{"type", "string"}, {"minLength", Min}, {"maxLength", Max}}; }
};

template<NamedEnum E>
struct Codec<E> {
    static MaybeProblem read(const Value &value, E &out, Unknown)
    {
        QStringList known;
        for (const auto &[candidate, name] : EnumNames<E>::names) {
            known << QString::fromLatin1(name);
            if (value.asString() && *value.asString() == known.back()) {
                out = candidate;
                return std::nullopt;
            }
        }
        return Problem{{},
                       QStringLiteral("must be one of: %1").arg(known.join(QStringLiteral(", "))),
                       QStringLiteral("send one of these words, in this spelling")};
    }
    static void write(Writer &writer, E value) { writer.value(enumName(value)); }
    static QJsonObject schema()
    {
        QJsonArray names;
        for (const auto &[candidate, name] : EnumNames<E>::names)
            names.append(QString::fromLatin1(name));
        return {{"type", "string"}, {"enum", names}};
    }
};

template<class T>
struct Codec<std::optional<T>> {
    static MaybeProblem read(const Value &value, std::optional<T> &out, Unknown unknown)
    {
        if (value.isNull()) {
            out.reset();
            return std::nullopt;
        }
        T inner{};
        auto problem = Codec<T>::read(value, inner, unknown);
        if (!problem)
            out = std::move(inner);
        return problem;
    }
    static void write(Writer &writer, const std::optional<T> &value)
    {
        if (value)
            Codec<T>::write(writer, *value);
        else
            writer.null();
    }
    static QJsonObject schema() { return Codec<T>::schema(); }
};

template<class T>
struct Codec<std::vector<T>> {
    static MaybeProblem read(const Value &value, std::vector<T> &out, Unknown unknown)
    {
        const Array *array = value.asArray();
        if (!array)
            return wrongType("an array", value);
        out.clear();
        for (const Value &item : *array) {
            if (auto problem = Codec<T>::read(item, out.emplace_back(), unknown))
                return within(*problem, QString::number(out.size() - 1));
        }
        return std::nullopt;
    }
    static void write(Writer &writer, const std::vector<T> &values)
    {
        writer.beginArray();
        for (const T &value : values)
            Codec<T>::write(writer, value);
        writer.endArray();
    }
    static QJsonObject schema() { return {{"type", "array"}, {"items", Codec<T>::schema()}}; }
};

template<class T>
struct Codec<std::map<QString, T>> {
    static MaybeProblem read(const Value &value, std::map<QString, T> &out, Unknown unknown)
    {
        const Object *object = value.asObject();
        if (!object)
            return wrongType("an object", value);
        if (auto twice = checkNames(*object, {}, Unknown::Ignore))
            return twice;
        out.clear();
        for (const auto &[key, item] : *object) {
            if (auto problem = Codec<T>::read(item, out[key], unknown))
                return within(*problem, key);
        }
        return std::nullopt;
    }
    static void write(Writer &writer, const std::map<QString, T> &values)
    {
        writer.beginObject();
        for (const auto &[key, value] : values) {
            writer.key(key);
            Codec<T>::write(writer, value);
        }
        writer.endObject();
    }
    static QJsonObject schema() { return {{"type", "object"}, {"additionalProperties", Codec<T>::schema()}}; }
};

template<Described T>
struct Codec<T> {
    static MaybeProblem read(const Value &value, T &out, Unknown unknown)
    {
        return readFields(value, &out, fieldsOf<T>(), unknown);
    }
    static void write(Writer &writer, const T &value) { writeFields(writer, &value, fieldsOf<T>()); }
    static QJsonObject schema() { return schemaOf(fieldsOf<T>()); }
};

template<class T>
MaybeProblem readAs(const Value &value, void *out, Unknown unknown)
{
    return Codec<T>::read(value, *static_cast<T *>(out), unknown);
}

template<class T>
void writeAs(Writer &writer, const void *value)
{
    Codec<T>::write(writer, *static_cast<const T *>(value));
}

template<class T>
bool isAbsentAs(const void *value)
{
    return !static_cast<const T *>(value)->has_value();
}

template<class T>
const TypeOps &typeOps()
{
    static constexpr TypeOps ops = [] {
        TypeOps made{&readAs<T>, &writeAs<T>, &Codec<T>::schema, nullptr, nullptr};
        if constexpr (isOptional<T>)
            made.isAbsent = &isAbsentAs<T>;
        if constexpr (Described<T>)
            made.fields = &fieldsOf<T>;
        return made;
    }();
    return ops;
}

template<class T>
QByteArray toJson(const T &value)
{
    Writer writer;
    Codec<T>::write(writer, value);
    return writer.take();
}

// Error::invalidParam with the problem's path, rule and hint.
Error toError(const Problem &problem);

template<class T>
Result<T> fromValue(const Value &value, Unknown unknown)
{
    T out{};
    if (const auto problem = Codec<T>::read(value, out, unknown))
        return toError(*problem);
    return out;
}

}  // namespace cs::json

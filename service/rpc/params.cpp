#include "rpc/params.h"

#include <QSet>

namespace cs {

namespace {

// The path of a member that is given twice, or nothing. Depth is bounded by the parser.
std::optional<QString> duplicateIn(const json::Value &value)
{
    if (const json::Array *array = value.asArray()) {
        for (size_t i = 0; i < array->size(); ++i) {
            if (const auto inner = duplicateIn((*array)[i]))
                return QString::number(i) + u'.' + *inner;
        }
    }
    if (const json::Object *object = value.asObject()) {
        QSet<QStringView> seen;
        for (const auto &[key, member] : *object) {
            if (seen.contains(key))
                return key.left(100);
            seen.insert(key);
            if (const auto inner = duplicateIn(member))
                return key.left(100) + u'.' + *inner;
        }
    }
    return std::nullopt;
}

Result<json::Value> named(const json::Array &values, const std::vector<const char *> &names)
{
    if (values.size() > names.size()) {
        return Error::invalidParam(QString::number(names.size()),
                                   QStringLiteral("there are at most %1 positional parameters").arg(names.size()),
                                   QStringLiteral("send params as an object"));
    }
    json::Object object;
    for (size_t i = 0; i < values.size(); ++i)
        object.emplace_back(QString::fromLatin1(names[i]), values[i]);
    return json::Value(std::move(object));
}

}  // namespace

Result<json::Value> namedParams(const QByteArray &raw, const std::vector<const char *> &names)
{
    if (raw.isEmpty())
        return json::Value(json::Object());
    auto parsed = json::parse(raw);
    if (!parsed.ok()) {
        // The grammar was right, so this is a number no type can hold, or half a surrogate pair.
        return Error::invalidParam(QStringLiteral("params"), QStringLiteral("must hold values that can be represented"),
                                   parsed.error().message);
    }
    if (const auto path = duplicateIn(*parsed))
        return Error::invalidParam(*path, QStringLiteral("is given twice"), QStringLiteral("send each member once"));
    if (const json::Array *array = parsed->asArray())
        return named(*array, names);
    return parsed;
}

}  // namespace cs

#include "json/value.h"

#include <simdjson.h>

namespace cs::json {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// simdjson's own limit lets an empty container stand one deeper, so the depth is counted here as well.
Value convert(const element &source, int depth, bool &tooDeep)
{
    if (depth > MaxDepth && (source.is_array() || source.is_object())) {
        tooDeep = true;
        return {};
    }
    switch (source.type()) {
    case element_type::NULL_VALUE: return {};
    case element_type::BOOL: return Value(bool(source));
    case element_type::INT64: return Value(qint64(int64_t(source)));
    case element_type::UINT64: return Value(double(uint64_t(source)));
    case element_type::DOUBLE: return Value(double(source));
    case element_type::STRING: return Value(toQString(std::string_view(source)));
    case element_type::ARRAY: {
        Array array;
        for (const element item : simdjson::dom::array(source))
            array.push_back(convert(item, depth + 1, tooDeep));
        return Value(std::move(array));
    }
    case element_type::OBJECT: {
        Object object;
        for (const auto field : simdjson::dom::object(source))
            object.emplace_back(toQString(field.key), convert(field.value, depth + 1, tooDeep));
        return Value(std::move(object));
    }
    }
    return {};
}

}  // namespace

std::optional<double> Value::number() const
{
    if (const qint64 *i = asInt())
        return static_cast<double>(*i);
    if (const double *d = asDouble())
        return *d;
    return std::nullopt;
}

const Value *Value::member(QStringView name) const
{
    if (const Object *object = asObject()) {
        for (const auto &[key, value] : *object) {
            if (key == name)
                return &value;
        }
    }
    return nullptr;
}

QString Value::typeName() const
{
    static constexpr const char *names[] = {"null", "boolean", "integer", "number", "string", "array", "object"};
    return QString::fromLatin1(names[m_data.index()]);
}

Result<Value> parse(QByteArrayView text)
{
    // One parser per thread: simdjson reuses its buffers, and a parser must not be shared.
    thread_local simdjson::dom::parser parser;
    if (parser.max_depth() != MaxDepth + 1) {
        if (const auto error = parser.allocate(simdjson::SIMDJSON_PADDING, MaxDepth + 1))
            return Error::internal(QString::fromLatin1(simdjson::error_message(error)));
    }
    const auto refused = [](simdjson::error_code code) {
        return Error::invalidParam(QStringLiteral("json"), QString::fromLatin1(simdjson::error_message(code)),
                                   QStringLiteral("send one JSON text, nested at most %1 deep").arg(MaxDepth));
    };
    // An empty text may have no address, which simdjson must not be given.
    const auto parsed = parser.parse(text.isEmpty() ? "" : text.data(), static_cast<size_t>(text.size()));
    if (parsed.error() != simdjson::SUCCESS)
        return refused(parsed.error());
    bool tooDeep = false;
    Value value = convert(parsed.value_unsafe(), 1, tooDeep);
    if (tooDeep)
        return refused(simdjson::DEPTH_ERROR);
    return value;
}

}  // namespace cs::json

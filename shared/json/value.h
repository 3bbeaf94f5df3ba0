#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"

namespace cs::json {

class Value;
using Array = std::vector<Value>;
// Members in the order of the text; duplicates are kept, so that the reader of a request can refuse them.
using Object = std::vector<std::pair<QString, Value>>;

// A parsed JSON value. Unlike QJsonValue it tells integers from fractions and keeps 64 bits of them.
class Value {
public:
    Value() = default;
    Value(bool b) : m_data(b) {}
    Value(qint64 i) : m_data(i) {}
    Value(double d) : m_data(d) {}
    Value(QString s) : m_data(std::move(s)) {}
    Value(Array a) : m_data(std::move(a)) {}
    Value(Object o) : m_data(std::move(o)) {}

    bool isNull() const { return std::holds_alternative<std::monostate>(m_data); }
    const bool *asBool() const { return std::get_if<bool>(&m_data); }
    const qint64 *asInt() const { return std::get_if<qint64>(&m_data); }
    // Set for fractions and for integers beyond 64 bits, not for other integers; see number().
    const double *asDouble() const { return std::get_if<double>(&m_data); }
    const QString *asString() const { return std::get_if<QString>(&m_data); }
    const Array *asArray() const { return std::get_if<Array>(&m_data); }
    const Object *asObject() const { return std::get_if<Object>(&m_data); }
    std::optional<double> number() const;

    // The first member of that name of an object; null for anything else.
    const Value *member(QStringView name) const;
    // What a person calls it: null, boolean, integer, number, string, array, object.
    QString typeName() const;

private:
    std::variant<std::monostate, bool, qint64, double, QString, Array, Object> m_data;
};

// The depth limit of contract texts: deeper nesting is refused.
inline constexpr int MaxDepth = 64;

// Parses one strict JSON text (RFC 8259, valid UTF-8, nothing after it). Thread-safe.
// Fails with ErrorCode::InvalidParams and a message that says where it can be told.
Result<Value> parse(QByteArrayView text);

}  // namespace cs::json

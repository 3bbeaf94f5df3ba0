#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <QJsonObject>
#include <QString>

namespace cs::json {

template<class T>
inline constexpr bool isOptional = false;
template<class T>
inline constexpr bool isOptional<std::optional<T>> = true;

class Value;
class Writer;
struct Problem;
struct Field;
using Fields = std::vector<Field>;

// How strict a reader is with members it does not know: requests are strict, replies may grow.
enum class Unknown { Refuse, Ignore };

// What one type can do, without naming it: so that the code for a struct is a table and not a function for each member.
struct TypeOps {
    std::optional<Problem> (*read)(const Value &, void *out, Unknown);
    void (*write)(Writer &, const void *value);
    QJsonObject (*schema)();
    // Whether nothing is to be written; null for types of which there always is something.
    bool (*isAbsent)(const void *value);
    // The members of a described struct; null for other types.
    const Fields &(*fields)();
};

// One member of a described struct: its name on the wire, where it lives, one sentence for people.
struct Field {
    const char *name;
    const char *doc;
    const TypeOps *type;
    // Bytes from the start of the struct.
    std::ptrdiff_t offset;
    bool required;

    void *in(void *object) const { return static_cast<char *>(object) + offset; }
    const void *in(const void *object) const { return static_cast<const char *>(object) + offset; }
};

// Defined with the codecs (codec.h), which a described type needs to be read or written.
template<class T>
const TypeOps &typeOps();

// The place of a member in its struct. GCC and Clang keep it in the pointer itself (Itanium C++ ABI 2.3.1).
template<class C, class T>
std::ptrdiff_t offsetOf(T C::*member)
{
    static_assert(sizeof(member) == sizeof(std::ptrdiff_t));
    return std::bit_cast<std::ptrdiff_t>(member);
}

// A member that must be there, unless its type is std::optional.
template<class C, class T>
Field field(const char *name, T C::*member, const char *doc)
{
    return {name, doc, &typeOps<T>(), offsetOf(member), !isOptional<T>};
}

// A member that may be absent on reading and then keeps the value it was constructed with.
template<class C, class T>
Field defaulted(const char *name, T C::*member, const char *doc)
{
    return {name, doc, &typeOps<T>(), offsetOf(member), false};
}

// The members of a struct that adds to those of its only base.
inline Fields joined(Fields base, const Fields &added)
{
    base.insert(base.end(), added.begin(), added.end());
    return base;
}

// A struct that lists its members: `static json::Fields fields() { return {field(...), ...}; }`.
// clang-format off
template<class T>
concept Described = requires {
    { T::fields() } -> std::same_as<Fields>;
};
// clang-format on

// Made once.
template<Described T>
const Fields &fieldsOf()
{
    static const Fields fields = T::fields();
    return fields;
}

// For methods without parameters.
struct Nothing {
    static Fields fields() { return {}; }
};

// A whole number within fixed bounds; a value outside them cannot be read.
template<qint64 Min, qint64 Max>
class Int {
public:
    static constexpr qint64 min = Min;
    static constexpr qint64 max = Max;
    constexpr Int() = default;
    constexpr Int(qint64 value) : m_value(value) {}
    constexpr operator qint64() const { return m_value; }

private:
    qint64 m_value = Min;
};

// A text whose length in characters (UTF-16 units) is within fixed bounds and that holds no NUL.
template<qsizetype Min, qsizetype Max>
class Text {
public:
    static constexpr qsizetype min = Min;
    static constexpr qsizetype max = Max;
    Text() = default;
    Text(QString value) : m_value(std::move(value)) {}
    operator const QString &() const { return m_value; }
    const QString &toString() const { return m_value; }

private:
    QString m_value;
};

// The wire names of an enum; specialise with
// `static constexpr std::pair<E, const char *> names[] = {{E::A, "A"}, ...};`.
template<class E>
struct EnumNames;

template<class E>
concept NamedEnum = std::is_enum_v<E> && requires
{
    EnumNames<E>::names[0];
};

template<NamedEnum E>
QString enumName(E value)
{
    for (const auto &[candidate, name] : EnumNames<E>::names) {
        if (candidate == value)
            return QString::fromLatin1(name);
    }
    return {};
}

}  // namespace cs::json

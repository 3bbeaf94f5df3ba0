#pragma once

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <QString>

namespace cs::json {

template<class T>
inline constexpr bool isOptional = false;
template<class T>
inline constexpr bool isOptional<std::optional<T>> = true;

// One member of a described struct: its name on the wire, where it lives, one sentence for people.
template<class C, class T>
struct Field {
    using Type = T;
    const char *name;
    T C::*member;
    const char *doc;
    bool required;
};

// A member that must be there, unless its type is std::optional.
template<class C, class T>
constexpr Field<C, T> field(const char *name, T C::*member, const char *doc)
{
    return {name, member, doc, !isOptional<T>};
}

// A member that may be absent on reading and then keeps the value it was constructed with.
template<class C, class T>
constexpr Field<C, T> defaulted(const char *name, T C::*member, const char *doc)
{
    return {name, member, doc, false};
}

// A struct that lists its members: `static constexpr auto fields() { return std::tuple{field(...), ...}; }`.
template<class T>
concept Described = requires
{
    T::fields();
};

// For methods without parameters.
struct Nothing {
    static constexpr auto fields() { return std::tuple<>(); }
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

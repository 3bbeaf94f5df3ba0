#pragma once

#include <optional>
#include <utility>

#include "base/error.h"

namespace cs {

// The success of an operation that has nothing to return.
struct Done {};

// A value or the Error that stands in its place; never an exception, never a magic value.
template<class T = Done>
class [[nodiscard]] Result {
public:
    using Value = T;

    Result(T value) : m_value(std::move(value)) {}
    Result(Error error) : m_error(std::move(error)) {}

    bool ok() const { return m_value.has_value(); }
    explicit operator bool() const { return ok(); }

    // Only after ok().
    const T &value() const & { return m_value.value(); }
    T &value() & { return m_value.value(); }
    T &&value() && { return std::move(m_value).value(); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    // Only after !ok().
    const Error &error() const { return m_error; }

private:
    // Not a variant: the code it makes for each type was a tenth of what the compiler had to write.
    std::optional<T> m_value;
    Error m_error;
};

}  // namespace cs

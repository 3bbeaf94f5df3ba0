#pragma once

#include <utility>
#include <variant>

#include "base/error.h"

namespace cs {

// The success of an operation that has nothing to return.
struct Done {};

// A value or the Error that stands in its place; never an exception, never a magic value.
template<class T = Done>
class [[nodiscard]] Result {
public:
    using Value = T;

    Result(T value) : m_state(std::move(value)) {}
    Result(Error error) : m_state(std::move(error)) {}

    bool ok() const { return std::holds_alternative<T>(m_state); }
    explicit operator bool() const { return ok(); }

    // Only after ok().
    const T &value() const & { return std::get<T>(m_state); }
    T &value() & { return std::get<T>(m_state); }
    T &&value() && { return std::get<T>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    // Only after !ok().
    const Error &error() const { return std::get<Error>(m_state); }

private:
    std::variant<T, Error> m_state;
};

}  // namespace cs

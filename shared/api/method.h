#pragma once

#include <optional>

#include "base/role.h"
#include "json/fields.h"

namespace cs::api {

// Who may call a method. Public ones answer before sign-in.
enum class Access { Public, Viewer, Operator, Admin };

// Whether a call changes anything.
enum class Effect { Read, Write };

// The head of a method's declaration. `example` is a valid params object.
struct MethodInfo {
    const char *name;
    Access access;
    Effect effect;
    const char *summary;
    const char *example = "{}";
};

// The role that `access` asks for; nothing for public methods.
constexpr std::optional<Role> requiredRole(Access access)
{
    switch (access) {
    case Access::Public: return std::nullopt;
    case Access::Viewer: return Role::Viewer;
    case Access::Operator: return Role::Operator;
    case Access::Admin: return Role::Admin;
    }
    return Role::Admin;
}

// A declaration: a head, what goes in, what comes out.
// Version 14 of clang-format tears a concept apart.
// clang-format off
template<class M>
concept Method = requires {
    { M::info } -> std::convertible_to<MethodInfo>;
    typename M::Params;
    typename M::Reply;
};
// clang-format on

template<class... Ms>
struct MethodList {
    static constexpr size_t size = sizeof...(Ms);
    template<class Fn>
    static void forEach(Fn &&fn)
    {
        (fn.template operator()<Ms>(), ...);
    }
};

// Shorthand for the declarations.
using json::defaulted;
using json::field;
using json::Int;
using json::Nothing;
using json::Text;

}  // namespace cs::api

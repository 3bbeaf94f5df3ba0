#pragma once

#include <optional>

#include "base/role.h"
#include "json/fields.h"

namespace cs::api {

// Who may call a method. Public ones answer before sign-in; OperatorOfAll and AdminOfAll are for those who are not limited
// to some cameras: what it does or tells is not bounded by any.
enum class Access { Public, Viewer, Operator, OperatorOfAll, Admin, AdminOfAll };

// Whether a call changes anything.
enum class Effect { Read, Write };

// What of a call may not be written down, so that a repetition with the same idempotency_key is refused instead of
// answered: nothing; its reply, which is shown once or holds for one socket only; its params as well.
enum class Secrecy { None, Reply, All };

// The head of a method's declaration. `example` is a valid params object.
struct MethodInfo {
    const char *name;
    Access access;
    Effect effect;
    const char *summary;
    const char *example = "{}";
    // The param that says on what the call works, for the audit trail; empty where there is none, or where it is secret.
    const char *target = "";
    // How many of the calls that a socket and an address may make a second this one counts for.
    int cost = 1;
    Secrecy secrecy = Secrecy::None;
};

// Whether a call may bring an `idempotency_key`. Before sign-in there is nobody to whom the key could belong.
constexpr bool takesIdempotencyKey(const MethodInfo &info)
{
    return info.effect == Effect::Write && info.access != Access::Public;
}

// The role that `access` asks for; nothing for public methods.
constexpr std::optional<Role> requiredRole(Access access)
{
    switch (access) {
    case Access::Public: return std::nullopt;
    case Access::Viewer: return Role::Viewer;
    case Access::Operator:
    case Access::OperatorOfAll: return Role::Operator;
    case Access::Admin:
    case Access::AdminOfAll: return Role::Admin;
    }
    return Role::Admin;
}

// Whether it is refused to who is limited to some cameras.
constexpr bool isForAllCameras(Access access)
{
    return access == Access::OperatorOfAll || access == Access::AdminOfAll;
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

// Taken by every method that changes something, besides its own params.
using IdempotencyKey = Text<1, 128>;

}  // namespace cs::api

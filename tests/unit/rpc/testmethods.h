#pragma once

#include <optional>

#include <QString>

#include "api/method.h"
#include "json/codec.h"
#include "rpc/methodtable.h"

// A method group for tests alone: the methods of the examples of JSON-RPC 2.0, section 7, and some that misbehave.
namespace cs::testapi {

using namespace cs::api;

using Number = std::optional<qint64>;

struct Sum {
    static constexpr MethodInfo info{"sum", Access::Public, Effect::Read, "Adds."};
    struct Params {
        Number a, b, c, d, e;
        static json::Fields fields()
        {
            return {field("a", &Params::a, ""), field("b", &Params::b, ""), field("c", &Params::c, ""),
                    field("d", &Params::d, ""), field("e", &Params::e, "")};
        }
    };
    using Reply = qint64;
};

struct Update : Sum {
    static constexpr MethodInfo info{"update", Access::Public, Effect::Write, "Takes numbers."};
};

struct NotifyHello : Sum {
    static constexpr MethodInfo info{"notify_hello", Access::Public, Effect::Write, "Takes numbers."};
};

struct Subtract {
    static constexpr MethodInfo info{"subtract", Access::Public, Effect::Read, "Takes one from the other."};
    struct Params {
        qint64 minuend = 0;
        qint64 subtrahend = 0;
        static json::Fields fields()
        {
            return {field("minuend", &Params::minuend, "from what"), field("subtrahend", &Params::subtrahend, "what")};
        }
    };
    using Reply = qint64;
};

// Two values of different kinds, as no real reply has them.
struct HelloFive {};

struct GetData {
    static constexpr MethodInfo info{"get_data", Access::Public, Effect::Read, "Gives two values."};
    using Params = Nothing;
    using Reply = HelloFive;
};

struct Look {
    static constexpr MethodInfo info{"look", Access::Viewer, Effect::Read, "Says who looks."};
    struct Params {
        std::optional<QString> what;
        static json::Fields fields() { return {field("what", &Params::what, "at what")}; }
    };
    using Reply = QString;
};

struct Rule : Look {
    static constexpr MethodInfo info{"rule", Access::Admin, Effect::Write, "For admins."};
};

struct RuleAll : Look {
    static constexpr MethodInfo info{"rule_all", Access::AdminOfAll, Effect::Write, "For admins of all cameras."};
};

// Answers when the test wants, or never.
struct Wait : GetData {
    static constexpr MethodInfo info{"wait", Access::Public, Effect::Read, "Takes its time."};
    using Reply = QString;
};

// Drops its promise.
struct Forget : Wait {
    static constexpr MethodInfo info{"forget", Access::Public, Effect::Read, "Forgets to answer."};
};

struct Fail : Wait {
    static constexpr MethodInfo info{"fail", Access::Public, Effect::Read, "Fails within."};
};

// Its reply says one thing and its declaration another.
struct Lie {
    static constexpr MethodInfo info{"lie", Access::Public, Effect::Read, "Breaks its declaration."};
    using Params = Nothing;
    using Reply = Int<1, 3>;
};

}  // namespace cs::testapi

template<>
struct cs::json::Codec<cs::testapi::HelloFive> {
    static void write(Writer &writer, const cs::testapi::HelloFive &) { writer.raw(R"(["hello",5])"); }
    static QJsonObject schema() { return typeSchema("array"); }
};

namespace cs::testapi {

// What the misbehaving methods leave behind for the test.
struct TestState {
    std::vector<Promise<QString>> waiting;
    int updates = 0;
    std::vector<Call> calls;
};

inline qint64 total(const Sum::Params &p)
{
    return p.a.value_or(0) + p.b.value_or(0) + p.c.value_or(0) + p.d.value_or(0) + p.e.value_or(0);
}

// `state` outlives the table's use.
inline void bindTestMethods(MethodTable &table, TestState &state)
{
    table.bind<Sum>([](const Call &, const Sum::Params &p) -> Result<qint64> { return total(p); });
    table.bind<Update>([&state](const Call &, const Sum::Params &p) -> Result<qint64> {
        ++state.updates;
        return total(p);
    });
    table.bind<NotifyHello>([&state](const Call &, const Sum::Params &p) -> Result<qint64> {
        ++state.updates;
        return total(p);
    });
    table.bind<Subtract>(
        [](const Call &, const Subtract::Params &p) -> Result<qint64> { return p.minuend - p.subtrahend; });
    table.bind<GetData>([](const Call &, const Nothing &) -> Result<HelloFive> { return HelloFive{}; });
    const auto remember = [&state](const Call &call, const Look::Params &) -> Result<QString> {
        state.calls.push_back(call);
        return call.principal.userId;
    };
    table.bind<Look>(remember);
    table.bind<Rule>(remember);
    table.bind<RuleAll>(remember);
    table.bind<Wait>([&state](const Call &, const Nothing &) { return state.waiting.emplace_back().future(); });
    table.bind<Forget>([](const Call &, const Nothing &) { return Promise<QString>().future(); });
    table.bind<Fail>([](const Call &, const Nothing &) -> Result<QString> {
        return Error::internal(QStringLiteral("the inner workings"));
    });
    table.bind<Lie>([](const Call &, const Nothing &) -> Result<Lie::Reply> { return Lie::Reply(7); });
}

}  // namespace cs::testapi

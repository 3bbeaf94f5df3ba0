#pragma once

#include <map>

#include "unit/rpc/testmethods.h"

// Methods that change something, for tests of repetitions and of what is observed.
namespace cs::testapi {

struct Change {
    static constexpr MethodInfo info{"change", Access::Operator, Effect::Write, "Changes something.", "{}", "what"};
    struct Params {
        std::optional<QString> what;
        std::optional<CameraId> device;
        static json::Fields fields()
        {
            return {field("what", &Params::what, "what"), field("device", &Params::device, "where")};
        }
    };
    using Reply = QString;
};

// Tells what is told once.
struct MakeSecret : Change {
    static constexpr MethodInfo info{"make_secret", Access::Operator, Effect::Write, "Makes a secret.", "{}", "", 1,
                                     Secrecy::Reply};
};

// Takes what is told to nobody.
struct TakeSecret : Change {
    static constexpr MethodInfo info{"take_secret", Access::Operator, Effect::Write, "Takes a secret.", "{}", "", 30,
                                     Secrecy::All};
};

struct KeyedState {
    // Calls that ran, by method.
    std::map<QByteArray, int> runs;
    // If set, calls fail with it.
    std::optional<Error> error;
    // Calls with `what` = "wait" answer when the test wants.
    std::vector<Promise<QString>> waiting;
    QString reply = QStringLiteral("done");
};

// `state` outlives the table's use.
inline void bindKeyedMethods(MethodTable &table, KeyedState &state)
{
    const auto bind = [&]<class M>() {
        table.bind<M>([&state](const Call &, const Change::Params &params) -> Async<QString> {
            ++state.runs[M::info.name];
            if (params.what == QStringLiteral("wait"))
                return state.waiting.emplace_back().future();
            return ready<QString>(state.error ? Result<QString>(*state.error) : Result<QString>(state.reply));
        });
    };
    bind.template operator()<Change>();
    bind.template operator()<MakeSecret>();
    bind.template operator()<TakeSecret>();
}

}  // namespace cs::testapi

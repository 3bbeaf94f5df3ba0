#pragma once

#include <functional>
#include <type_traits>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QStringList>

#include "api/describe.h"
#include "base/future.h"
#include "json/codec.h"
#include "rpc/call.h"

namespace cs {

// Which function answers which declared method. Filled by the composition root before the first call, read by the
// dispatcher; service thread only.
class MethodTable {
public:
    // Takes the answer of a handler, JSON text of the reply or an error; called once, in the service thread.
    using Done = std::function<void(Result<QByteArray>)>;
    // `params` is an object; `context` outlives every producer of an answer.
    using Handler = std::function<void(const Call &, const json::Value &params, QObject *context, Done)>;

    struct Entry {
        api::MethodInfo info;
        std::vector<const char *> paramNames;
        QJsonObject replySchema;
        Handler handler;
    };

    // `fn` is Result<M::Reply>(const Call &, const M::Params &) or Async<M::Reply>(...). Binding twice asserts.
    template<api::Method M, class Fn>
    void bind(Fn fn)
    {
        add({M::info, json::namesOf(json::fieldsOf<typename M::Params>()), json::Codec<typename M::Reply>::schema(),
             handlerOf<M>(std::move(fn))});
    }

    // Asks for another role than the declaration does, where the configuration says so. The method is bound already.
    void setAccess(const char *method, api::Access access);

    const Entry *find(const QString &method) const;
    // Sorted.
    const QStringList &names() const { return m_names; }
    // Declared methods that nothing is bound to, in the order of declaration.
    QStringList missing() const;

private:
    template<api::Method M, class Fn>
    static Handler handlerOf(Fn fn);
    void add(const Entry &entry);

    QHash<QString, Entry> m_entries;
    QStringList m_names;
};

template<api::Method M, class Fn>
MethodTable::Handler MethodTable::handlerOf(Fn fn)
{
    using Params = typename M::Params;
    using Reply = typename M::Reply;
    using Returned = std::invoke_result_t<Fn &, const Call &, const Params &>;
    static_assert(std::is_same_v<Returned, Result<Reply>> || std::is_same_v<Returned, Async<Reply>>,
                  "a handler returns Result<M::Reply> or Async<M::Reply>");
    return [fn = std::move(fn)](const Call &call, const json::Value &value, QObject *context, Done done) mutable {
        const auto params = json::fromValue<Params>(value, json::Unknown::Refuse);
        if (!params.ok()) {
            done(params.error());
            return;
        }
        auto answer = [done = std::move(done)](Result<Reply> reply) {
            if (reply.ok())
                done(json::toJson(reply.value()));
            else
                done(reply.error());
        };
        if constexpr (std::is_same_v<Returned, Result<Reply>>)
            answer(fn(call, params.value()));
        else
            whenDone(context, fn(call, params.value()), std::move(answer));
    };
}

}  // namespace cs

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <QByteArray>
#include <QString>

#include "api/method.h"
#include "base/future.h"
#include "json/codec.h"

namespace cs {

// How a call goes out. Without a time-out of its own it has that of the connection.
struct CallOptions {
    CallOptions() = default;
    CallOptions(std::optional<std::chrono::milliseconds> deadline) : timeout(deadline) {}
    CallOptions(std::chrono::milliseconds deadline) : timeout(deadline) {}

    std::optional<std::chrono::milliseconds> timeout;
};

// Names a call under way; 0: it was answered before it went out.
using CallTicket = qint64;
// Gets the JSON text of the result; once.
using CallAnswer = std::function<void(Result<QByteArray>)>;

// Whoever takes calls for a service. Each call is answered exactly once: with what the service says (remoteerror.h), a
// connection error (connectionerror.h), or Error::cancelled. Lives on one thread.
class Caller {
public:
    virtual ~Caller() = default;

    // Calls a declared method.
    template<api::Method M>
    Async<typename M::Reply> call(const typename M::Params &params = {}, CallOptions options = {})
    {
        using Reply = typename M::Reply;
        auto promise = std::make_shared<Promise<Reply>>();
        auto answer = promise->future();
        ask<M>(
            params, [promise](Result<Reply> reply) { promise->finish(std::move(reply)); }, options);
        return answer;
    }
    // Calls M and hands what comes to `done(Result<M::Reply>)`, exactly once, perhaps before this returns.
    template<api::Method M, class Fn>
    void ask(const typename M::Params &params, Fn done, CallOptions options = {})
    {
        const QString method = QString::fromLatin1(M::info.name);
        send(method, json::toJson(params), options,
             [method, done = std::move(done)](const Result<QByteArray> &result) mutable {
                 done(decodeReply<typename M::Reply>(method, result));
             });
    }
    // Any method: `params` is JSON text, or empty for none; the answer is the JSON text of the result.
    Async<QByteArray> callRaw(const QString &method, const QByteArray &params, CallOptions options = {});

    // The answer may come before this returns.
    virtual CallTicket send(const QString &method, const QByteArray &params, const CallOptions &options,
                            CallAnswer answer) = 0;
    // Answers the call with Error::cancelled and forgets it; what the service says later is dropped. The service may
    // have done what was asked. Nothing for a call that was answered.
    virtual void cancel(CallTicket ticket) = 0;

protected:
    // The answer to `method` is not of the shape that was declared.
    static Error misfit(const QString &method, const Error &error);

    template<class Reply>
    static Result<Reply> decodeReply(const QString &method, const Result<QByteArray> &result)
    {
        if (!result.ok())
            return result.error();
        const Result<json::Value> value = json::parse(*result);
        if (!value.ok())
            return misfit(method, value.error());
        Result<Reply> reply = json::fromValue<Reply>(*value, json::Unknown::Ignore);
        if (!reply.ok())
            return misfit(method, reply.error());
        return reply;
    }
};

}  // namespace cs

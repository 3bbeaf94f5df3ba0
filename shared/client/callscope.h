#pragma once

#include <memory>
#include <set>

#include "client/caller.h"

namespace cs {

// The calls of one owner: when it dies they are cancelled, and so forgotten by the connection. A member of the object
// that makes the calls; lives on the caller's thread, and the caller outlives it.
class CallScope final : public Caller {
public:
    explicit CallScope(Caller &caller) : m_caller(caller) {}
    ~CallScope() override;
    CallScope(const CallScope &) = delete;
    CallScope &operator=(const CallScope &) = delete;

    // Calls M and hands what comes to `done(Result<M::Reply>)`, perhaps before this returns; never once the scope is
    // gone. The way for objects that must not be called while they are torn down: the future of call() is answered
    // with Error::cancelled even then.
    template<api::Method M, class Fn>
    void ask(const typename M::Params &params, Fn done, CallOptions options = {})
    {
        const QString method = QString::fromLatin1(M::info.name);
        send(method, json::toJson(params), options,
             [book = std::weak_ptr(m_book), method, done = std::move(done)](const Result<QByteArray> &result) mutable {
                 const auto kept = book.lock();
                 if (kept && !kept->closed)
                     done(decodeReply<typename M::Reply>(method, result));
             });
    }
    // Cancels what is under way: call() is answered, ask() is not. The scope can be used again.
    void cancelAll();
    qsizetype count() const { return static_cast<qsizetype>(m_book->tickets.size()); }

    CallTicket send(const QString &method, const QByteArray &params, const CallOptions &options,
                    CallAnswer answer) override;
    void cancel(CallTicket ticket) override { m_caller.cancel(ticket); }

private:
    // What the answers share with the scope; an answer that comes first or last finds out there.
    struct Book {
        std::set<CallTicket> tickets;
        bool closed = false;
    };

    Caller &m_caller;
    std::shared_ptr<Book> m_book = std::make_shared<Book>();
};

}  // namespace cs

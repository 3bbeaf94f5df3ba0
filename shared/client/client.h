#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include "api/method.h"
#include "api/session.h"
#include "base/future.h"
#include "client/credentialsource.h"
#include "client/pendingcalls.h"
#include "client/retrypolicy.h"
#include "client/transport.h"
#include "json/codec.h"

namespace cs {

struct ParsedMessage;

struct ClientOptions {
    std::chrono::milliseconds connectTimeout{10000};
    std::chrono::milliseconds callTimeout{30000};
    // A connection that was silent for so long is asked for a sign of life, and is lost without one. 0: never asked.
    std::chrono::milliseconds keepAlive{30000};
    RetryPolicy retry;
};

// One signed-in connection to a service, made again when it is lost. Owns the transport and the calls under way; lives
// on one thread, and must not be deleted inside one of its own signals or answers.
class Client : public QObject {
    Q_OBJECT
public:
    enum class State { Closed, Connecting, SigningIn, Ready, Waiting };

    // Without `credentials` it does not sign in: the control socket knows its peer, and some methods need no session.
    Client(std::unique_ptr<Transport> transport, CredentialSource *credentials, ClientOptions options = {});
    ~Client() override;

    // Connects and signs in, one try: the retry policy is for a connection that was ready once.
    Async<Done> open();
    // Every call under way is answered, and nothing is tried any more.
    void close();
    State state() const { return m_state; }
    QString peer() const { return m_transport->peer(); }
    const std::optional<api::Authenticate::Reply> &session() const { return m_session; }

    // Calls a declared method. Fails with what the service says (remoteerror.h) or with a connection error; at once
    // while not ready.
    template<api::Method M>
    Async<typename M::Reply> call(const typename M::Params &params = {},
                                  std::optional<std::chrono::milliseconds> timeout = {})
    {
        using Reply = typename M::Reply;
        auto promise = std::make_shared<Promise<Reply>>();
        auto answer = promise->future();
        const QString method = QString::fromLatin1(M::info.name);
        send(method, json::toJson(params), timeout,
             [promise, method](Result<QByteArray> result) { promise->finish(decode<Reply>(method, result)); });
        return answer;
    }

    // Any method: `params` is JSON text, or empty for none; the answer is the JSON text of the result.
    Async<QByteArray> callRaw(const QString &method, const QByteArray &params,
                              std::optional<std::chrono::milliseconds> timeout = {});

Q_SIGNALS:
    // Connected and signed in: after open(), and again after each loss. Subscriptions are gone then.
    void ready();
    void notification(const QString &topic, const QByteArray &params);
    // A ready connection is lost; every call under way has been answered.
    void lost(const cs::Error &reason);
    void retrying(std::chrono::milliseconds wait, const cs::Error &reason);
    // Not tried any more, until open() is called again.
    void gaveUp(const cs::Error &reason);

private:
    template<class Reply>
    static Result<Reply> decode(const QString &method, const Result<QByteArray> &result)
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
    static Error misfit(const QString &method, const Error &error);

    void send(const QString &method, const QByteArray &params, std::optional<std::chrono::milliseconds> timeout,
              PendingCalls::Answer answer);
    void transmit(const QString &method, const QByteArray &params, std::chrono::milliseconds timeout,
                  PendingCalls::Answer answer);
    void connectNow();
    void onOpened();
    void onReceived(const QByteArray &text);
    void onError(const ParsedMessage &message);
    void onNotification(const QString &topic, const QByteArray &params);
    void onKeepAlive();
    void signIn(const Result<QString> &token);
    void becomeReady();
    // The connection is no good (any more): tries again, or reports that it will not.
    void fail(const Error &reason);
    void retryLater(const Error &reason);

    std::unique_ptr<Transport> m_transport;
    CredentialSource *m_credentials;
    ClientOptions m_options;
    PendingCalls m_pending;
    State m_state = State::Closed;
    std::optional<Promise<Done>> m_opening;
    std::optional<api::Authenticate::Reply> m_session;
    // Counts connections, so that what belongs to an earlier one is told apart.
    quint64 m_generation = 0;
    // The connection whose sign of life is awaited; 0: none.
    quint64 m_pingGeneration = 0;
    int m_triesDone = 0;
    bool m_heard = false;
    QTimer m_connectTimer;
    QTimer m_retryTimer;
    QTimer m_keepAliveTimer;
};

}  // namespace cs

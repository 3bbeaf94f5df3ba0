#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include "client/caller.h"
#include "client/retrypolicy.h"
#include "client/rpclink.h"
#include "client/signin.h"

namespace cs {

struct ClientOptions {
    std::chrono::milliseconds connectTimeout{10000};
    std::chrono::milliseconds callTimeout{30000};
    // A connection that was silent for so long is asked for a sign of life, and is lost without one. 0: never asked.
    std::chrono::milliseconds keepAlive{30000};
    // How long the sign of life may take.
    std::chrono::milliseconds keepAliveAnswer{30000};
    RetryPolicy retry;
};

// One signed-in connection to a service, made again when it is lost. Owns the link and with it the calls under way; lives
// on one thread, and must not be deleted inside one of its own signals or answers.
class Client : public QObject, public Caller {
    Q_OBJECT
public:
    enum class State { Closed, Connecting, SigningIn, Ready, Waiting };

    // Without `signIn` it does not sign in: the control socket knows its peer, and some methods need no session.
    Client(std::unique_ptr<Transport> transport, SignIn *signIn, ClientOptions options = {});
    ~Client() override;

    // Connects and signs in, one try: the retry policy is for a connection that was ready once.
    Async<Done> open();
    // The same, but the retry policy holds for the first try as well; the answer comes when it is ready or given up.
    Async<Done> openPatiently();
    // Every call under way is answered, and nothing is tried any more.
    void close();
    // Ends a wait for the next try.
    void retryNow();
    State state() const { return m_state; }
    QString peer() const { return m_link.peer(); }
    bool isLocal() const { return m_link.isLocal(); }
    const std::optional<SignedIn> &session() const { return m_session; }

    // Calls fail at once while not ready.
    CallTicket send(const QString &method, const QByteArray &params, const CallOptions &options,
                    CallAnswer answer) override;
    void cancel(CallTicket ticket) override;

Q_SIGNALS:
    // Connected and signed in: after open(), and again after each loss. Subscriptions are gone then.
    void ready();
    // Connected; being signed in.
    void signingIn();
    // The service ended the session of a connection that is still there; lost() follows, and then another sign-in.
    void sessionEnded(const QString &code);
    void notification(const QString &topic, const QByteArray &params);
    // A ready connection is lost; every call under way has been answered.
    void lost(const cs::Error &reason);
    void retrying(std::chrono::milliseconds wait, const cs::Error &reason);
    // Not tried any more, until open() is called again.
    void gaveUp(const cs::Error &reason);

private:
    class SigningIn;
    CallTicket transmit(const QString &method, const QByteArray &params, const CallOptions &options, CallAnswer answer);
    void connectNow();
    void onOpened();
    void onNotification(const QString &topic, const QByteArray &params);
    void onSessionEnded(const QByteArray &params);
    void signIn();
    void onSignedIn(const Result<SignedIn> &result);
    void becomeReady();
    // The connection is no good (any more): tries again, or reports that it will not.
    void fail(const Error &reason);
    void retryLater(const Error &reason);

    RpcLink m_link;
    SignIn *m_signIn;
    ClientOptions m_options;
    State m_state = State::Closed;
    std::optional<Promise<Done>> m_opening;
    std::optional<SignedIn> m_session;
    // Counts connections, so that what belongs to an earlier one is told apart.
    quint64 m_generation = 0;
    int m_triesDone = 0;
    bool m_patient = false;
    QTimer m_connectTimer;
    QTimer m_retryTimer;
};

}  // namespace cs

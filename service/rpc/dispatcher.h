#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <unordered_map>

#include <QHash>
#include <QObject>
#include <QTimer>

#include "auth/accesspolicy.h"
#include "rpc/methodtable.h"
#include "rpc/params.h"
#include "rpc/responder.h"

namespace cs {

class CallObserver;
class Idempotency;

struct DispatcherOptions {
    // A call that has no answer by then gets an error, and what comes later is dropped. Clients are promised an answer
    // within 30 s; the last second is for the way.
    std::chrono::milliseconds callDeadline{29'000};
    // Holds every reply against its declaration.
#ifdef NDEBUG
    bool checkReplies = false;
#else
    bool checkReplies = true;
#endif
    // Both may be null; they outlive the dispatcher. Without the second no call may bring an idempotency_key.
    CallObserver *observer = nullptr;
    Idempotency *idempotency = nullptr;
};

// Carries requests to their handlers and the answers back: method, role, params, handler, exactly one answer. Service
// thread only; owns the calls that wait for their answer.
class Dispatcher : public QObject {
    Q_OBJECT
public:
    // Who speaks on a connection now.
    using PrincipalLookup = std::function<Principal(ConnectionId)>;

    // All outlive this object; `hub` also outlives whatever the handlers wait for.
    Dispatcher(const MethodTable &methods, PrincipalLookup principals, const AccessPolicy &policy, QObject &hub,
               DispatcherOptions options = {});

    // From the gateway, in this order for each connection.
    void peerOpened(const PeerInfo &peer);
    void handle(ConnectionId connection, std::vector<PendingRequest> requests);
    void peerClosed(ConnectionId connection);

    // Null if it is not connected (any more).
    const PeerInfo *peer(ConnectionId connection) const;
    size_t openCalls() const { return m_open.size(); }

Q_SIGNALS:
    // Before the first and after the last request of a connection.
    void connectionOpened(const cs::PeerInfo &peer);
    void connectionClosed(cs::ConnectionId connection);

private:
    using Steady = std::chrono::steady_clock;
    using CallNumber = quint64;
    struct OpenCall {
        Responder responder;
        const MethodTable::Entry &method;
        Steady::time_point startedAt;
        Call call;
        CallSubject subject;
    };

    void handleOne(const PeerInfo &peer, PendingRequest pending);
    void answerUnknown(const QString &method, Responder &responder) const;
    Result<json::Value> admit(const Principal &principal, const MethodTable::Entry &method,
                              const QByteArray &params) const;
    void refuse(const Call &call, const MethodTable::Entry &method, const QByteArray &params, const Error &error,
                Responder &responder) const;
    void run(const Call &call, const MethodTable::Entry &method, const json::Value &params,
             const std::optional<QString> &key, Responder responder);
    void runOnce(CallNumber number, const Call &call, const MethodTable::Entry &method, const json::Value &params,
                 const QString &key);
    void observe(const OpenCall &call, const Error *error) const;
    void onAnswer(CallNumber number, Result<QByteArray> answer);
    Result<QByteArray> checked(const OpenCall &call, Result<QByteArray> answer) const;
    void onDeadline();
    void armTimer();

    const MethodTable &m_methods;
    const PrincipalLookup m_principals;
    const AccessPolicy &m_policy;
    QObject &m_hub;
    const DispatcherOptions m_options;
    QHash<ConnectionId, PeerInfo> m_peers;
    std::unordered_map<CallNumber, OpenCall> m_open;
    // Oldest first, since all calls get the same time; holds answered calls too until their time is over.
    std::deque<std::pair<Steady::time_point, CallNumber>> m_deadlines;
    QTimer m_timer;
    CallNumber m_lastCall = 0;
};

}  // namespace cs

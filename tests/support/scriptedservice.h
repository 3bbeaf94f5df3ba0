#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <QJsonObject>
#include <QPointer>

#include "client/connectionerror.h"
#include "client/session.h"
#include "client/transport.h"
#include "jsonrpc/answers.h"

namespace cs {

class ScriptedService;

// A connection to a ScriptedService, without a socket.
class ScriptedTransport final : public Transport {
public:
    explicit ScriptedTransport(ScriptedService &service) : m_service(service) {}
    ~ScriptedTransport() override { close(); }

    void open() override;
    void close() override;
    void send(const QByteArray &text) override;
    QString peer() const override { return QStringLiteral("scripted"); }

private:
    ScriptedService &m_service;
    quint64 m_opening = 0;
};

// A service that answers what a test tells it to, on the next turn of the loop and in order. Signs everybody in as
// admin unless told otherwise. Lives on the test's thread and outlives its transports.
class ScriptedService {
public:
    struct NoAnswer {};
    using Answer = std::variant<QByteArray, ErrorObject, NoAnswer>;
    using Handler = std::function<Answer(const QJsonObject &params)>;
    struct Call {
        QString method;
        QJsonObject params;
    };

    ScriptedService();

    Session::TransportFactory transports()
    {
        return [this](const ServerAddress &) { return std::make_unique<ScriptedTransport>(*this); };
    }

    // What is not set is answered with -32601.
    void on(const char *method, Handler handler) { m_handlers[QString::fromLatin1(method)] = std::move(handler); }
    void on(const char *method, const QByteArray &result)
    {
        on(method, Handler([result](const QJsonObject &) -> Answer { return result; }));
    }
    static ErrorObject unauthenticated(const char *reason)
    {
        return {rpccode::Unauthenticated,
                QStringLiteral("authentication failed or required"),
                {{"reason", QString::fromLatin1(reason)}}};
    }

    QByteArray role = "admin";
    int expiresIn = 900;
    bool mustChange = false;
    qint64 lastSeq = 0;
    bool resync = false;
    QByteArray epoch = "e1";
    // No connection is made any more, for this reason.
    bool refuses = false;
    Error refusal = connectionError(QStringLiteral("nobody listens"));
    std::vector<Call> calls;

    QString refreshToken() const { return QStringLiteral("refresh-%1").arg(m_logins); }
    int connectionsSoFar() const { return m_connections; }
    int countOf(const char *method) const;
    // Of the newest call of that method.
    QJsonObject lastParams(const char *method) const;

    // To the connection that is there; `members` is the inside of an object.
    void publish(const char *topic, qint64 seq, const QByteArray &members = {});
    void notify(const char *topic, const QByteArray &params);
    void drop();

private:
    friend class ScriptedTransport;

    QByteArray loginReply();
    void take(ScriptedTransport *transport, const QByteArray &text);
    void deliver(ScriptedTransport *transport, const QByteArray &text);

    std::map<QString, Handler> m_handlers;
    QPointer<ScriptedTransport> m_transport;
    int m_logins = 0;
    int m_connections = 0;
};

// Quick tries, no early renewal, no keep-alive: what a test looks at is what it caused.
SessionOptions scriptedOptions();
ServerAddress scriptedAddress();
// Signs in and waits until it is Live.
bool goLive(Session &session);

}  // namespace cs

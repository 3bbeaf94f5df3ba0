#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTest>

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

    ScriptedService()
    {
        on("ping", "\"pong\"");
        on("login", [this](const QJsonObject &) -> Answer { return loginReply(); });
        on("refresh_token", [this](const QJsonObject &params) -> Answer {
            if (params.value(QLatin1String("refresh_token")).toString() != refreshToken())
                return unauthenticated("the refresh token is not known, or not any more");
            return loginReply();
        });
        on("authenticate", [this](const QJsonObject &) -> Answer {
            return QByteArray(R"({"authenticated":true,"role":")") + role
                   + R"(","permissions":["view"],"expires_at":"2030-01-01T00:00:00.000Z","session_id":"s1"})";
        });
        on("logout", R"({"logged_out":true})");
        on("unsubscribe_events", R"({"unsubscribed":true,"topics":[]})");
        on("subscribe_events", [this](const QJsonObject &) -> Answer {
            return R"({"subscribed":true,"topics":[],"filters":{},"last_seq":)" + QByteArray::number(lastSeq)
                   + R"(,"resync_required":)" + (resync ? "true" : "false") + R"(,"epoch":")" + epoch + "\"}";
        });
    }

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
    // No connection is made any more.
    bool refuses = false;
    std::vector<Call> calls;

    QString refreshToken() const { return QStringLiteral("refresh-%1").arg(m_logins); }
    int connectionsSoFar() const { return m_connections; }
    int countOf(const char *method) const
    {
        return static_cast<int>(std::count_if(calls.begin(), calls.end(),
                                              [&](const Call &call) { return call.method == QLatin1String(method); }));
    }
    QJsonObject lastParams(const char *method) const
    {
        const auto call = std::find_if(calls.rbegin(), calls.rend(),
                                       [&](const Call &made) { return made.method == QLatin1String(method); });
        return call == calls.rend() ? QJsonObject() : call->params;
    }

    // To the connection that is there; `members` is the inside of an object.
    void publish(const char *topic, qint64 seq, const QByteArray &members = {})
    {
        lastSeq = std::max(lastSeq, seq);
        notify(topic, "{\"seq\":" + QByteArray::number(seq) + R"(,"timestamp":"2026-11-23T10:00:00.000Z")"
                          + (members.isEmpty() ? "" : ",") + members + '}');
    }
    void notify(const char *topic, const QByteArray &params)
    {
        if (m_transport)
            deliver(m_transport, notification(QString::fromLatin1(topic), params));
    }
    void drop()
    {
        if (const auto transport = std::exchange(m_transport, nullptr))
            Q_EMIT transport->closed(connectionError(QStringLiteral("the connection was cut")));
    }

private:
    friend class ScriptedTransport;

    QByteArray loginReply()
    {
        ++m_logins;
        return QByteArray(R"({"authenticated":true,"role":")") + role + R"(","permissions":["view"],)"
               + R"("expires_at":"2030-01-01T00:00:00.000Z","session_id":"s)" + QByteArray::number(m_logins)
               + R"(","access_token":"access-)" + QByteArray::number(m_logins) + R"(","refresh_token":")"
               + refreshToken().toUtf8() + R"(","expires_in":)" + QByteArray::number(expiresIn)
               + R"(,"must_change_password":)" + (mustChange ? "true" : "false") + '}';
    }
    void take(ScriptedTransport *transport, const QByteArray &text)
    {
        const QJsonObject request = QJsonDocument::fromJson(text).object();
        const QString method = request.value(QLatin1String("method")).toString();
        const QJsonObject params = request.value(QLatin1String("params")).toObject();
        const QByteArray id = QByteArray::number(request.value(QLatin1String("id")).toInteger());
        calls.push_back({method, params});
        const auto handler = m_handlers.find(method);
        const Answer answer = handler != m_handlers.end()
                                  ? handler->second(params)
                                  : Answer(ErrorObject{rpccode::MethodNotFound, QStringLiteral("no method"), {}});
        if (const auto *result = std::get_if<QByteArray>(&answer))
            deliver(transport, resultAnswer(id, *result));
        else if (const auto *error = std::get_if<ErrorObject>(&answer))
            deliver(transport, errorAnswer(id, *error));
    }
    void deliver(ScriptedTransport *transport, const QByteArray &text)
    {
        QMetaObject::invokeMethod(
            transport,
            [this, transport, text] {
                if (m_transport == transport)
                    Q_EMIT transport->received(text);
            },
            Qt::QueuedConnection);
    }

    std::map<QString, Handler> m_handlers;
    QPointer<ScriptedTransport> m_transport;
    int m_logins = 0;
    int m_connections = 0;
};

inline void ScriptedTransport::open()
{
    close();
    QMetaObject::invokeMethod(
        this,
        [this, opening = m_opening] {
            if (opening != m_opening)
                return;
            if (m_service.refuses) {
                Q_EMIT closed(connectionError(QStringLiteral("nobody listens")));
                return;
            }
            m_service.m_transport = this;
            ++m_service.m_connections;
            Q_EMIT opened();
        },
        Qt::QueuedConnection);
}

inline void ScriptedTransport::close()
{
    ++m_opening;
    if (m_service.m_transport == this)
        m_service.m_transport = nullptr;
}

inline void ScriptedTransport::send(const QByteArray &text)
{
    if (m_service.m_transport == this)
        m_service.take(this, text);
}

// Quick tries, no early renewal, no keep-alive: what a test looks at is what it caused.
inline SessionOptions scriptedOptions()
{
    SessionOptions options;
    options.client.keepAlive = std::chrono::milliseconds(0);
    options.client.retry = {RetryPolicy::forEver, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    options.renewEarly = false;
    return options;
}

inline ServerAddress scriptedAddress()
{
    return {QStringLiteral("camera.example"), 8002, true, QStringLiteral("/ws")};
}

// Signs in and waits until it is Live.
inline bool goLive(Session &session)
{
    session.signIn(scriptedAddress(), {QStringLiteral("alice"), QStringLiteral("right"), {}});
    return QTest::qWaitFor([&] { return session.isLive(); });
}

}  // namespace cs

#include "support/scriptedservice.h"

#include <algorithm>

#include <QJsonDocument>
#include <QTest>

#include "client/connectionerror.h"
#include "support/quoted.h"

namespace cs {

ScriptedService::ScriptedService()
{
    on("ping", "\"pong\"");
    on("login", [this](const QJsonObject &) -> Answer { return loginReply(); });
    on("refresh_token", [this](const QJsonObject &params) -> Answer {
        if (params.value(QLatin1String("refresh_token")).toString() != refreshToken())
            return unauthenticated("the refresh token is not known, or not any more");
        return loginReply();
    });
    on("authenticate", [this](const QJsonObject &) -> Answer {
        return quoted("{'authenticated':true,'role':'") + role
               + quoted("','permissions':['view'],'expires_at':'2030-01-01T00:00:00.000Z','session_id':'s1'}");
    });
    on("logout", quoted("{'logged_out':true}"));
    on("unsubscribe_events", quoted("{'unsubscribed':true,'topics':[]}"));
    on("subscribe_events", [this](const QJsonObject &) -> Answer {
        return quoted("{'subscribed':true,'topics':[],'filters':{},'last_seq':") + QByteArray::number(lastSeq)
               + quoted(",'resync_required':") + (resync ? "true" : "false") + quoted(",'epoch':'") + epoch + "\"}";
    });
}

int ScriptedService::countOf(const char *method) const
{
    return static_cast<int>(std::count_if(calls.begin(), calls.end(),
                                          [&](const Call &call) { return call.method == QLatin1String(method); }));
}
QJsonObject ScriptedService::lastParams(const char *method) const
{
    const auto call = std::find_if(calls.rbegin(), calls.rend(),
                                   [&](const Call &made) { return made.method == QLatin1String(method); });
    return call == calls.rend() ? QJsonObject() : call->params;
}

void ScriptedService::publish(const char *topic, qint64 seq, const QByteArray &members)
{
    lastSeq = std::max(lastSeq, seq);
    notify(topic, "{\"seq\":" + QByteArray::number(seq) + quoted(",'timestamp':'2026-11-23T10:00:00.000Z'")
                      + (members.isEmpty() ? "" : ",") + members + '}');
}
void ScriptedService::notify(const char *topic, const QByteArray &params)
{
    if (m_transport)
        deliver(m_transport, notification(QString::fromLatin1(topic), params));
}
void ScriptedService::drop()
{
    if (const auto transport = std::exchange(m_transport, nullptr))
        Q_EMIT transport->closed(connectionError(QStringLiteral("the connection was cut")));
}

QByteArray ScriptedService::loginReply()
{
    ++m_logins;
    return quoted("{'authenticated':true,'role':'") + role + quoted("','permissions':['view'],")
           + quoted("'expires_at':'2030-01-01T00:00:00.000Z','session_id':'s") + QByteArray::number(m_logins)
           + quoted("','access_token':'access-") + QByteArray::number(m_logins) + quoted("','refresh_token':'")
           + refreshToken().toUtf8() + quoted("','expires_in':") + QByteArray::number(expiresIn)
           + quoted(",'must_change_password':") + (mustChange ? "true" : "false") + '}';
}
void ScriptedService::take(ScriptedTransport *transport, const QByteArray &text)
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
void ScriptedService::deliver(ScriptedTransport *transport, const QByteArray &text)
{
    QMetaObject::invokeMethod(
        transport,
        [this, transport, text] {
            if (m_transport == transport)
                Q_EMIT transport->received(text);
        },
        Qt::QueuedConnection);
}

void ScriptedTransport::open()
{
    close();
    QMetaObject::invokeMethod(
        this,
        [this, opening = m_opening] {
            if (opening != m_opening)
                return;
            if (m_service.refuses) {
                Q_EMIT closed(m_service.refusal);
                return;
            }
            m_service.m_transport = this;
            ++m_service.m_connections;
            Q_EMIT opened();
        },
        Qt::QueuedConnection);
}

void ScriptedTransport::close()
{
    ++m_opening;
    if (m_service.m_transport == this)
        m_service.m_transport = nullptr;
}

void ScriptedTransport::send(const QByteArray &text)
{
    if (m_service.m_transport == this)
        m_service.take(this, text);
}

SessionOptions scriptedOptions()
{
    SessionOptions options;
    options.client.keepAlive = std::chrono::milliseconds(0);
    options.client.retry = {RetryPolicy::forEver, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    options.renewEarly = false;
    return options;
}

ServerAddress scriptedAddress()
{
    return {QStringLiteral("camera.example"), 8002, true, QStringLiteral("/ws")};
}

bool goLive(Session &session)
{
    session.signIn(scriptedAddress(), {QStringLiteral("alice"), QStringLiteral("right"), {}});
    return QTest::qWaitFor([&] { return session.isLive(); });
}

}  // namespace cs
